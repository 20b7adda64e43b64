"""Files as the system sees them: moved and deleted with patience, reached, and told of."""
