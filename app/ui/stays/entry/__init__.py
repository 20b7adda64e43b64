"""Entering and editing occupancies."""
