"""What floats over the window: cards, menus, and what a tooltip says."""
