"""Asking for what opens a webspace, and where it is kept."""
