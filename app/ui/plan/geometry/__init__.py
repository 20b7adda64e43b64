"""Where days, rows and bars stand, in pixels. No Qt here."""
