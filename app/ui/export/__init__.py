"""The list of occupancies as a file."""
