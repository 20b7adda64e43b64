"""What went wrong: a strip above the pages, bugs, a wrong clock, data that is lost."""
