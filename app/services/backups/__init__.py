"""Copies of the data, and the way back to them."""
