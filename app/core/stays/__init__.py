"""Who has a unit when, and what follows from it."""
