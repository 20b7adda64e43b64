"""The guides in a dialog: what to do with a link at each reader, and how to take it back."""
