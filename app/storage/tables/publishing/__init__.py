"""Queries about webspaces and what lies there."""
