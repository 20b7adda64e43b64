"""The commands: everything Zimmerfrei can do without a screen, and the way into the window.

``start`` is the short way to the window; ``program`` is where every command line is understood;
``edge`` is where errors become one sentence and an exit status; ``parts`` are the pieces commands
are made of; each family of commands has its module.
"""

import sys
from typing import NoReturn

from app.cli.common.streams import prepare_streams
from app.cli.start import early_window, without_link

__all__ = ["main"]


def main() -> NoReturn:
    """Run the program with the arguments of this process."""
    prepare_streams()
    arguments = sys.argv[1:]
    window = early_window(arguments)
    # Imported now: a window, where one is wanted, is on the screen already.
    if window is not None:
        from app.cli.window import run_window  # noqa: PLC0415

        sys.exit(run_window(window))
    from app.cli.program import run  # noqa: PLC0415

    sys.exit(run(without_link(arguments)))
