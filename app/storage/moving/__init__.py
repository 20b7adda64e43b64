"""Move files: one file with a whole house, whole and sealed, or refused."""
