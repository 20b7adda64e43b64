"""How reading goes, what it asks, and the words for both."""
