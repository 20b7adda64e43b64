"""What is to lie on a webspace, what of it is not there yet, and what is held back. Rules alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app import __version__
from app.core.links.event_marks import WORDING
from app.core.links.link import LinkKind
from app.core.publishing.webspace import CALENDAR_END, OUR_NAME, PAGE_END

PROGRAM = f"{__version__}/{WORDING}"
"""Another version of the program may put the same into other bytes."""
LEFT_ALONE = "other"
"""The state of a file that another program has put there: it is known, and never touched."""
FIRST_WAIT, LONGEST_WAIT = 30.0, 3600.0
"""Seconds until the next try after the first fault, and after many."""
_MOST_DOUBLED = LONGEST_WAIT * 0.75
_SPREAD = 1 / 3
_MANY, _SEVERAL = 4, 2
"""From how many stays ahead on it is asked before half of them go, and before all do."""
_ENDS = re.compile(rb"^DTEND;VALUE=DATE:(\d{8})\r$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LinkState:
    """What the files of a published link depend on: where none of it has moved, neither have they.

    Attributes:
        link_id: of the link.
        kind: what it shows.
        token: its secret, of which the names of its files are made.
        revision: counts all that changes in it.
        units: how many units it may cover, archived ones too.
        open_units: how many of them are not archived.
        changes: the sum of their revisions.
        changed_at: when any of them or the link itself changed last.
        choices: what the owner has chosen that decides which stays are in it.
    """

    link_id: int
    kind: LinkKind
    token: str
    revision: int
    units: int
    open_units: int
    changes: int
    changed_at: str
    choices: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its files, the one it is read by first (as `webspace.files_of`)."""
        if self.kind is LinkKind.WEBSITE:
            return self.token + PAGE_END, self.token + CALENDAR_END
        return (self.token + CALENDAR_END,)

    def text(self, today: date, program: str) -> str:
        """Return it all as one line to be kept, with the time for which bytes hold.

        Args:
            today: a website tells each day what is past; others reach back to the first of a month.
            program: its version: another one may write the same otherwise.
        """
        period = today.isoformat() if self.kind is LinkKind.WEBSITE else f"{today:%Y-%m}"
        fields = (
            program,
            period,
            self.link_id,
            self.revision,
            self.changed_at,
            f"{self.units}/{self.open_units}",
            self.changes,
            self.choices,
        )
        return "|".join(map(str, fields))

    def changes_since(self, kept: str) -> int | None:
        """Return how often the owner has changed what the link covers since `kept` was noted.

        None where so little of both is the same that this cannot be counted: other units, or the
        link shows another part of their stays.
        """
        found = kept.split("|", 7)
        if len(found) < 8 or not found[6].isdecimal():
            return 0
        if found[5] != f"{self.units}/{self.open_units}" or found[7] != self.choices:
            return None
        return max(0, self.changes - int(found[6]))


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that lies on a webspace, as far as is known.

    `digest` is empty from before its bytes travel until it is known that they have arrived.
    """

    name: str
    link_id: int
    digest: bytes
    state: str
    coming: int
    asked: bytes | None = None
    asked_coming: int = 0
    answer: bytes | None = None

    @property
    def ours(self) -> bool:
        """Whether this house has put it there."""
        return self.state != LEFT_ALONE

    @property
    def put(self) -> bool:
        """Whether this house has certainly put something there."""
        return bool(self.digest)

    @property
    def question(self) -> bool:
        """Whether the owner has yet to say if it may be replaced."""
        return self.asked is not None and self.answer is None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a webspace lacks: `links` are to be put there, the files of these `names` to go."""

    links: tuple[LinkState, ...]
    names: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.links or self.names)


def difference(
    wanted: Iterable[LinkState], held: Mapping[str, HeldFile], today: date, program: str
) -> Difference:
    """Compare what shall lie on a webspace with what does, as far as that is known."""
    wanted = tuple(wanted)
    names = {name for link in wanted for name in link.names}
    return Difference(
        tuple(link for link in wanted if not _holds(link, held, today, program)),
        tuple(name for name, file in held.items() if file.ours and name not in names),
    )


def pending(found: Difference, held: Mapping[str, HeldFile]) -> frozenset[int]:
    """Return the ids of the links that are not on a webspace as they should be."""
    going = {held[name].link_id for name in found.names}
    return frozenset(going | {link.link_id for link in found.links})


def _holds(link: LinkState, held: Mapping[str, HeldFile], today: date, program: str) -> bool:
    state = link.text(today, program)
    return all(
        (file := held.get(name)) is not None and file.digest and file.state == state
        for name in link.names
    )


def coming(calendar: bytes, today: date) -> int:
    """Count the events of one of our calendars that end after `today`."""
    day = f"{today:%Y%m%d}".encode()
    return sum(end > day for end in _ENDS.findall(calendar))


def is_so_much_less(before: int, after: int, changes: int | None) -> bool:
    """Tell whether a calendar with so much less in it must be asked about before it is put there.

    Args:
        before: how many stays ahead are in what lies there.
        after: how many are in what would replace it.
        changes: how often the owner has changed something since; None where the link itself shows
            something else now.
    """
    if changes is None or before - after <= changes:
        return False
    return (before >= _SEVERAL and after == 0) or (before >= _MANY and 2 * after < before)


def strangers(there: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Return those of the names on a webspace that only a Zimmerfrei gives, but not this house."""
    return tuple(name for name in there if OUR_NAME.fullmatch(name) and name not in known)


def wait_after(failures: int, chance: float, *, passing: bool) -> float:
    """Return how many seconds to wait after so many failures in a row, one at least.

    Longer each time, and by chance: many programs must not ask a server that comes back all at the
    same moment. What does not pass by itself, such as a wrong password, is tried once an hour.

    Args:
        failures: in a row, this one among them.
        chance: from 0 to 1.
        passing: it may go by itself.
    """
    if not passing:
        return LONGEST_WAIT * (1 + chance * _SPREAD)
    doubled = min(_MOST_DOUBLED, FIRST_WAIT * 2.0 ** min(failures - 1, 16))
    return doubled * (1 + chance * _SPREAD)
