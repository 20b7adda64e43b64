"""How often one may ask, and who is counted as one."""
