"""The commands about guests: what is known of them, for how long, and forgetting it."""
