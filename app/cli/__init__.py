"""The commands: everything Zimmerfrei can do without a screen, and the way into the window.

``program`` is the entry point and the edge where errors become one sentence and an exit status;
``parts`` are the pieces commands are made of; each family of commands has its module.
"""

from app.cli.program import main

__all__ = ["main"]
