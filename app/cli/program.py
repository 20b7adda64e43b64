"""The program ``zimmerfrei``: every command line is understood here."""

from __future__ import annotations

from collections.abc import Sequence

import click

from app import __version__
from app.cli.common import output
from app.cli.common.edge import DONE, MISUSED, carried_out
from app.cli.common.parts import Group, option
from app.cli.common.session import Session
from app.cli.common.streams import prepare_streams
from app.cli.families import FAMILIES
from app.cli.window import open_window
from app.core.clock import Clock
from app.i18n import N_
from app.override import override
from app.services.system.starting import IN_TRAY

NAME = "zimmerfrei"


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
@option(
    IN_TRAY,
    is_flag=True,
    help=N_("Start without showing the window, where the desktop has a tray."),
)
@click.pass_context
def program(ctx: click.Context, in_tray: bool) -> int | None:
    """Open the window where no command is given."""
    if ctx.invoked_subcommand is not None:
        return None
    return open_window(ctx.ensure_object(Session), in_tray=in_tray)


def run(arguments: Sequence[str], clock: Clock | None = None) -> int:
    """Carry out one command line.

    Args:
        arguments: what follows the program's name.
        clock: what time it is, the computer's own where None.

    Returns the exit status: 0 done, 1 a UserError or a bug, 2 what cannot be understood.
    """
    prepare_streams()
    session = Session.begun(clock)
    try:
        return carried_out(
            session,
            lambda: _invoked(session, arguments),
            click.ClickException,
            click.exceptions.Exit,
        )
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        output.complain(_misuse(session, error))
        return MISUSED


def _invoked(session: Session, arguments: Sequence[str]) -> int:
    with program.make_context(NAME, list(arguments), obj=session) as ctx:
        # The folder is known only now: a subcommand's own --data-dir is parsed on invoking.
        return program.invoke(ctx) or DONE


def _misuse(session: Session, error: click.UsageError) -> str:
    sentence = session.texts.tr("Error: {message}", message=error.format_message())
    if error.ctx is None:
        return sentence
    hint = session.texts.tr("More with: {command}", command=f"{error.ctx.command_path} --help")
    return f"{sentence} {hint}"
