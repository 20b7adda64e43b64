"""What an owner does with occupancies."""
