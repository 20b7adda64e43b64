"""The web server: calendars out, nothing in. Reads through services only."""
