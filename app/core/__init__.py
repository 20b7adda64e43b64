"""What a unit, an occupancy and a link are, and the rules among them: pure values and functions."""
