"""What is clicked, typed into or read: one thing each, of which the rest of the kit is made."""
