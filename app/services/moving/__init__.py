"""Taking a house to another computer: packing it there, unpacking it here."""
