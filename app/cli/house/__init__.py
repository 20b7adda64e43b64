"""The commands about units and about the staff who look after them."""
