"""Help: the handbook as a page of the program, the keys, and what the program is."""
