"""What portals say, read from their calendars, and what of it becomes an occupancy."""
