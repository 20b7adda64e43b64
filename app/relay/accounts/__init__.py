"""What an account, an invitation and a quota are, and what may be uploaded. Pure."""
