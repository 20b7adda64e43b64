"""How links are shown: as a table, as JSON, one of them in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.cli.common import output
from app.cli.common.output import Column
from app.cli.links import words
from app.core.links.details import Details, Field
from app.core.links.link import Link, Scope
from app.core.links.names import link_label, link_subject, link_title, visible_fields
from app.core.readers.words import every, reader
from app.dataclass import dataclass
from app.i18n import LANGUAGES, Catalogue
from app.services.links.reads import LastRead
from app.services.services import Services

CUSTOM = "custom"
"""What JSON says where the fields are those of no preset."""
_ORDER = (Scope.UNIT, Scope.PROPERTY, Scope.HOUSE, Scope.STAFF)


@dataclass(frozen=True, slots=True)
class Links:
    """What is needed to show links: how addresses begin, archived units, who read them last."""

    services: Services
    base: str
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
        return cls(services, services.links.base(), frozenset(archived), last)

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
            "url": self.services.links.address(link, self.base),
            **_details_record(link.details),
            "language": link.language,
            "last_read": read and read.fetch.at,
            "last_reader": read and (read.reader or read.fetch.agent),
            "sequence": link.sequence,
            "created": link.created_at,
            "changed": link.changed_at,
        }

    def table(self, texts: Catalogue, links: Iterable[Link]) -> str:
        """Return links as a table for people."""
        columns = [
            Column(texts.tr("No."), right=True),
            Column(texts.tr("Shows"), flexible=True),
            Column(texts.tr("Link"), flexible=True),
            Column(texts.tr("Says")),
            Column(texts.tr("State")),
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
            self.state(texts, link),
            words.last_read(texts, self.last.get(link.id)),
            self.services.links.address(link, self.base),
        )

    def words(self, texts: Catalogue, link: Link) -> str:
        """Return all that there is to say about one link, a line each."""
        number = texts.tr("number {id}", id=link.id)
        rows = [
            (texts.tr("Link"), f"{link_title(texts, link)} ({number})"),
            (texts.tr("Address"), self.services.links.address(link, self.base)),
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
        return f"{state}, {texts.tr(words.REACHES[self.services.links.reach()])}"

    def _read_by(self, texts: Catalogue, link: Link) -> list[tuple[str, str]]:
        name = texts.tr("Read by")
        readers = self.services.readers.readers(link.id)
        return [(name, words.last_read(texts, read)) for read in readers] or [
            (name, texts.tr("nobody yet"))
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
            "calendar_url": self.services.links.calendar_address(link),
            "reach": self.services.links.reach().value,
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


def _reader_record(read: LastRead) -> dict[str, object]:
    return {
        "reader": read.reader or read.fetch.agent,
        "agent": read.fetch.agent,
        "last_read": read.fetch.at,
    }


def _id_of(link: Link, scope: Scope) -> int | None:
    return link.target.id if link.target.scope is scope else None
