"""What an owner does for guests and with what is known of them: letters, and privacy."""
