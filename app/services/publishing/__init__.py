"""Calendars on the owner's webspace: what is to lie there, putting it there, proving it."""
