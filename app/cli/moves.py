"""The commands about moving the house to another computer: pack it there, unpack it here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.parts import Group, argument, option
from app.cli.common.session import Session
from app.core.errors import UserError
from app.core.moving import words
from app.i18n import N_

if TYPE_CHECKING:
    from app.core.moving.moves import Arrived
    from app.services.services import Services

_LONGEST = 1024

_passphrase_option = option(
    "--passphrase-file",
    metavar=N_("FILE"),
    help=N_("The first line of this file protects the move file."),
)


@click.group(
    cls=Group,
    help=N_(
        "Take the house to another computer, in one file with everything.\n\n"
        "Links keep their tokens. Only one of the two computers may serve them afterwards."
    ),
)
def move() -> None:
    """Group the commands about moving."""


@move.command(
    "pack",
    help=N_(
        "Pack everything into FILE.\n\n"
        "With a passphrase the file is encrypted, and holds passwords of webspaces and addresses "
        "of portals’ calendars as well; without one these have to be entered anew."
    ),
    examples=["zimmerfrei move pack house.zimmerfrei --passphrase-file secret.txt --silent"],
)
@argument("file", N_("FILE"))
@_passphrase_option
@option(
    "--silent",
    is_flag=True,
    help=N_("Serve and upload no links here any more; `move back` ends that."),
)
@option("--replace", is_flag=True, help=N_("Replace a file that is there already."))
@click.pass_obj
def pack(
    session: Session, file: str, passphrase_file: str | None, silent: bool, replace: bool
) -> None:
    """Pack the house."""
    passphrase = _passphrase(passphrase_file)
    with session.opened() as services:
        done = services.moving.pack(
            _path(file), passphrase=passphrase, silent=silent, replacing=replace
        )
    output.say("\n".join(words.packed(session.texts, done)))


@move.command(
    "unpack",
    help=N_(
        "Let the house in FILE live in the data folder of this computer.\n\n"
        "A folder with data is refused without --replace; what is there is backed up first."
    ),
    examples=["zimmerfrei move unpack house.zimmerfrei --passphrase-file secret.txt"],
)
@argument("file", N_("FILE"))
@_passphrase_option
@option("--replace", is_flag=True, help=N_("Replace the house that is there; it is backed up."))
@click.pass_obj
def unpack(session: Session, file: str, passphrase_file: str | None, replace: bool) -> None:
    """Unpack the house."""
    # Here and not above: nothing else needs it.
    from app.services.moving.unpacking import Unpacking  # noqa: PLC0415
    from app.services.publishing.keeping.secrets import Secrets  # noqa: PLC0415

    passphrase = _passphrase(passphrase_file)
    with session.backups() as backups:
        folder = session.folder()
        unpacking = Unpacking(folder, backups, Secrets(folder.passwords, os.environ))
        done = unpacking.unpack(_path(file), passphrase=passphrase, replacing=replace)
    with session.opened() as services:
        output.say("\n".join(_arrived(session, services, done)))


@move.command(
    "back",
    help=N_("Let this computer serve and upload the links again, after it has fallen silent."),
)
@click.pass_obj
def come_back(session: Session) -> None:
    """End the silence."""
    with session.opened() as services:
        if not services.moving.silent:
            raise UserError("This computer is not silent: the house lives here.")
        services.moving.come_back()
    output.say(
        session.texts.tr(
            "The house lives on this computer again. Please end Zimmerfrei on the other one."
        )
    )


def _arrived(session: Session, services: Services, done: Arrived) -> list[str]:
    texts = session.texts
    pasted = services.moving.to_paste(done)
    lines = [
        texts.tr("The house has arrived in {folder}.", folder=str(services.folder.path)),
        *words.arrived(texts, done, pasted, services.settings.get().public_url),
    ]
    lines += [f"  {output.single_line(name)}: {url}" for name, url in words.links(texts, pasted)]
    return lines


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _passphrase(file: str | None) -> str:
    """Return the first line of the file, an empty text where none is named."""
    if file is None:
        return ""
    try:
        with _path(file).open("rb") as opened:
            lines = opened.read(_LONGEST).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    if not lines or not lines[0]:
        # Not with its cause: that might carry what stands there along.
        raise UserError("In {file} there is no passphrase that can be read.", file=file) from None
    return lines[0]
