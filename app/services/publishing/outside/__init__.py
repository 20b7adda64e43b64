"""Reading a public address as a stranger would: without cookies, passwords or tricks."""
