"""What comes from the portals: its part of each row, its pane, and what is asked about it."""
