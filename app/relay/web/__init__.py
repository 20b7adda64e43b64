"""The WSGI apps: the API of desktops, and what is served to readers by the server's own code."""
