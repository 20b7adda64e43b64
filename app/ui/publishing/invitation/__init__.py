"""Einladung: the invitation to a calendar service, pasted and accepted."""
