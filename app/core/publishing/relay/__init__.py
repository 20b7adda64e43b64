"""What a desktop and a calendar service (a relay) say to each other; both sides read it here."""
