"""Queries about portals' calendars and what they said."""
