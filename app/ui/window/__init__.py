"""The window itself, and what runs as long as it does."""
