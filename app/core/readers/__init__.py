"""Who reads links, and how often."""
