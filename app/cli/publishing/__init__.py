"""The commands about the webspace."""
