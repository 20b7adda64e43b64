"""The data folder: what lies in it, whether it is safe there, who holds which part of it."""
