"""The places where a secret can be: the system's keyring, a file of the owner, the environment."""
