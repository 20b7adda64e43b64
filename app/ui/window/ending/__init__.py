"""The tray, closing and quitting: what has to be said and done before the program ends."""
