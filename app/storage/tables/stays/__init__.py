"""Queries about occupancies: one by one, their nights, and where two share some."""
