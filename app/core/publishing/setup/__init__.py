"""What an owner types to set a webspace up, what is guessed, and how it is tried."""
