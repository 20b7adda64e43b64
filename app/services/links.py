"""What an owner does with links: Freischalten, lock, renew, delete, and see who read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core import texts
from app.core.errors import UserError
from app.core.link import Details, Fetch, Link, Origin, link_path, new_token
from app.core.portals import portal_key, portal_name
from app.core.reach import Reach, base_url, reach
from app.core.readers import reader_of
from app.core.settings import SYSTEM_LANGUAGE
from app.i18n import system_language
from app.services.addresses import house_address
from app.services.settings import SettingsDesk
from app.services.use_cases import Desk, check_sequence
from app.storage.links import FetchTable, LinkTable
from app.storage.rows import Row
from app.storage.units import UnitTable

_LATELY = 200
_NEWEST = 5
_READ = frozenset({200, 304})


@dataclass(frozen=True, slots=True)
class LastRead:
    """Who read a link last: the newest fetch by a calendar, not by a person with a browser."""

    fetch: Fetch
    reader: str | None
    """The reader's name, None where nobody knows the agent."""


class Links:
    """The links of all units, and the addresses under which they stand."""

    def __init__(self, desk: Desk, settings: SettingsDesk) -> None:
        self._desk = desk
        self._settings = settings
        self._table = LinkTable(desk.database)
        self._units = UnitTable(desk.database)
        self._fetches = FetchTable(desk.database)

    def all(self, unit_id: int | None = None) -> list[Link]:
        """Return links by unit, the main one first."""
        with self._desk.database.read():
            return self._table.all(unit_id)

    def get(self, link_id: int) -> Link:
        """Return one link (UserError where there is none)."""
        with self._desk.database.read():
            return self._one(link_id)

    def base(self) -> str:
        """Return what every address begins with."""
        return base_url(self._settings.get(), house_address())

    def reach(self) -> Reach:
        """Tell who can read the links at all."""
        return reach(self.base())

    def address(self, link: Link, base: str | None = None) -> str:
        """Return the whole address of `link`; it stays the same while the link is disabled."""
        return (self.base() if base is None else base) + link_path(link.token, link.unit)

    def last_read(self, link_id: int) -> LastRead | None:
        """Return who has read this link last, None where no calendar has yet."""
        # Nearly always one of the newest few; the window asks this of every link.
        few = self._readers(link_id, _NEWEST)
        return next(iter(few or self._readers(link_id, _LATELY)), None)

    def newest_read(self) -> LastRead | None:
        """Return who has read any link last, None where no calendar has yet."""
        with self._desk.database.read():
            fetches = self._fetches.newest(_LATELY)
        return next((read for fetch in fetches if (read := _read(fetch))), None)

    def readers(self, link_id: int) -> list[LastRead]:
        """Return who has read this link lately, each reader once with its newest fetch."""
        return self._readers(link_id, _LATELY)

    def _readers(self, link_id: int, limit: int) -> list[LastRead]:
        newest: dict[str, LastRead] = {}
        for fetch in self.fetches(link_id, limit):
            if read := _read(fetch):
                newest.setdefault(read.reader or fetch.agent, read)
        return list(newest.values())

    def read_from_outside(self, link_id: int) -> datetime | None:
        """Return when somebody outside the house last got an answer, be it only a browser."""
        return next(
            (
                fetch.at
                for fetch in self.fetches(link_id)
                if fetch.origin is Origin.OUTSIDE and fetch.status in _READ
            ),
            None,
        )

    def fetches(self, link_id: int, limit: int = _LATELY) -> list[Fetch]:
        """Return the newest fetches of a link, newest first."""
        with self._desk.database.read():
            return self._fetches.of_link(link_id, limit)

    def enable_unit(self, unit_id: int) -> Link:
        """Freischalten: enable the unit's main link, which is made where it is missing.

        Raises:
            UserError: the unit does not exist or is archived.
        """
        with self._desk.change():
            return self.enable_within(unit_id)

    def enable_all(self) -> list[Link]:
        """Freischalten for every unit that is not archived, all or none."""
        with self._desk.change():
            open_units = [unit for unit in self._units.units() if not unit.archived]
            return [self.enable_within(unit.id) for unit in open_units]

    def enable(self, link_id: int, *, sequence: int) -> Link:
        """Let a link answer again, under the address it had."""
        return self._switch(link_id, sequence, enabled=True)

    def disable(self, link_id: int, *, sequence: int) -> Link:
        """Let a link answer no more; its address is kept for when it is enabled again."""
        return self._switch(link_id, sequence, enabled=False)

    def add(self, unit_id: int, *, label: str = "", portal: str = "") -> Link:
        """Add a further link to a unit, enabled at once.

        Args:
            unit_id: the unit that it shows.
            label: what the owner calls it; the portal's name where it is empty.
            portal: a key of ``resources/portals.toml`` or the owner's own text.
        """
        portal = portal_key(texts.one_line(portal, texts.NAME_LIMIT))
        label = texts.one_line(label, texts.NAME_LIMIT) or portal_name(portal)
        with self._desk.change():
            self._require_unit(unit_id)
            return self._add(unit_id, main=False, label=label, portal=portal)

    def renew(self, link_id: int, *, sequence: int) -> Link:
        """Give a link a new address; the old one is gone for good, at once."""
        with self._desk.change():
            link = self._seen(link_id, sequence)
            self._table.renew(link, new_token(), self._desk.clock.now())
            self._moved(link)
            return self._one(link_id)

    def delete(self, link_id: int, *, sequence: int) -> None:
        """Delete a link; its address is gone for good."""
        with self._desk.change():
            self._table.delete(self._seen(link_id, sequence), self._desk.clock.now())

    def enable_within(self, unit_id: int) -> Link:
        """Freischalten inside a transaction that is open already."""
        self._require_unit(unit_id)
        main = next((link for link in self._table.all(unit_id) if link.main), None)
        if main is None:
            return self._add(unit_id, main=True, label="", portal="")
        if not main.enabled:
            self._table.enable(main.id, True)
            self._moved(main)
        return self._one(main.id)

    def _add(self, unit_id: int, *, main: bool, label: str, portal: str) -> Link:
        setting = self._settings.read().language
        values: Row = {
            "unit_id": unit_id,
            "main": main,
            "label": label,
            "portal": portal,
            "token": new_token(),
            "enabled": True,
            "details": Details.OCCUPIED.value,
            "language": system_language() if setting == SYSTEM_LANGUAGE else setting,
        }
        return self._one(self._table.add(values, self._desk.clock.now()))

    def _switch(self, link_id: int, sequence: int, *, enabled: bool) -> Link:
        with self._desk.change():
            link = self._seen(link_id, sequence)
            if link.enabled != enabled:
                self._table.enable(link_id, enabled)
                self._moved(link)
            return self._one(link_id)

    def _moved(self, link: Link) -> None:
        self._desk.revisions.raise_link(link.id, self._desk.clock.now())

    def _seen(self, link_id: int, sequence: int) -> Link:
        link = self._one(link_id)
        check_sequence(link.sequence, sequence)
        return link

    def _one(self, link_id: int) -> Link:
        link = self._table.one(link_id)
        if link is None:
            raise UserError("There is no link with the number {id}.", id=str(link_id))
        return link

    def _require_unit(self, unit_id: int) -> None:
        unit = self._units.unit(unit_id)
        if unit is None:
            raise UserError("This unit does not exist any more.")
        if unit.archived:
            raise UserError(
                "{unit} is archived. Please bring it back before you publish it.", unit=unit.name
            )


def _read(fetch: Fetch) -> LastRead | None:
    """Return who read, None for a person with a browser and for what was not answered."""
    reader = reader_of(fetch.agent)
    if fetch.status not in _READ or (reader and reader.person):
        return None
    return LastRead(fetch, reader.name if reader else None)
