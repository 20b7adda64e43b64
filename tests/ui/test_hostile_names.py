"""A house whose every name is markup: no page and no dialog paints it, nothing is looked up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.staff import StaffDraft
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.services.exchange.export import ListedStay
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.export.dialog import ExportDialog
from app.ui.kit.floating.tips import Rich
from app.ui.links.add.dialog import AddLinkDialog
from app.ui.links.fetches.dialog import FetchesDialog, NameDialog
from app.ui.links.share.dialog import ShareDialog
from app.ui.links.share.guide import guide_of
from app.ui.links.share.ready import ReadyDialog
from app.ui.links.staff.dialog import StaffDialog
from app.ui.links.staff.entry import StaffEntry
from app.ui.paper.plan_dialog import PaperDialog
from app.ui.paper.what import What
from app.ui.plan.finding.free_dialog import FreeDialog
from app.ui.publishing.dialog import ReachDialog
from app.ui.stays.actions import Actions
from app.ui.stays.entry.dialog import Choices, OccupancyDialog
from app.ui.stays.entry.extend_dialog import ExtendDialog
from app.ui.stays.entry.portal_dialog import PortalDialog
from app.ui.units.dialogs import PropertyDialog, UnitDialog
from app.ui.window.ending.closing import CloseDialog
from app.ui.window.shell.pages import PAGES
from app.ui.window.shell.shell import Shell
from tests.clocks import SetClock

from .conftest import MakeContext, ScriptedServer
from .markup_walk import NAME, SIZE, harmless, unsafe


class House:
    """Everything in it is called alike."""

    def __init__(self, services: Services, today: date) -> None:
        house = services.units.add_property(PropertyDraft(name=NAME, address=NAME))
        self.services = services
        self.unit = services.units.add(
            UnitDraft(property_id=house.id, name=NAME, capacity=2, address=NAME)
        )
        self.member = services.staff.add(
            StaffDraft(name=NAME, role=NAME, unit_ids=frozenset({self.unit.id}))
        )
        self.house = house
        self.stays = [self._enter(today, days, status) for days, status in self._stays()]
        services.links.enable_unit(self.unit.id)
        self.link = services.links.add(
            LinkKind.CALENDAR,
            Target(Scope.UNIT, self.unit.id),
            LinkChoices(label=NAME, portal=NAME),
        ).after
        log = services.fetch_log()
        log.start()
        for _ in range(2):
            log.record(self.link.id, NAME, Origin.OUTSIDE, 200)
        log.stop()

    @staticmethod
    def _stays() -> list[tuple[int, Status]]:
        return [(0, Status.CONFIRMED), (1, Status.CONFIRMED), (20, Status.OPTION)]

    def _enter(self, today: date, days: int, status: Status) -> Occupancy:
        start = today + timedelta(days=days)
        draft = OccupancyDraft(
            unit_id=self.unit.id,
            arrival=start,
            departure=start + timedelta(days=5),
            guest=NAME,
            contact=NAME,
            note=NAME,
            portal=NAME if days else "",
            status=status,
            option_until=start if status is Status.OPTION else None,
            staff_id=self.member.id,
        )
        return self.services.occupancies.add(draft, allow_conflict=True).after


@pytest.fixture
def house(services: Services, clock: SetClock) -> House:
    return House(services, clock.today())


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("key", PAGES)
def test_no_page_paints_a_name(
    qtbot: QtBot, make_context: MakeContext, scripted_server: ScriptedServer, key: str
) -> None:
    shell = Shell()
    shell.work_with(make_context(server=scripted_server, notices=shell))
    scripted_server.start()
    qtbot.addWidget(shell)
    shell.resize(*SIZE)
    shell.go(key)
    with qtbot.waitExposed(shell):
        shell.show()
    shell.say(NAME, NAME, lambda: None)
    QApplication.processEvents()
    assert list(unsafe(shell)) == []


MakeDialog = Callable[[Context, House, QWidget], QWidget]


def reads(context: Context, house: House) -> Link:
    return context.services.links.get(house.link.id)


def choices(house: House) -> Choices:
    units: list[Unit] = [house.unit]
    return Choices(units, [NAME])


DIALOGS: dict[str, MakeDialog] = {
    "close": lambda c, _h, over: CloseDialog(c.texts, over),
    "export": lambda c, h, over: ExportDialog(
        c, [ListedStay(NAME, stay, NAME) for stay in h.stays], over
    ),
    "add": lambda c, h, over: AddLinkDialog(c, h.link.target, lambda _link: None, over),
    "fetches": lambda c, h, over: FetchesDialog(c, reads(c, h), over),
    "name": lambda c, h, over: NameDialog(c, c.services.readers.recent(h.link.id)[0], over),
    "guide": lambda c, h, over: guide_of(c, reads(c, h), over),
    "ready": lambda c, h, over: ReadyDialog(c, reads(c, h), over),
    "share": lambda c, h, over: ShareDialog(c, reads(c, h), over),
    "staff": lambda c, _h, over: StaffDialog(c, over),
    "staff_entry": lambda c, h, over: StaffEntry(c, h.member, over),
    "occupancy": lambda c, h, over: OccupancyDialog(
        c, Actions(c), choices(h), occupancy=h.stays[0], parent=over
    ),
    "portal": lambda c, h, over: PortalDialog(c, Actions(c), choices(h), parent=over),
    "extend": lambda c, h, over: ExtendDialog(c, Actions(c), h.stays[2], NAME, over),
    "reach": lambda c, _h, over: ReachDialog(c, None, over),
    "free": lambda c, _h, over: FreeDialog(c, parent=over),
    "paper": lambda c, h, over: PaperDialog(
        c, What.YEAR, h.stays[0].arrival, h.unit.id, over, lambda _year: {}
    ),
    "property": lambda c, h, over: PropertyDialog(
        c.texts, c.services.units.add_property, house=h.house, parent=over
    ),
    "unit": lambda c, h, over: UnitDialog(
        c.texts, c.services.units.add, [h.house], unit=h.unit, parent=over
    ),
}


@pytest.mark.parametrize("name", DIALOGS)
def test_no_dialog_paints_a_name(qtbot: QtBot, context: Context, house: House, name: str) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(*SIZE)
    over.show()
    dialog = DIALOGS[name](context, house, over)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert list(unsafe(dialog)) == []


class TestTheWalkItself:
    """A walk that finds nothing must be able to find something."""

    def test_finds_a_tooltip(self, qtbot: QtBot) -> None:
        ground = QWidget()
        qtbot.addWidget(ground)
        ground.setToolTip(NAME)
        assert len(list(unsafe(ground))) == 1

    def test_finds_a_label_that_guesses(self, qtbot: QtBot) -> None:
        ground = QWidget()
        qtbot.addWidget(ground)
        QLabel(NAME, ground)
        assert len(list(unsafe(ground))) == 1

    def test_lets_markup_of_our_own_be(self) -> None:
        assert harmless(Rich("<b>Huber</b>"))
