"""What one reading means for what is known: pure rules over values."""
