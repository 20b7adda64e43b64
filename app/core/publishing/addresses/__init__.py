"""Which address each link has, and who can read it there."""
