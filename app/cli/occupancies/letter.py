"""The command that writes the letter which confirms a stay."""

from __future__ import annotations

import click

from app.cli.common import output
from app.cli.common.parts import LARGEST_ID, Command, Number, argument, option
from app.cli.common.pdf import require_pdf, target_of, write_pdf
from app.cli.common.session import Session
from app.core.errors import UserError
from app.i18n import N_, WINDOW_LANGUAGES, catalogue


@click.command(
    "letter",
    cls=Command,
    help=N_(
        "Write the letter that confirms the occupancy number ID to its guest as a PDF file. Its "
        "text is edited in the window."
    ),
    examples=[
        "zimmerfrei occupancy letter 12 --out confirmation.pdf",
        "zimmerfrei occupancy letter 12 --out confirmation.pdf --language en",
    ],
)
@argument("occupancy_id", N_("ID"), type=Number())
@option("--out", required=True, metavar=N_("FILE"), help=N_("The PDF file to write."))
@option(
    "--language",
    type=click.Choice([*WINDOW_LANGUAGES]),
    help=N_("The language of the letter; yours unless said otherwise."),
)
@click.pass_obj
def write_letter(session: Session, occupancy_id: int, out: str, language: str | None) -> None:
    """Write the letter."""
    require_pdf()
    with session.opened() as services:
        if not 0 < occupancy_id <= LARGEST_ID:
            raise UserError("There is no occupancy with the number {id}.", id=str(occupancy_id))
        chosen = language or session.texts.language.key
        letter = services.letters.confirmation(occupancy_id, chosen)
    target = target_of(out)
    write_pdf(letter, catalogue(chosen), target)
    output.say(session.texts.tr("Saved: {name}", name=target.name))
