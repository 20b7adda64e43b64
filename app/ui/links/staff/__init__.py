"""Staff members: listed, added, edited."""
