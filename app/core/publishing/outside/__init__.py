"""What a reading of an address from outside can find, and how that is said."""
