"""The pane beside the list for what comes from a portal."""
