"""Adding a further link."""
