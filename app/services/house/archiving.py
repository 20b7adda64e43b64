"""What archiving a unit would touch, told before it is done."""

from __future__ import annotations

from app.core.links.link import Scope, Target
from app.core.publishing.addresses.address_book import readers_known
from app.core.readers.agents import ReaderName
from app.dataclass import dataclass
from app.services.base.unit_of_work import UnitOfWork
from app.services.links.readers import Readers
from app.storage.tables.links.links import LinkTable
from app.storage.tables.publishing.webspaces import WebspaceTable
from app.storage.tables.stays.occupancies import OccupancyTable


@dataclass(frozen=True, slots=True)
class ArchiveConsequences:
    """What archiving a unit would touch.

    `ahead` counts its occupancies that are running or to come; `links` its enabled links, which
    would answer no more; `readers` are who has read those lately, each once. `unseen` tells that
    others may read them on a webspace, which nobody can say.
    """

    ahead: int
    links: int
    readers: tuple[ReaderName, ...]
    unseen: bool = False

    def __bool__(self) -> bool:
        return bool(self.ahead or self.readers or self.unseen)


class Archiving:
    """Finds out whom it would concern that a unit is archived."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._occupancies = OccupancyTable(work.database)
        self._links = LinkTable(work.database)
        self._webspaces = WebspaceTable(work.database)
        self._readers = Readers(work)

    def consequences(self, unit_id: int) -> ArchiveConsequences:
        """Return what archiving this unit would touch."""
        today = self._work.clock.today()
        with self._work.database.read():
            ahead = self._occupancies.all(unit_id=unit_id, departing_after=today, taken_only=True)
            links = self._links.all(Target(Scope.UNIT, unit_id))
            webspace = self._webspaces.current()
        enabled = [link for link in links if link.enabled]
        readers = self._readers.lately([link.id for link in enabled])
        return ArchiveConsequences(
            ahead=len(ahead),
            links=len(enabled),
            readers=tuple(read.who for read in readers),
            unseen=not all(readers_known(webspace, link) for link in enabled),
        )
