"""The plan on paper: a month of all units, one unit's year."""
