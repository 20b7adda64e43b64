"""Queries about units, properties, staff, and their names."""
