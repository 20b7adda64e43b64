"""Bringing calendars onto a webspace, and what came of it."""
