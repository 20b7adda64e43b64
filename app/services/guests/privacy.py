"""What is known of guests: how much, for how long, everything about one, and forgetting it.

What is forgotten here is gone for good: from the stays, from what portals' calendars have said of
them, and from the bytes of the database. Links say of it what is left, in their next reading.
Backups hold it until they go.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import date

from app.core.backups.copies import Since
from app.core.errors import UserError
from app.core.links.details import Field
from app.core.stays.guests import GuestBook, KnownGuest, person
from app.core.stays.keeping import emptied_until, still_needed, tells_of_guest
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.core.texts import name_key
from app.dataclass import dataclass
from app.services.backups.backups import Backups
from app.services.base.house_clock import HouseClock
from app.services.base.unit_of_work import UnitOfWork
from app.services.stays.deleting import Deleting
from app.storage.tables.links.links import LinkTable
from app.storage.tables.revisions import SOURCES
from app.storage.tables.stays.forgetting import ForgettingTable
from app.storage.tables.stays.guests import GuestTable
from app.storage.tables.stays.occupancies import OccupancyTable

logger = logging.getLogger(__name__)

OF_GUESTS = frozenset(
    {
        Field.GUEST,
        Field.PHONE,
        Field.EMAIL,
        Field.CONTACT,
        Field.ARRIVAL_TIME,
        Field.CHILDREN,
        Field.PETS,
        Field.NOTE,
    }
)
"""What links may tell of guests."""


@dataclass(frozen=True, slots=True)
class KeptOfGuests:
    """How much is known of guests, and where.

    `stays` counts those that name, or give a number or an address of, `guests`; `oldest` is the
    first departure among them. `backups` counts the backups that hold it as well. `links` are the
    ids of those that show some of it to their readers.
    """

    stays: int
    guests: int
    oldest: date | None
    backups: Since
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many stays were emptied of their guest, and how many cancelled ones were deleted."""

    emptied: int
    deleted: int
    backups: Since


class Privacy:
    """Nothing of this can be taken back."""

    def __init__(self, work: UnitOfWork, backups: Backups) -> None:
        self._work = work
        self._backups = backups
        self._forgetting = ForgettingTable(work.database)
        self._guests = GuestTable(work.database)
        self._stays = OccupancyTable(work.database)

    @property
    def _clock(self) -> HouseClock:
        return self._work.clock

    # ---- looking ----

    def kept(self) -> KeptOfGuests:
        """Return how much is known of guests (UserError: it, or the backups, cannot be read)."""
        with self._work.database.read():
            stays = self._stays.some(self._forgetting.telling())
            guests = len(GuestBook(self._guests.stays()).guests)
            links = LinkTable(self._work.database).all()
        telling = [one.id for one in links if one.enabled and one.details.fields & OF_GUESTS]
        oldest = min((stay.departure for stay in stays), default=None)
        return KeptOfGuests(len(stays), guests, oldest, self._backups_of(stays), tuple(telling))

    def guests(self) -> list[KnownGuest]:
        """Return everybody of whom a name, a number or an address is known, who came last first."""
        with self._work.database.read():
            return GuestBook(self._guests.stays()).guests

    def find(self, text: str) -> KnownGuest:
        """Return the guest who is meant by a whole name, telephone number or e-mail address.

        Raises:
            UserError: nobody is, or several are.
        """
        with self._work.database.read():
            found = GuestBook(self._guests.stays()).find(text)
        if not found:
            raise UserError(
                "Nothing is known of a guest “{guest}”. `zimmerfrei guest list` shows all.",
                guest=text,
            )
        if len(found) > 1:
            ways = (one.phone or one.email for one in found)
            raise UserError(
                "There are {n} guests “{guest}”. Please say which one by a telephone number or an "
                "e-mail address: {ways}.",
                n=len(found),
                guest=text,
                ways=", ".join(dict.fromkeys(filter(None, ways))),
            )
        return found[0]

    def stays_of(self, guest: KnownGuest | OccupancyDraft) -> list[Occupancy]:
        """Return every stay that is a guest's, cancelled ones too, the newest first.

        Also those under another name that share a telephone number or an e-mail address.
        """
        name = guest.name if isinstance(guest, KnownGuest) else guest.guest
        with self._work.database.read():
            book = GuestBook(self._guests.stays())
            ids = book.all_of(person(name, guest.phone, guest.email))
            found = {one.id: one for one in self._stays.some(ids)}
        return [found[number] for number in ids]

    def due(self, years: int) -> list[Occupancy]:
        """Return the stays that are emptied when guests are kept for so many years, by arrival."""
        until = emptied_until(self._clock.today(), years)
        with self._work.database.read():
            found = self._stays.some(self._forgetting.telling(until))
        return sorted(found, key=lambda stay: (stay.arrival, stay.departure, stay.id))

    def backups_of(self, stays: Iterable[Occupancy]) -> Since:
        """Return the backups that hold these stays (UserError: they cannot be read)."""
        return self._backups_of(list(stays))

    # ---- forgetting ----

    def empty_due(self, years: int) -> int:
        """Empty what is due, and return how many stays that were.

        Raises:
            WrongClockError: nobody can know what is due.
            UserError: it cannot be done now.
        """
        until = emptied_until(self._clock.sure_today(), years)
        with self._work.database.read():
            # Most days nothing is: then nothing is written either.
            if not self._forgetting.telling(until) and not self._forgetting.seen_telling(until):
                return 0
        with self._work.change():
            ids = self._forgetting.telling(until)
            self._empty(self._stays.some(ids))
            self._forgetting.empty_seen_until(until)
            self._work.revisions.raise_named(SOURCES)
        self._leave_no_bytes()
        logger.info("%s stays say no more whose they were", len(ids))
        return len(ids)

    def forget(self, occupancy_ids: Collection[int]) -> Forgotten:
        """Forget whose these stays were: empty them, and delete those that were cancelled.

        Raises:
            UserError: one of them is running or to come, unknown, or a block.
        """
        today = self._clock.today()
        with self._work.change():
            stays = self._stays.some(occupancy_ids)
            self._check(stays, occupancy_ids, today)
            names = {name_key(stay.guest) for stay in stays} - {""}
            self._forgetting.empty_seen_of(
                [stay.id for stay in stays], lambda name: name_key(name) in names
            )
            cancelled = [stay for stay in stays if stay.status is Status.CANCELLED]
            deleting = Deleting(self._work)
            for stay in cancelled:
                deleting.delete_within(stay, stay.sequence)
            left = [stay for stay in stays if stay.blocks and tells_of_guest(stay)]
            self._empty(left)
            self._work.revisions.raise_named(SOURCES)
        self._leave_no_bytes()
        logger.info("a guest was forgotten: %s stays, %s deleted", len(left), len(cancelled))
        return Forgotten(len(left), len(cancelled), self._backups_of(stays))

    def _check(self, stays: Iterable[Occupancy], wanted: Collection[int], today: date) -> None:
        known = {stay.id for stay in stays}
        for number in wanted:
            if number not in known:
                raise UserError("There is no occupancy with the number {id}.", id=str(number))
        for stay in stays:
            if still_needed(stay, today):
                raise UserError(
                    "The stay from {arrival} to {departure} is not over yet. Cancel it first, or "
                    "forget its guest after the departure.",
                    arrival=stay.arrival,
                    departure=stay.departure,
                )

    def _empty(self, stays: list[Occupancy]) -> None:
        if not stays:
            return
        now = self._work.revisions.moment(self._clock.now())
        self._forgetting.empty([stay.id for stay in stays], now)
        self._work.revisions.raise_units({stay.unit_id for stay in stays}, now)

    def _leave_no_bytes(self) -> None:
        """Take what was overwritten out of the log, too."""
        try:
            emptied = self._work.database.empty_log()
        except UserError as error:
            logger.info("the log is emptied when the program ends: %s", error)
            return
        if not emptied:
            logger.info("the log is being read, and emptied when the program ends")

    def _backups_of(self, stays: list[Occupancy]) -> Since:
        if not stays:
            return Since(0, None, 0)
        return self._backups.since(min(stay.created_at for stay in stays))
