"""Taking the house to another computer, in the window."""
