"""The commands about occupancies."""
