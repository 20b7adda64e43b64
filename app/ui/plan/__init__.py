"""The occupancy plan: units down, days across, every occupancy a bar."""
