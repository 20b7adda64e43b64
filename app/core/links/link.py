"""Links: the secret addresses under which calendars are read, and who read them."""

from __future__ import annotations

import string
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from app.core import texts
from app.core.errors import UserError
from app.core.file_names import file_stem
from app.core.links.details import Details, Field, check_details
from app.core.portals import portal_key, portal_name
from app.dataclass import dataclass
from app.i18n import LANGUAGES, catalogue

TOKEN_ALPHABET = string.ascii_letters + string.digits
TOKEN_LENGTH = 24
"""24 letters and digits are 142 bits: an address without a password needs 128 or more."""


class LinkKind(StrEnum):
    """What a link shows: occupancies, a staff member's changeover days, or free and occupied."""

    CALENDAR = "calendar"
    CHANGEOVERS = "changeovers"
    WEBSITE = "website"


class Scope(StrEnum):
    """Over what a link reaches."""

    UNIT = "unit"
    PROPERTY = "property"
    HOUSE = "house"
    STAFF = "staff"


class Origin(StrEnum):
    """From how far away a fetch came, as far as the server can tell.

    Of WEBSPACE nobody can: it came to the script there, and says nothing of who reaches this
    computer.
    """

    THIS_PC = "this_pc"
    HOME = "home"
    OUTSIDE = "outside"
    WEBSPACE = "webspace"


@dataclass(frozen=True, slots=True)
class Target:
    """What a link is of: a unit, property or staff member by id, or the whole house (no id)."""

    scope: Scope
    id: int | None = None


WHOLE_HOUSE = Target(Scope.HOUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChoices:
    """What the owner may change about a link.

    `portal` is a key of `core/portals.py`, the owner's own text, or empty; `language` that
    of its feed, empty for the program's. One that is `here_only` is not put on the webspace.
    """

    label: str = ""
    portal: str = ""
    details: Details = field(default_factory=Details)
    language: str = ""
    here_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(LinkChoices):
    """A link as it is kept.

    `subject` is the name of what it is of, empty for the whole house; `main` marks a unit's own
    link, made by Freischalten. `sequence` counts the owner's changes, `revision` everything of the
    link itself that its feed shows. A deleted one answers no more; it can be brought back.
    `uid_seed` is random, for the UIDs of a website's calendar.
    """

    id: int
    kind: LinkKind
    target: Target
    subject: str
    main: bool
    token: str
    enabled: bool
    sequence: int
    revision: int
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None = None
    uid_seed: str = ""

    @property
    def unit_id(self) -> int | None:
        """The unit that it is of, None where it is of something else."""
        return self.target.id if self.target.scope is Scope.UNIT else None

    @property
    def several(self) -> bool:
        """Whether it may show more than one unit, so that each event names its own."""
        return self.target.scope is not Scope.UNIT

    def choices(self) -> LinkChoices:
        """Return what the owner may change."""
        return LinkChoices(
            label=self.label,
            portal=self.portal,
            details=self.details,
            language=self.language,
            here_only=self.here_only,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One reading of a link: when (UTC), by whom (the raw agent), from where, with what answer."""

    link_id: int
    at: datetime
    agent: str
    origin: Origin
    status: int


def default_details(kind: LinkKind) -> Details:
    """Return the level of detail that a new link has: nothing personal.

    Who makes the beds needs to know for how many. Nobody cleans after a block, so changeover days
    begin without them. How full a house was is not for everybody: a website begins this month.
    """
    if kind is LinkKind.CHANGEOVERS:
        return Details(fields=frozenset({Field.PERSONS}), blocks=False)
    if kind is LinkKind.WEBSITE:
        return Details(months_back=0)
    return Details()


def check_choices(kind: LinkKind, target: Target, choices: LinkChoices) -> LinkChoices:
    """Return `choices` with clean texts, a known portal by its key.

    Raises:
        UserError: a text too long or unreadable, no language of ours, a reach out of bounds, a kind
            of link that there is not of such a thing.
    """
    if kind is LinkKind.WEBSITE and target.scope is not Scope.UNIT:
        raise UserError("A link for your website shows one unit. Please choose one.")
    if kind is LinkKind.CHANGEOVERS and target.scope is not Scope.STAFF:
        raise UserError("Changeover days are a link of a staff member. Please choose one.")
    if choices.language and choices.language not in LANGUAGES:
        raise UserError(
            "“{language}” is not available. Possible are: {languages}.",
            language=choices.language,
            languages=", ".join(LANGUAGES),
        )
    details = check_details(choices.details)
    if kind is LinkKind.WEBSITE and details.fields:
        raise UserError(
            "A link for your website says free and occupied and nothing else: its address stands "
            "where everybody can read it."
        )
    portal = portal_key(texts.seen_line(choices.portal, texts.NAME_LIMIT))
    label = texts.seen_line(choices.label, texts.NAME_LIMIT) or portal_name(portal)
    return replace(choices, label=label, portal=portal, details=details)


def new_token() -> str:
    """Return a fresh secret for an address."""
    import secrets  # noqa: PLC0415  # seldom needed: most links are there already

    return "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(TOKEN_LENGTH))


def new_uid_seed() -> str:
    """Return what no other link has, to make UIDs of; it opens nothing."""
    import secrets  # noqa: PLC0415  # seldom needed: most links are there already

    return secrets.token_hex(16)


def link_path(link: Link) -> str:
    """Return the path of a link: that of its page on a website, else of its calendar."""
    if link.kind is LinkKind.WEBSITE:
        return f"/kalender/{link.token}"
    return calendar_path(link)


def calendar_path(link: Link) -> str:
    """Return the path of a link's calendar; the name in it is for people, only the token counts."""
    return f"/cal/{link.token}/{file_name(link)}"


def file_name(link: Link) -> str:
    """Return what a link's calendar is called as a file, in ASCII: nothing that it does not say."""
    return f"{file_stem(texts.slug(calendar_name(link)))}.ics"


def calendar_name(link: Link) -> str:
    """Return the name of a link's calendar: what it is of, in words that everybody may read."""
    tr = catalogue(link.language).tr
    if link.kind is LinkKind.WEBSITE:
        return tr("Availability")
    if link.kind is LinkKind.CHANGEOVERS:
        return tr("Changeover days")
    match link.target.scope:
        case Scope.UNIT | Scope.PROPERTY:
            return link.subject
        case Scope.HOUSE:
            return tr("All units")
        case Scope.STAFF:
            return tr("Occupancies")
