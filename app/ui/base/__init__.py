"""What the window and every page of it stand on."""
