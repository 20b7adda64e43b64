"""Runs over webspaces: what is to lie there is built, compared and brought there."""
