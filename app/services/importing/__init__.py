"""Reading the calendars of portals, and what becomes of what they say."""
