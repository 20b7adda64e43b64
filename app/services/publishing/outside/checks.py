"""The Probe: are links read from outside as they should be? Once a day, and after each upload."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from app.core.links.address import Check, Finding, LinkAddress
from app.core.links.link import LinkKind
from app.core.links.reach import Reach
from app.core.publishing.outside.problems import PASSING
from app.core.publishing.webspace import files_of
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.links.links import LinkTable
from app.storage.tables.publishing.address_checks import AddressCheckTable
from app.storage.tables.revisions import PUBLISHING

if TYPE_CHECKING:
    from app.core.links.link import Link
    from app.core.publishing.addresses.address_book import AddressBook
    from app.core.publishing.outside.reading import Verdict
    from app.core.publishing.webspace import KeptWebspace
    from app.services.feeds.feeds import Feeds
    from app.services.publishing.outside.expected import Place
    from app.services.publishing.outside.internet import Internet
    from app.services.publishing.outside.listing import Listing
    from app.services.publishing.outside.stranger import Stranger

logger = logging.getLogger(__name__)

LOOK_EVERY = 60.0
"""Seconds between two looks whether a check is due; it costs some queries."""
DAILY = timedelta(days=1)
AMISS_AGAIN = timedelta(hours=1)
"""What the owner has to mend is looked at more often: they want to see that they have."""
PASSING_AGAIN = timedelta(minutes=10)
_AT_ONCE = 25
_WORST_FIRST = (
    Finding.CLOSED,
    Finding.OUTDATED,
    Finding.UNTRIED,
    Finding.DOUBTFUL,
    Finding.READABLE,
)


class Addresses(Protocol):
    """Where links are read; ``app.services.links.addresses.LinkAddresses`` is one."""

    def book(self) -> AddressBook: ...


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A link that everybody should be able to read, and when it was put onto the webspace last."""

    link: Link
    address: LinkAddress
    put_at: datetime | None

    @property
    def may_be_listed(self) -> bool:
        """Whether its address is a secret that the webspace might give away; a website's is none.

        The owner's own page may lead there.
        """
        return self.address.on_webspace and self.link.kind is not LinkKind.WEBSITE


class AddressChecks:
    """What was found when the addresses of links were read as a stranger would.

    Checked are the links that answer, at addresses that the whole internet is said to reach; those
    on the webspace once something lies there.

    Args:
        work: what every use case works with.
        addresses: where links are read.
        feeds: opens a source of what the program itself answers.
        internet: how computers are found and reached; the system's own where None.
    """

    def __init__(
        self,
        work: UnitOfWork,
        addresses: Addresses,
        feeds: Callable[[], Feeds],
        internet: Internet | None = None,
    ) -> None:
        self._work = work
        self._addresses = addresses
        self._feeds = feeds
        self._internet = internet
        self._table = AddressCheckTable(work.database)
        self._links = LinkTable(work.database)
        self._tried: dict[int, datetime] = {}
        """When links could not be tried of which an earlier reading is kept."""
        self._ended = False

    # ---- what was found ----

    def of(self, links: Iterable[Link]) -> dict[int, Check]:
        """Return the newest check of each link that has one at its present address, by its id."""
        book = self._addresses.book()
        found = ((link.id, book.of(link).check) for link in links)
        return {link_id: check for link_id, check in found if check is not None}

    # ---- what is to be looked at ----

    def due(self) -> list[int]:
        """Return the ids of the links that are to be looked at again by now."""
        now = self._work.clock.now()
        return [one.link.id for one in self._wanted()[0] if self._is_due(one, now)]

    def wanted(self) -> bool:
        """Tell whether any link is to be looked at again by now."""
        return bool(self.due())

    def run_due(self) -> dict[int, Check]:
        """Look at what is due: the job of that name."""
        return self.check(self.due())

    def hurry(self) -> None:
        """Let what could not be tried be tried at the next look: the network is another one."""
        self._tried.clear()

    def end(self) -> None:
        """Break off what runs."""
        self._ended = True

    # ---- looking ----

    def check(
        self,
        link_ids: Collection[int] | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> dict[int, Check]:
        """Read the public addresses of links now, all or these; keep what was found.

        What could not be tried (Finding.UNTRIED) is returned as such, while what is kept stays.
        Blocks for as long as the servers take, unless it is stopped; then what was found till then
        is returned.

        Raises:
            WrongClockError: the computer's clock cannot be right, so nobody knows what to expect.
        """
        self._ended = False
        wanted, webspace = self._wanted(link_ids)
        if not wanted:
            return {}
        # Imported on demand: it speaks HTTP, and every window asks `of`.
        from app.services.publishing.outside.stranger import Stranger  # noqa: PLC0415
        from app.services.publishing.outside.transport import ReadingStoppedError  # noqa: PLC0415

        found: dict[int, Check] = {}
        unkept: dict[int, Check] = {}
        with (
            closing(self._feeds()) as feeds,
            Stranger(self._internet, lambda: self._ended or stopped()) as stranger,
        ):
            try:
                for link_id, check in self._read(wanted, webspace, feeds, stranger):
                    found[link_id] = unkept[link_id] = check
                    if len(unkept) >= _AT_ONCE:
                        self._keep(unkept)
            except ReadingStoppedError:
                logger.info("the check of addresses was stopped")
            finally:
                self._keep(unkept)
        return found

    def _read(
        self,
        wanted: list[_Wanted],
        webspace: KeptWebspace | None,
        feeds: Feeds,
        stranger: Stranger,
    ) -> Iterator[tuple[int, Check]]:
        """Read one link after the other, and say what was found of each, with its id."""
        # On demand: they build calendars, as in `check`.
        from app.services.publishing.outside.expected import Expectations  # noqa: PLC0415
        from app.services.publishing.outside.listing import Listing  # noqa: PLC0415

        expectations = Expectations(self._work.database, feeds)
        listing = None if webspace is None else Listing(stranger, webspace.address)
        for one in wanted:
            places = expectations.places(one.link, one.address, webspace)
            check = self._checked(one.address.url, places, stranger)
            if check is not None and listing is not None and one.may_be_listed:
                check = _with_listing(check, listing, one.link.token)
            if check is not None:
                yield one.link.id, check

    def _checked(self, url: str, places: list[Place], stranger: Stranger) -> Check | None:
        """Read a link's addresses; None where nobody knows any more what should stand there."""
        from app.services.publishing.outside.expected import NothingExpectedError  # noqa: PLC0415
        from app.services.publishing.outside.probe import probed  # noqa: PLC0415

        now = self._work.clock.now()
        verdicts: list[Verdict] = []
        until: datetime | None = None
        for place in places:
            try:
                found = probed(stranger, place.url, place.expected, now, place.size)
            except NothingExpectedError:
                return None
            verdicts.append(found.verdict)
            if found.answer is not None and found.answer.certificate is not None:
                until = found.answer.certificate.until
        worst = min(verdicts, key=lambda verdict: _WORST_FIRST.index(verdict.finding))
        problem = worst.problem or ""
        return Check(url, now, worst.finding, problem, worst.detail, until)

    # ---- the database ----

    def _wanted(
        self, link_ids: Collection[int] | None = None
    ) -> tuple[list[_Wanted], KeptWebspace | None]:
        book = self._addresses.book()
        with self._work.database.read():
            links = self._links.answering()
            lying = {} if book.webspace is None else self._table.lying(book.webspace.id)
        found = []
        for link in links:
            address = book.of(link)
            if address.reach is not Reach.EVERYWHERE:
                continue
            put_at = None
            if address.on_webspace:
                files = [lying[name] for name in files_of(link) if name in lying]
                if len(files) < len(files_of(link)):
                    continue
                put_at = max(file.put_at for file in files)
            if link_ids is None or link.id in link_ids:
                found.append(_Wanted(link, address, put_at))
        return found, book.webspace

    def _is_due(self, one: _Wanted, now: datetime) -> bool:
        tried = self._tried.get(one.link.id)
        if tried is not None and _within(now, tried, PASSING_AGAIN):
            return False
        check = one.address.check
        if check is None or (one.put_at is not None and one.put_at > check.at):
            return True
        return tried is not None or not _within(now, check.at, _again(check))

    def _keep(self, checks: dict[int, Check]) -> None:
        """Keep what was found; what could not be tried takes nothing away that is known."""
        if not checks:
            return
        with self._work.change():
            known = self._table.all()
            for link_id, check in checks.items():
                self._tried.pop(link_id, None)
                if check.finding is Finding.UNTRIED:
                    self._tried[link_id] = check.at
                    before = known.get(link_id)
                    if before is not None and before.address == check.address:
                        continue
                self._table.keep(link_id, check)
            self._work.revisions.raise_named(PUBLISHING)
        checks.clear()


def _with_listing(check: Check, listing: Listing, name: str) -> Check:
    """Return what was found; of a file that is read, that all are shown its name says more."""
    if check.finding not in {Finding.READABLE, Finding.DOUBTFUL}:
        return check
    listed = listing.verdict(name)
    if listed is None:
        return check
    problem = listed.problem or ""
    return replace(check, finding=listed.finding, problem=problem, detail=listed.detail)


def _within(now: datetime, then: datetime, span: timedelta) -> bool:
    """Tell whether `then` is no longer ago; a time to come is of a clock that was wrong."""
    return timedelta() <= now - then < span


def _again(check: Check) -> timedelta:
    """Return after how long a reading is done again."""
    if check.finding is Finding.UNTRIED or check.problem in PASSING:
        return PASSING_AGAIN
    return AMISS_AGAIN if check.finding is Finding.CLOSED else DAILY
