"""The program ``zimmerfrei``: its commands, and the edge where errors become words and numbers."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from app import __version__
from app.cli import output
from app.cli.families import FAMILIES
from app.cli.logs import FILE_NAME, logging_to
from app.cli.parts import Group, option
from app.cli.session import Session
from app.cli.window import open_window
from app.core.clock import Clock
from app.core.errors import UserError
from app.i18n import N_, catalogue, system_language, use_for_gettext
from app.override import override

if TYPE_CHECKING:
    from app.ui.window.application import Opening

logger = logging.getLogger(__name__)

NAME = "zimmerfrei"
DONE, REFUSED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked:
        output.say(f"Zimmerfrei {__version__}")
        ctx.exit()


class Program(Group):
    """All families of commands."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(FAMILIES)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        family = FAMILIES.get(cmd_name)
        return family() if family else None


@click.group(
    cls=Program,
    name=NAME,
    invoke_without_command=True,
    help=N_(
        "The calendar desk of a small landlord: who stays when, published as calendar links.\n\n"
        "Without a command it opens the window. On a computer without a screen, such as a NAS, "
        "the commands below do everything, and `serve` serves the links."
    ),
    examples=[
        'zimmerfrei unit add "Seeblick 1"',
        'zimmerfrei occupancy add "Seeblick 1" 2027-07-14 2027-07-21 --guest Huber',
        'zimmerfrei link enable "Seeblick 1"',
        "zimmerfrei serve",
    ],
)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
@click.pass_context
def program(ctx: click.Context) -> int | None:
    """Open the window where no command is given."""
    return open_window(ctx.ensure_object(Session)) if ctx.invoked_subcommand is None else None


def run(arguments: Sequence[str], clock: Clock | None = None, window: Opening | None = None) -> int:
    """Carry out one command line.

    Args:
        arguments: what follows the program's name.
        clock: what time it is, the computer's own where None.
        window: the window, where it is on the screen already.

    Returns the exit status: 0 done, 1 a UserError or a bug, 2 what cannot be understood.
    """
    language = system_language()
    use_for_gettext(language)
    output.make_lenient(sys.stdout, sys.stderr)
    session = Session(catalogue(language), clock, window)
    try:
        with program.make_context(NAME, list(arguments), obj=session) as ctx:
            return _logged(session, ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        output.complain(_misuse(session, error))
        return MISUSED
    except UserError as error:
        return _refused(session, error)
    except BrokenPipeError:
        output.drop_output()  # the reader of `| head` has had enough
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def _logged(session: Session, ctx: click.Context) -> int:
    """Invoke a command that has been understood; what nobody expected goes to the log."""
    # The folder is known only now, for a subcommand's own --data-dir is parsed on invoking.
    try:
        return program.invoke(ctx) or DONE
    except (UserError, click.ClickException, click.exceptions.Exit, BrokenPipeError):
        raise
    except Exception:
        folder = session.folder()
        logs = folder.logs
        # A log alone must not look like a folder that has been used.
        with contextlib.suppress(UserError, OSError):
            folder.make()
            folder.note_new()
        with logging_to(logs):
            logger.exception("a command failed")
        sentence = session.texts.tr(
            "Something went wrong that should not have. What exactly stands in {log}.",
            log=str(logs / FILE_NAME),
        )
        output.complain(session.texts.tr("Error: {message}", message=sentence))
        return REFUSED


def _refused(session: Session, error: UserError) -> int:
    sentence = session.texts.tell(error)
    output.complain(session.texts.tr("Error: {message}", message=sentence))
    return REFUSED


def _misuse(session: Session, error: click.UsageError) -> str:
    sentence = session.texts.tr("Error: {message}", message=error.format_message())
    if error.ctx is None:
        return sentence
    hint = session.texts.tr("More with: {command}", command=f"{error.ctx.command_path} --help")
    return f"{sentence} {hint}"
