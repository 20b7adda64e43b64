"""Time in words: how long ago something was, which day, how old a version is."""
