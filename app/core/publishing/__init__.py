"""Calendars on a webspace: what one is, what lies on it, what can go wrong with it."""
