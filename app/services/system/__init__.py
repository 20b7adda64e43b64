"""The program and the operating system: how it is started, how it is asked to end."""
