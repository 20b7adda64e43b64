"""The list of cards: what links there are, each with its state."""
