"""The database file: opened, locked, looked into, kept private."""
