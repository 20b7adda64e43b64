"""The page about the owner's own webspace: what is typed, and the trial as it happens."""
