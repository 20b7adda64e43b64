"""What a webspace's Apache is told, and the script that answers there."""
