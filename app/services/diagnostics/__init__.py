"""What the program tells of itself where something went wrong, without secrets."""
