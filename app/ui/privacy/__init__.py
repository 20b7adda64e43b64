"""What is known of guests: for how long it is kept, everything about one of them, forgetting it."""
