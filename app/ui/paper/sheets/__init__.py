"""What is printed: pages in millimetres, and what stands on them."""
