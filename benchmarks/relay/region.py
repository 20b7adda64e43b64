"""A region of owners in PostgreSQL, filled by COPY: accounts with keys, and their calendars."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from app.core.ical.write import CalendarEntry, calendar_bytes
from app.core.publishing.relay.protocol import kept_as
from app.relay.tables.columns import micros, packed
from app.relay.tables.steps import SHARDS

if TYPE_CHECKING:
    import psycopg

TEMPLATES = 300
"""So many calendars are really written; those of all links are these with UIDs of their own."""
_MARK = "zz-the-link-zz"
_ACCOUNT = "id, name, name_key, key_hash, links, house, created_at, accepted_at, seen_at"
_CALENDAR = "account_id, token, body, body_digest, body_size, file_name, modified, shard, changed"


@dataclass(frozen=True)
class Region:
    """So many owners, each with so many links of so many occupancies."""

    owners: int
    links: int
    occupancies: int

    @property
    def all_links(self) -> int:
        return self.owners * self.links

    def key(self, owner: int) -> str:
        """Return what opens an owner's account; the same every time."""
        digest = hashlib.sha256(f"key {owner}".encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def token(self, link: int) -> str:
        """Return the token of a link, 0 to `all_links` - 1."""
        return hashlib.sha256(f"link {link}".encode()).hexdigest()[:24]

    def body(self, link: int, templates: list[bytes]) -> bytes:
        """Return what lies there at first."""
        mark = f"{link:0{len(_MARK)}}".encode()
        return templates[link % len(templates)].replace(_MARK.encode(), mark)

    def templates(self) -> list[bytes]:
        """Return calendars as the program writes them, no two alike."""
        return [self.template(number) for number in range(TEMPLATES)]

    def template(self, number: int) -> bytes:
        """Return one of them, or another one of that size."""
        return _template(number, self.occupancies)


def _template(number: int, occupancies: int) -> bytes:
    first = date(2027, 1, 1) + timedelta(days=number % 28)
    changed = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=number)
    nights = 2 + number % 5
    entries = (
        CalendarEntry(
            uid=f"{hashlib.sha256(f'{number} {at}'.encode()).hexdigest()[:18]}{_MARK}@zimmerfrei",
            sequence=at % 4,
            changed_at=changed + timedelta(hours=at),
            first=first + timedelta(days=(nights + 2) * at),
            end=first + timedelta(days=(nights + 2) * at + nights),
            summary="Belegt",
        )
        for at in range(occupancies)
    )
    return calendar_bytes(f"Ferienwohnung {number + 1}", entries)


def fill(region: Region, connection: psycopg.Connection, templates: list[bytes]) -> int:
    """Fill the empty tables of a service; returns how many bytes of calendars there are."""
    size = 0
    now = micros(datetime.now(UTC))
    with connection.transaction(), connection.cursor() as cursor:
        with cursor.copy(f"COPY account ({_ACCOUNT}) FROM STDIN") as copy:
            for owner in range(1, region.owners + 1):
                name = f"Gästehaus {owner}"
                key = kept_as(region.key(owner))
                copy.write_row(
                    (owner, name, name.casefold(), key, region.links, f"house-{owner}") + (now,) * 3
                )
        with cursor.copy(f"COPY calendar ({_CALENDAR}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(
                ["int8", "text", "bytea", "text", "int8", "text", "int8", "int4", "int8"]
            )
            for row in _calendars(region, templates, now):
                size += row[4]
                copy.write_row(row)
        cursor.execute("UPDATE change_counter SET number = 1")
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('account', 'id'), %s)", (region.owners,)
        )
    connection.execute("VACUUM ANALYZE")
    return size


def _calendars(
    region: Region, templates: list[bytes], now: int
) -> Iterator[tuple[int, str, bytes, str, int, str, int, int, int]]:
    # Changed long enough ago that their date is told, as with nearly all of a region.
    modified = now - timedelta(days=1) // timedelta(microseconds=1)
    for link in range(region.all_links):
        owner = link // region.links + 1
        body = region.body(link, templates)
        yield (
            owner,
            region.token(link),
            packed(body),
            hashlib.sha256(body).hexdigest(),
            len(body),
            f"ferienwohnung-{link % region.links + 1}.ics",
            modified,
            owner % SHARDS,
            1,
        )
