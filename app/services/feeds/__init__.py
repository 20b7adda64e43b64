"""What links answer, and who has read it."""
