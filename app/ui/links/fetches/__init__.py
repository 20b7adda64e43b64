"""Who has read a link."""
