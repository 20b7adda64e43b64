"""What a reader of a link would see of an occupancy: in words of the link, of a made-up guest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from app.core.links.details import Details
from app.core.links.events import ShownUnit, entries
from app.core.links.link import LinkKind
from app.core.stays.occupancy import BY_HAND, Occupancy
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.ui.base.context import Context

_STAFF = 1
_UNIT = 1
_NIGHTS = 4


@dataclass(frozen=True, slots=True)
class Example:
    """The headline of an event, and what else it says."""

    headline: str
    more: str


def example(context: Context, link: Link, unit_name: str) -> Example:
    """Return what a reader of `link`, kept or drafted, sees of a stay in a unit of this name.

    Made by the same words as the calendar itself. The guest is made up, so that everything that is
    ticked shows.
    """
    texts = context.texts
    if link.kind is LinkKind.WEBSITE:
        return Example(texts.tr("free or occupied"), "")
    today = context.services.house_clock.today()
    moment = context.services.house_clock.now()
    unit = ShownUnit(unit_name, _made_up(texts)["address"], 0, moment)
    stays = [_stay(context, today, place) for place in range(2)]
    shown = _within_reach(link)
    event = next(
        entries(shown, stays, {_UNIT: unit}, {_STAFF: _made_up(texts)["staff"]}, {}, today)
    )
    lines = [*event.description.split("\n"), event.location]
    return Example(event.summary, " · ".join(line for line in lines if line))


def _within_reach(link: Link) -> Link:
    """Return the link as it is, but showing every stay: the example must not fall out of it."""
    fields, options = link.details.fields, link.details.options
    return replace(link, portal="", details=Details(fields=fields, options=options))


def _made_up(texts: Catalogue) -> dict[str, str]:
    return {
        "guest": texts.tr("Sample family"),
        "phone": "0171 2345678",
        "email": "familie@example.org",
        "contact": texts.tr("by post"),
        "note": texts.tr("arrives late"),
        "address": texts.tr("12 Sample Street, Sampletown"),
        "staff": texts.tr("Ms Sample"),
    }


def _stay(context: Context, today: date, place: int) -> Occupancy:
    made_up = _made_up(context.texts)
    arrival = today + timedelta(days=1 + place * (_NIGHTS + 1))
    moment = context.services.house_clock.now()
    return Occupancy(
        id=place,
        uid=f"example-{place}",
        unit_id=_UNIT,
        arrival=arrival,
        departure=arrival + timedelta(days=_NIGHTS),
        guest=made_up["guest"],
        phone=made_up["phone"],
        email=made_up["email"],
        contact=made_up["contact"],
        arrival_time=time(16),
        persons=4,
        children=2,
        pets=1,
        note=made_up["note"],
        portal="booking",
        staff_id=_STAFF,
        sequence=0,
        source=BY_HAND,
        created_at=moment,
        changed_at=moment,
    )
