"""The commands about calendars of portals that are read."""
