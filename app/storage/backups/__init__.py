"""Copies of the database, proven, and put back."""
