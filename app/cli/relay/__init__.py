"""The commands of who runs a calendar service for many owners."""
