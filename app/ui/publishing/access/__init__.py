"""What this computer itself answers: as the owner thinks of it, and what a change breaks."""
