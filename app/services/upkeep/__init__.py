"""What a program that runs for long does again and again, and what it still does at its end."""
