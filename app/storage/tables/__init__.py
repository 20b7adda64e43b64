"""Queries, a module for each table or what belongs together."""
