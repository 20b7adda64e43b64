"""The pane of one link over real services, and hands to use it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QWidget

from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import OccupancyDraft
from app.ui.kit import SegmentedControl
from app.ui.links.base.intents import Intents
from app.ui.links.pane.pane import LinkPane
from app.ui.links.preview.preview import Preview

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.core.stays.occupancy import Occupancy
    from app.services.services import Services
    from app.ui.base.context import Context
    from tests.clocks import SetClock
    from tests.ui.conftest import MakeContext

W = TypeVar("W", bound=QWidget)
AddLink = Callable[..., "Link"]
AddStay = Callable[..., "Occupancy"]
ShowPane = Callable[..., "Hands"]


class Hands:
    """The owner's hands and eyes on the pane."""

    def __init__(self, pane: LinkPane, intents: Intents, context: Context, qtbot: QtBot) -> None:
        self.pane = pane
        self.intents = intents
        self.context = context
        self._qtbot = qtbot

    @property
    def preview(self) -> Preview:
        return self.find(Preview, "link_preview")

    def find(self, kind: type[W], name: str) -> W:
        """Return what has this name; of several the one to be seen, for rows come and go."""
        QApplication.processEvents()
        found = self.pane.findChildren(kind, name)
        assert found, name
        return next((one for one in found if one.isVisibleTo(self.pane)), found[0])

    def text(self, name: str) -> str:
        """What a label says, empty where it is not to be seen."""
        label = self.find(QLabel, name)
        return label.text() if label.isVisibleTo(self.pane) else ""

    def shown(self, name: str) -> bool:
        return self.find(QWidget, name).isVisibleTo(self.pane)

    def click(self, name: str) -> None:
        """Click what has this name; it must be there to be clicked."""
        widget = self.find(QWidget, name)
        assert widget.isVisible(), name
        assert widget.isEnabled(), name
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))
        self.settle()

    def ticked(self, name: str) -> bool:
        return self.find(QCheckBox, name).isChecked()

    def choose(self, name: str, text: str) -> None:
        """Choose a line of a list by its words, as the keyboard does."""
        box = self.find(QComboBox, name)
        at = box.findText(text)
        assert at >= 0, [box.itemText(place) for place in range(box.count())]
        box.setCurrentIndex(at)
        box.activated.emit(at)
        self.settle()

    def segment(self, control: str) -> str:
        """Which segment is chosen, empty where none is."""
        return self.find(SegmentedControl, control).current()

    def settle(self) -> None:
        """Wait until the preview shows what goes out now."""
        self._qtbot.waitUntil(lambda: not self.preview.busy)
        QApplication.processEvents()

    def sent(self) -> bytes:
        """The bytes that the preview shows."""
        assert self.preview.sent is not None
        return self.preview.sent.body


@pytest.fixture
def unit(services: Services) -> Unit:
    """A unit with an address, in a house without one."""
    house = services.units.add_property(PropertyDraft(name="Haus Seeblick"))
    return services.units.add(
        UnitDraft(property_id=house.id, name="Seeblick 1", address="Uferweg 12\n18586 Göhren")
    )


@pytest.fixture
def units(unit: Unit) -> list[Unit]:
    """All units of this house."""
    return [unit]


@pytest.fixture
def add_stay(services: Services, unit: Unit) -> AddStay:
    """Enter an occupancy of July 2027 by its days: ``add_stay(3, 16, guest="Huber")``."""

    def add(first: int, end: int, *, where: Unit = unit, **facts: object) -> Occupancy:
        draft = OccupancyDraft(
            unit_id=where.id,
            arrival=date(2027, 7, first),
            departure=date(2027, 7, end),
            **facts,  # type: ignore[arg-type]
        )
        return services.occupancies.add(draft, allow_conflict=True).after

    return add


@pytest.fixture
def add_link(services: Services, unit: Unit) -> AddLink:
    """Add a further link of `unit`: ``add_link(portal="airbnb", kind=…, target=…)``."""

    def add(
        kind: LinkKind = LinkKind.CALENDAR, target: Target | None = None, **choices: object
    ) -> Link:
        of = target or Target(Scope.UNIT, unit.id)
        chosen = LinkChoices(**{"language": "de", **choices})  # type: ignore[arg-type]
        return services.links.add(kind, of, chosen).after

    return add


@pytest.fixture
def show_pane(qtbot: QtBot, make_context: MakeContext) -> Iterator[ShowPane]:
    """Show the pane of a link as the page does: ``show_pane(link, texts=english)``."""

    def show(link: Link, *, height: int = 1400, **other: object) -> Hands:
        context = make_context(**other)
        intents = Intents()
        pane = LinkPane(context, intents)
        qtbot.addWidget(pane)
        context.bridge.moved.connect(pane.redraw)
        context.bridge.day_changed.connect(pane.day_changed)
        pane.show_link(link.id)
        pane.resize(max(340, pane.minimumWidth()), height)
        with qtbot.waitExposed(pane):
            pane.show()
        hands = Hands(pane, intents, context, qtbot)
        hands.settle()
        return hands

    yield show
    # What still reads must not outlive the data.
    assert QThreadPool.globalInstance().waitForDone(10_000)


@pytest.fixture
def served(services: Services) -> Iterator[Callable[[Link], bytes]]:
    """What a reader of a link gets from the server just now."""
    feeds = services.feeds()

    def body(link: Link) -> bytes:
        answer = feeds.answer(services.links.get(link.id).token)
        found = getattr(answer, "body", None)
        assert isinstance(found, bytes), answer
        return found

    yield body
    feeds.close()


@pytest.fixture
def another_time(clock: SetClock) -> Callable[[date], None]:
    """Let it be another day."""

    def let(day: date) -> None:
        clock.moment = clock.moment.replace(year=day.year, month=day.month, day=day.day)

    return let
