"""The service's tables, in SQLite or PostgreSQL. The only place of it that knows SQL."""
