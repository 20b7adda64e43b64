"""Today and the next seven days."""
