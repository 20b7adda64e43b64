"""The WSGI apps: what is answered at which address."""
