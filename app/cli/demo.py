"""The command ``demo``: the sample guest house."""

from __future__ import annotations

import click

from app.cli.common import output
from app.cli.common.parts import Command
from app.cli.common.session import Session
from app.i18n import N_


@click.command(
    cls=Command,
    help=N_("Fill an empty data folder with a sample guest house. A folder with data is refused."),
    examples=[
        "zimmerfrei demo --data-dir ./sample",
        "zimmerfrei --data-dir ./sample",
    ],
)
@click.pass_obj
def demo(session: Session) -> None:
    """Fill the data folder with the sample guest house."""
    with session.opened() as services:
        filled = services.sample.fill()
        folder = services.folder.path
    output.say(
        session.texts.tr(
            "{house} is ready: {units} units, {occupancies} occupancies, in {folder}.",
            house=filled.house,
            units=filled.units,
            occupancies=filled.occupancies,
            folder=str(folder),
        )
    )
