"""Zimmerfrei: the calendar desk of a small landlord."""

__version__ = "0.1.0"
__released__ = "2026-11-28"
"""The day of this version, ISO 8601: how old it is tells its owner when to look for a newer one."""
