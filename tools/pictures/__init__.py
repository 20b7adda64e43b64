"""How the pictures of README and handbook are taken: the house, the windows, small files."""
