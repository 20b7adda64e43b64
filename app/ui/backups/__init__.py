"""Going back to a backup: from the settings, and at a start that finds no sound data."""
