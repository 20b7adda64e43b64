"""Guests who have been here before: suggested while one types, and their stays in a list."""
