"""What every page says of what comes from the portals."""
