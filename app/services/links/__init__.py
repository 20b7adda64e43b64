"""What an owner does with links, and what is known of their readers."""
