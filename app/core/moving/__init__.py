"""Taking a house to another computer: what is said of it."""
