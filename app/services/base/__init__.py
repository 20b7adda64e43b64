"""What every use case stands on: the unit of work, the clock, jobs, who hears of changes."""
