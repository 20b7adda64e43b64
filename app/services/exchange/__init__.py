"""Files that leave for other programs."""
