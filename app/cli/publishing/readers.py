"""``publish readers``: whether a script on the webspace counts who reads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.output import Record
from app.cli.common.parts import Command, argument, json_option
from app.cli.common.session import Session
from app.i18n import N_

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.storage.tables.publishing.webspaces import Counting

_ON, _OFF = "on", "off"


@click.command(
    "readers",
    cls=Command,
    help=N_(
        "Count who reads on the webspace, by a small script there in PHP.\n\n"
        "Without `on` or `off` it takes over what was noted since the last time, and says how it "
        "stands. Addresses of calendars stay the same, and no addresses of visitors are kept. "
        "Where it does not work, all is put back as it was."
    ),
    examples=["zimmerfrei publish readers on", "zimmerfrei publish readers"],
)
@argument("switch", N_("on|off"), required=False, type=click.Choice([_ON, _OFF]))
@json_option
@click.pass_obj
def count(session: Session, switch: str | None, as_json: bool) -> None:
    """Switch it, or look at what was noted."""
    with session.opened() as services:
        script = services.reader_script
        if switch == _ON:
            script.switch_on()
        elif switch == _OFF:
            script.switch_off()
        else:
            services.reader_looks.look()
        counting = script.counting()
    if as_json:
        output.say_json(record(counting))
    else:
        output.say(line(session.texts, counting))


def line(texts: Catalogue, counting: Counting | None) -> str:
    """Say how it stands."""
    if counting is None or counting.since is None or counting.at is None:
        return texts.tr("Readers are not counted on the webspace.")
    return texts.tr(
        "Readers have been counted on the webspace since {since}, last looked at {at}.",
        since=texts.moment(counting.since),
        at=texts.moment(counting.at),
    )


def record(counting: Counting | None) -> Record:
    """Return how it stands, for other programs."""
    return {
        "counted": counting is not None,
        "since": None if counting is None else counting.since,
        "looked_at": None if counting is None else counting.at,
    }
