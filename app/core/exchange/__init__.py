"""What files with occupancies say, whoever has written them. Values alone; no file is opened."""
