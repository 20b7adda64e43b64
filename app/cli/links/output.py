"""How links are shown: as a table, as JSON, one of them in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.cli.common import output
from app.cli.common.output import Column
from app.cli.links import words
from app.core.links.address import READABILITY_WORDS, LinkAddress, Readability, readability
from app.core.links.details import Details, Field
from app.core.links.link import Link, Scope
from app.core.links.names import link_label, link_subject, link_title, visible_fields
from app.core.publishing.addresses.address_book import AddressBook
from app.core.publishing.addresses.address_words import about, readers_unknown
from app.core.readers.words import every, reader
from app.dataclass import dataclass
from app.i18n import LANGUAGES, Catalogue, catalogue
from app.services.links.reads import LastRead
from app.services.services import Services

CUSTOM = "custom"
"""What JSON says where the fields are those of no preset."""
_ORDER = (Scope.UNIT, Scope.PROPERTY, Scope.HOUSE, Scope.STAFF)


@dataclass(frozen=True, slots=True)
class Links:
    """What is needed to show links: their addresses, archived units, who read them last."""

    services: Services
    book: AddressBook
    now: datetime
    archived: frozenset[int]
    last: Mapping[int, LastRead]

    @classmethod
    def all(cls, services: Services) -> Links:
        """Look it up for all links."""
        readers = services.readers.readers_of_all()
        return cls._of(services, {link_id: some[0] for link_id, some in readers.items()})

    @classmethod
    def one(cls, services: Services, link: Link) -> Links:
        """Look it up for one link."""
        read = services.readers.last(link.id)
        return cls._of(services, {} if read is None else {link.id: read})

    @classmethod
    def _of(cls, services: Services, last: Mapping[int, LastRead]) -> Links:
        archived = [unit.id for unit in services.units.all(archived=True) if unit.archived]
        book, now = services.addresses.book(), services.house_clock.now()
        return cls(services, book, now, frozenset(archived), last)

    def answers(self, link: Link) -> bool:
        """Tell whether a reader gets the calendar at all."""
        return link.enabled and link.unit_id not in self.archived

    def record(self, link: Link) -> dict[str, object]:
        """Return a link as JSON shows it; its address stays when it is disabled."""
        read = self.last.get(link.id)
        return {
            "id": link.id,
            "kind": link.kind.value,
            "scope": link.target.scope.value,
            "subject": link.subject,
            "unit": link.subject if link.unit_id is not None else None,
            "unit_id": link.unit_id,
            "property_id": _id_of(link, Scope.PROPERTY),
            "staff_id": _id_of(link, Scope.STAFF),
            "main": link.main,
            "label": link.label,
            "portal": link.portal,
            "enabled": link.enabled,
            "answers": self.answers(link),
            **self.address_record(link),
            **_details_record(link.details),
            "language": link.language,
            "here_only": link.here_only,
            "last_read": read and read.fetch.at,
            "last_reader": read and (read.reader or read.fetch.agent),
            "sequence": link.sequence,
            "created": link.created_at,
            "changed": link.changed_at,
        }

    def address_record(self, link: Link) -> dict[str, object]:
        """Return where a link is read and who can read it there, as JSON shows it.

        `state` is None where nobody is answered anyway; `check` where the address was never tried.
        """
        address = self.book.of(link)
        found = readability(address, self.now) if self.answers(link) else None
        return {
            "url": address.url,
            "read_at": address.read_at.value,
            "reach": address.reach.value,
            "state": found and found.value,
            "state_words": found and self._told(catalogue("en"), address, found),
            "check": _check_record(address),
            "knows_readers": address.knows_readers,
        }

    def _told(self, texts: Catalogue, address: LinkAddress, found: Readability) -> str:
        """Return in a sentence who can read a link, and what is to be done about it."""
        if found in words.REACHES:
            return texts.tr(words.REACHES[found])
        when = "" if address.check is None else texts.moment(address.check.at)
        return about(texts, address, found, when)

    def who_can_read(self, texts: Catalogue, link: Link) -> str:
        """Return who can read a link in a word or two, or why it answers nobody."""
        if not self.answers(link):
            return self.state(texts, link)
        return texts.tr(READABILITY_WORDS[readability(self.book.of(link), self.now)])

    def last_read(self, texts: Catalogue, link: Link) -> str:
        """Return when and by whom a link was read last, as far as that is known."""
        address, read = self.book.of(link), self.last.get(link.id)
        if address.knows_readers:
            return words.last_read(texts, read)
        if read is not None and address.reads_old_address(read.fetch.at):
            return texts.tr("old address here: {read}", read=words.last_read(texts, read))
        return texts.tr("not known")

    def table(self, texts: Catalogue, links: Iterable[Link]) -> str:
        """Return links as a table for people."""
        columns = [
            Column(texts.tr("No."), right=True),
            Column(texts.tr("Shows"), flexible=True),
            Column(texts.tr("Link"), flexible=True),
            Column(texts.tr("Says")),
            Column(texts.tr("Who can read it")),
            Column(texts.tr("Last read"), flexible=True),
            # Last and never shortened: it is what people copy.
            Column(texts.tr("Address")),
        ]
        return output.table(columns, (self._row(texts, link) for link in links))

    def state(self, texts: Catalogue, link: Link) -> str:
        """Return in a word or two whether a link answers."""
        if link.unit_id in self.archived:
            return texts.tr("unit is archived")
        return texts.tr("enabled") if link.enabled else texts.tr("disabled")

    def _row(self, texts: Catalogue, link: Link) -> Sequence[str]:
        return (
            str(link.id),
            link_subject(texts, link),
            link_label(texts, link),
            words.says(texts, link),
            self.who_can_read(texts, link),
            self.last_read(texts, link),
            self.book.of(link).url,
        )

    def words(self, texts: Catalogue, link: Link) -> str:
        """Return all that there is to say about one link, a line each."""
        number = texts.tr("number {id}", id=link.id)
        rows = [
            (texts.tr("Link"), f"{link_title(texts, link)} ({number})"),
            (texts.tr("Address"), self.book.of(link).url),
            (texts.tr("State"), self._whole_state(texts, link)),
            *words.what_it_says(texts, link),
            (texts.tr("Reach"), words.reaches(texts, link.details)),
            (texts.tr("Language"), texts.tr(LANGUAGES[link.language].name)),
            *self._read_by(texts, link),
            *self._to_look_after(texts, link),
        ]
        return "\n".join(filter(None, [output.pairs(rows), visible_fields(texts, link)]))

    def _whole_state(self, texts: Catalogue, link: Link) -> str:
        state = self.state(texts, link)
        if not self.answers(link):
            closed = texts.tr("it answers no reader")
            return f"{state}; {closed}"
        address = self.book.of(link)
        told = self._told(texts, address, readability(address, self.now))
        if link.here_only and self.book.webspace is not None:
            told = texts.tr("{reach}; it stays here by your choice", reach=told)
        return f"{state}, {told}" if told[:1].islower() else f"{state}. {told}"

    def _read_by(self, texts: Catalogue, link: Link) -> list[tuple[str, str]]:
        name, address = texts.tr("Read by"), self.book.of(link)
        readers = self.services.readers.readers(link.id)
        if address.knows_readers:
            return [(name, words.last_read(texts, read)) for read in readers] or [
                (name, texts.tr("nobody yet"))
            ]
        here = [read for read in readers if address.reads_old_address(read.fetch.at)]
        return [
            (name, readers_unknown(texts, address)),
            *((texts.tr("Old address here"), words.last_read(texts, read)) for read in here),
        ]

    def _to_look_after(self, texts: Catalogue, link: Link) -> list[tuple[str, str]]:
        """Return what the owner should see to: silent readers, an old address still asked for."""
        rows = []
        for silent in self.services.readers.silent().get(link.id, ()):
            words = texts.tr(
                "{reader} has not read since {last}, but usually does {usual}. Please look there.",
                reader=reader(texts, silent.who, silent.agent),
                last=silent.last,
                usual=every(texts, silent.usual),
            )
            rows.append((texts.tr("Silent"), words))
        if old := self.services.readers.old_address(link.id):
            words = texts.tr(
                "{reader} still asks for the old address, last {when}. Please enter the new one "
                "there.",
                reader=reader(texts, old.who, old.fetch.agent),
                when=old.fetch.at,
            )
            rows.append((texts.tr("Old address"), words))
        return rows

    def whole_record(self, link: Link) -> dict[str, object]:
        """Return one link as JSON shows it, with who reads it."""
        readers = self.services.readers
        old = readers.old_address(link.id)
        return {
            **self.record(link),
            "calendar_url": self.book.of(link).calendar_url,
            "readers": [_reader_record(read) for read in readers.readers(link.id)],
            "silent": [
                {
                    "reader": silent.who.name or silent.agent,
                    "agent": silent.agent,
                    "last_read": silent.last,
                    "usual_seconds": round(silent.usual.total_seconds()),
                }
                for silent in readers.silent().get(link.id, ())
            ],
            "old_address": None if old is None else _reader_record(old),
        }


def say_address(services: Services, link: Link, *, as_json: bool) -> None:
    """Print a link's address alone, or as JSON the whole link with who can read it there."""
    if as_json:
        output.say_json(Links.one(services, link).record(link))
    else:
        output.say(services.addresses.of(link).url)


def in_order(links: Iterable[Link]) -> list[Link]:
    """Return links those of units first, of the same unit one after the other."""
    return sorted(links, key=lambda link: _ORDER.index(link.target.scope))


def _details_record(details: Details) -> dict[str, object]:
    return {
        "details": details.preset.value if details.preset else CUSTOM,
        "fields": [field.value for field in Field if field in details.fields],
        "options": details.options.value,
        "owner_stays": details.owner_stays,
        "blocks": details.blocks,
        "own_entries": details.own_entries,
        "months_back": details.months_back,
        "months_ahead": details.months_ahead,
    }


def _check_record(address: LinkAddress) -> dict[str, object] | None:
    check = address.check
    if check is None:
        return None
    return {
        "at": check.at,
        "finding": check.finding.value,
        "problem": check.problem or None,
        "detail": check.detail or None,
        "certificate_until": check.certificate_until,
    }


def _reader_record(read: LastRead) -> dict[str, object]:
    return {
        "reader": read.reader or read.fetch.agent,
        "agent": read.fetch.agent,
        "last_read": read.fetch.at,
    }


def _id_of(link: Link, scope: Scope) -> int | None:
    return link.target.id if link.target.scope is scope else None
