"""The host's own page: behind one key, who is invited and who has gone silent."""
