"""What the commands share: their parts, what they print, one run of the program, the log."""
