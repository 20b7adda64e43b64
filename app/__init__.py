"""Zimmerfrei: the calendar desk of a small landlord."""

__version__ = "0.1.0"
