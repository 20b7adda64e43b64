"""What the program is made of: versions and licences."""
