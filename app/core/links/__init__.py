"""What a link is, what it says, and who can read it."""
