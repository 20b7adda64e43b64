"""What a host, an owner's desktop and a reader can do."""
