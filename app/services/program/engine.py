"""Which SQLite keeps the data, for who asks after it."""

from app.storage.engine.sqlite import has_wal_reset_fault, sqlite_version

__all__ = ["has_wal_reset_fault", "sqlite_version"]
