"""The commands about links."""
