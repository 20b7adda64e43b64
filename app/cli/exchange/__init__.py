"""The commands about files: taking occupancies in, writing everything out."""
