"""A calendar service from the desktop's side: invitations accepted, readers looked at."""
