"""The pane beside the list: everything about one link."""
