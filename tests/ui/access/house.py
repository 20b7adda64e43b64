"""One house in which there is something of everything that a window can show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication

from app.bootstrap import WINDOW_BUSY_TIMEOUT, opened
from app.core.house.staff import StaffMember
from app.core.house.unit import Unit, UnitDraft
from app.core.importing.report.standing import SourceDraft
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from tests.clocks import SetClock
from tests.ports import free_port


def settle() -> None:
    """Let workers end and what they told arrive."""
    assert QThreadPool.globalInstance().waitForDone(20_000)
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@dataclass(frozen=True)
class House:
    """The use cases over it, and what dialogs are about."""

    services: Services
    today: date
    unit: Unit
    link: Link
    member: StaffMember
    stay: Occupancy
    option: Occupancy
    webspace: KeptWebspace


@contextmanager
def full_house(folder: Path) -> Iterator[House]:
    """Open the sample guest house with readers, backups, a portal that fails and a webspace."""
    clock = SetClock()
    with opened(
        DataFolder(folder / "data"), busy_timeout=WINDOW_BUSY_TIMEOUT, clock=clock
    ) as services:
        services.settings.set("port", str(free_port()))
        services.sample.fill()
        webspace = _publish(services, folder)
        _hold_back(services, clock.today())
        yield _house(services, clock.today(), webspace)


def _publish(services: Services, folder: Path) -> KeptWebspace:
    place = folder / "webspace"
    place.mkdir()
    return services.publishing.set_up(
        Webspace(
            kind=WebspaceKind.FOLDER,
            preset="other",
            folder=str(place),
            address="https://haus.example/kal",
        ),
        Secret(),
        Keeping.ASK,
    )


def _hold_back(services: Services, today: date) -> None:
    """Let one calendar lose so much that it is asked about."""
    units = services.units.all()
    unit = services.units.add(UnitDraft(property_id=units[0].property_id, name="Turmzimmer"))
    services.links.enable_unit(unit.id)
    for week in range(6):
        arrival = today + timedelta(days=3 + 7 * week)
        services.occupancies.add(
            OccupancyDraft(unit_id=unit.id, arrival=arrival, departure=arrival + timedelta(days=5))
        )
    services.publishing.run()
    with services.work.change():
        table = services.database.table("occupancy")
        table.update(status="cancelled").where(table.c.unit_id == unit.id).execute()
        services.work.revisions.raise_units([unit.id], services.work.clock.now())
    services.publishing.run()


def _house(services: Services, today: date, webspace: KeptWebspace) -> House:
    unit = services.units.all()[0]
    target = Target(Scope.UNIT, unit.id)
    link = services.links.add(LinkKind.CALENDAR, target, LinkChoices(label="Oma")).after
    log = services.fetch_log()
    log.start()
    log.record(link.id, "Portal-Importer/2.1", Origin.OUTSIDE, 200)
    log.stop()
    # Nobody answers there: it is a source all the same.
    services.sources.add(
        SourceDraft(unit_id=unit.id, portal="airbnb", address="https://portal.example/1.ics")
    )
    services.backups.now()
    stays = services.occupancies.all()
    option = next(stay for stay in stays if stay.status is Status.OPTION)
    guest = next(stay for stay in stays if stay.guest and stay.arrival > today)
    return House(
        services=services,
        today=today,
        unit=unit,
        link=link,
        member=services.staff.all()[0],
        stay=guest,
        option=option,
        webspace=webspace,
    )
