"""What backups there are, and how they are spoken of."""
