"""How every kind of webspace reaches its server: connections, TLS, HTTP, and how long is waited."""
