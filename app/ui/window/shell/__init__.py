"""What the window holds in one language: sidebar, pages, and the line that says what was done."""
