"""Colours, style sheet, icons, and what the tones of colour mean."""
