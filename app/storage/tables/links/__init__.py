"""Queries about links: their tokens, what they cover, and what each said last."""
