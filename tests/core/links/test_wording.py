"""What events say is looked at anew where a version of the program words them otherwise."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import product

from app.core.ical.write import calendar_bytes
from app.core.links.details import Details, Field, Options
from app.core.links.event_marks import WORDING
from app.core.links.events import ShownUnit, entries
from app.core.links.link import WHOLE_HOUSE, Link, LinkKind, Scope, Target
from app.core.portals import portals
from app.core.stays.occupancy import BY_HAND, Kind, Occupancy, Status
from app.i18n import LANGUAGES

NOW = datetime(2027, 1, 2, tzinfo=UTC)
TODAY = date(2027, 7, 1)
KNOWN = (3, "7d04bc9e9830038c")
"""The number of the wording, and what all that it can say comes to."""


def _stays() -> list[Occupancy]:
    first = Occupancy(
        id=0,
        unit_id=1,
        arrival=date(2027, 7, 5),
        departure=date(2027, 7, 8),
        guest="Kim; Alex, Robin",
        phone="0170 1234",
        email="kim@example.org",
        contact="Nachbarin",
        arrival_time=time(15, 5),
        note="Hund\nspät",
        staff_id=1,
        uid="0@zimmerfrei",
        sequence=0,
        source=BY_HAND,
        created_at=NOW,
        changed_at=NOW,
    )
    kinds = product(Kind, (Status.CONFIRMED, Status.OPTION), (None, 1, 2), ("", *_portals()))
    stays = [
        replace(
            first,
            id=number,
            uid=f"{number}@zimmerfrei",
            kind=kind,
            status=status,
            option_until=TODAY if status is Status.OPTION else None,
            persons=persons,
            children=1 if persons else None,
            pets=persons,
            portal=portal,
        )
        for number, (kind, status, persons, portal) in enumerate(kinds)
    ]
    said = (replace(stay, source="feed:1", said_by=stay.portal) for stay in stays)
    return [*stays, *(replace(stay, id=stay.id + len(stays), uid=f"f{stay.uid}") for stay in said)]


def _portals() -> list[str]:
    return sorted(portals())


def _occasions(kind: LinkKind) -> list[list[Occupancy]]:
    """Return all stays at once, or for changeover days each with whoever may come next."""
    stays = _stays()
    if kind is LinkKind.CALENDAR:
        return [stays]
    days = [(date(2027, 7, 8), date(2027, 7, 9)), (date(2028, 1, 2), date(2028, 1, 5))]
    nexts = [
        replace(stays[0], id=-1, persons=persons, arrival=arrival, departure=departure)
        for persons, (arrival, departure) in product((None, 1, 2), days)
    ]
    return [stays, *([stays[0], following] for following in nexts)]


def _all_that_is_said() -> str:
    said = hashlib.sha256()
    unit = ShownUnit("Seeblick 1", "Uferweg 12\n88099 Neuwasserburg", 1, NOW)
    targets = {
        LinkKind.CALENDAR: (Target(Scope.UNIT, 1), WHOLE_HOUSE),
        LinkKind.CHANGEOVERS: (Target(Scope.STAFF, 1),),
    }
    levels = [frozenset({field}) for field in Field] + [frozenset(), frozenset(Field)]
    for language, (kind, of_kind) in product(LANGUAGES, targets.items()):
        for target, fields in product(of_kind, levels):
            link = Link(
                id=1,
                kind=kind,
                target=target,
                subject="",
                main=False,
                token="",
                enabled=True,
                sequence=0,
                revision=0,
                created_at=NOW,
                changed_at=NOW,
                language=language,
                portal="airbnb",
                details=Details(fields=fields, options=Options.TENTATIVE),
            )
            for stays in _occasions(kind):
                said.update(
                    calendar_bytes("", entries(link, stays, {1: unit}, {1: "Anna Putz"}, {}, TODAY))
                )
    return said.hexdigest()[:16]


def test_another_wording_has_another_number() -> None:
    assert (WORDING, _all_that_is_said()) == KNOWN, (
        "Events are worded otherwise than before, so calendars that know them must be told: raise "
        "WORDING in app/core/links/event_marks.py by one, and put what stands on the left into "
        "KNOWN."
    )
