"""Getting a link to whom it is for."""
