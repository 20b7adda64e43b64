"""Taking occupancies in from a file: which file, what its columns say, what would happen."""
