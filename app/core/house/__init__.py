"""What is let, and who sees to it."""
