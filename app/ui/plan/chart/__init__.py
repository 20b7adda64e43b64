"""The chart: what is in view, and what mouse and keyboard do to it."""
