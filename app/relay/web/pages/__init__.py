"""Pages for people, each of which stands whole in its own bytes; that of an invitation."""
