"""What an owner does with units, properties and staff members."""
