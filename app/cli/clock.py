"""The commands about the computer's clock: what it shows, and that it is right after all."""

from __future__ import annotations

import click

from app.cli.common import output
from app.cli.common.parts import Group, json_option
from app.cli.common.session import Session
from app.i18n import N_


@click.group(
    cls=Group,
    help=N_(
        "What this computer’s clock shows, and whether that can be right.\n\n"
        "While it stands more than a day before what is known, or more than 400 days beyond, no "
        "link is answered: a calendar made by a wrong clock would be short, and portals would free "
        "dates. Set the clock; it is noticed by itself. Where it is right, because Zimmerfrei was "
        "not used for that long, confirm it."
    ),
    examples=["zimmerfrei clock show", "zimmerfrei clock confirm"],
)
def clock() -> None:
    """Group the commands about the clock."""


@clock.command("show", help=N_("Show what the clock shows and what is known."))
@json_option
@click.pass_obj
def show_clock(session: Session, as_json: bool) -> None:
    """Show the clock."""
    with session.opened() as services:
        doubt = services.house_clock.look()
        shown, known = services.house_clock.shown(), services.house_clock.known
    if as_json:
        output.say_json({"shown": shown, "known": known, "believed": doubt is None})
        return
    texts = session.texts
    rows = [
        (texts.tr("The clock shows"), texts.moment(shown)),
        (texts.tr("Last used"), texts.moment(known) if known else "–"),
        (
            texts.tr("Links are answered"),
            texts.tr("yes") if doubt is None else texts.tr("no: the clock is wrong"),
        ),
    ]
    output.say(output.pairs(rows))


@clock.command(
    "confirm",
    help=N_(
        "Say that the clock is right now; links are answered again at once.\n\n"
        "Look at what it shows first (`clock show`): a wrong one makes calendars short."
    ),
)
@click.pass_obj
def confirm_clock(session: Session) -> None:
    """Confirm the clock."""
    with session.opened() as services:
        house_clock = services.house_clock
        shown = house_clock.confirm(house_clock.shown())
    output.say(session.texts.tr("Confirmed: it is {shown}. Links are answered.", shown=shown))
