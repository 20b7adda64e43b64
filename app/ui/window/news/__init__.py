"""What has come by itself, noticed and said: double bookings, portals, backups."""
