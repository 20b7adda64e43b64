"""The first start: the name of the house and its units."""
