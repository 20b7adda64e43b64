"""The command that makes a report for whoever helps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.parts import Command, argument
from app.cli.common.session import Session
from app.core.errors import UserError
from app.i18n import N_

if TYPE_CHECKING:
    from app.services.diagnostics.report import Report


@click.command(
    cls=Command,
    help=N_(
        "Write a report for whoever helps you to FILE, a ZIP file: versions, settings, what a "
        "check says, and the log.\n\n"
        "Names, contacts, addresses and secrets are taken out. Please read it before you send it."
    ),
    examples=["zimmerfrei report report.zip"],
)
@argument("file", N_("FILE"))
@click.pass_obj
def report(session: Session, file: str) -> None:
    """Write a report."""
    from app.services.diagnostics.report import save_report  # noqa: PLC0415  # seldom needed

    target = Path(file).expanduser()
    if target.exists():
        raise UserError("“{name}” is there already. Please choose another name.", name=target.name)
    made = _made(session)
    save_report(made, target)
    lines = [session.texts.tr("Written to {file}:", file=str(target))]
    lines += [f"  {one.name}  {one.title}" for one in made.files]
    output.say("\n".join(lines))


def _made(session: Session) -> Report:
    """Make the report of data that can be opened, else of what is left."""
    from app.services.diagnostics.report import make_report  # noqa: PLC0415

    folder, now = session.folder(), datetime.now(UTC)
    try:
        with session.opened(backup=False) as services:
            return make_report(folder, services.backups, services, session.texts, now)
    except UserError as error:
        with session.backups() as backups:
            return make_report(folder, backups, None, session.texts, now, error)
