"""Double bookings in the window: solving one, and the list of all."""
