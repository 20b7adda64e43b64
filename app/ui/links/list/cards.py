"""The list of cards: made when wanted, in the owner's order, only what differs is drawn."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.override import override
from app.ui.kit import ElidedLabel, Role
from app.ui.kit.controls.layouts import take_out
from app.ui.links.base.parts import name_width
from app.ui.links.list.blocks import ARCHIVE, STAFF, Block, Heading, Key
from app.ui.links.list.card import LinkCard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from PySide6.QtGui import QResizeEvent

    from app.i18n import Catalogue
    from app.ui.links.base.choice_line import ChoiceLine
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.looks import BlockLook

AT_ONCE = 8
AT_ONCE_HEIGHT = 1000
"""As much as a window has room for is made at once: so many cards, or so many pixels."""
IN_PASSING = 2
IN_PASSING_HEIGHT = 200
"""As much is made between two events after that, or one card: some ten milliseconds."""
AHEAD = 60
"""So many are made before anybody has scrolled to them; the others when somebody does."""

# How high a card will be, so that the page is about as long as it will be: pixels.
_HEADING, _NEVER, _HEAD, _ROW = 20, 62, 84, 38


class CardList(QWidget):
    """One card per unit; above them the name of their property where there are several.

    Signals:
        changed(): cards were made, moved or taken away.
    """

    changed = Signal()

    def __init__(
        self,
        texts: Catalogue,
        intents: Intents,
        look: Callable[[Key], BlockLook],
        parent: QWidget | None = None,
    ) -> None:
        """`look` tells how the card with a key is to be shown now."""
        super().__init__(parent)
        self._texts = texts
        self._intents = intents
        self._look = look
        self._wanted: dict[Key, Block | Heading] = {}
        self._placed: list[Key] = []
        self._made: dict[Key, QWidget] = {}
        self._stops: list[QWidget] = []
        self._name_width = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._maker = QTimer(self, interval=0)
        self._maker.timeout.connect(self._make_in_passing)

    @property
    def cards(self) -> list[LinkCard]:
        """The cards that are there already, from top to bottom."""
        widgets = (self._made.get(key) for key in self._wanted)
        return [widget for widget in widgets if isinstance(widget, LinkCard)]

    @property
    def lines(self) -> list[ChoiceLine]:
        """The lines on them of which something can be chosen, from top to bottom."""
        return [line for card in self.cards for line in card.lines]

    def card(self, key: Key) -> LinkCard | None:
        """The card with this key, None as long as it has not been made."""
        widget = self._made.get(key)
        return widget if isinstance(widget, LinkCard) else None

    def show_blocks(self, blocks: Sequence[Block | Heading]) -> None:
        """Show these, in this order."""
        self._wanted = {block.key: block for block in blocks}
        for key in self._made.keys() - self._wanted.keys():
            self._drop(self._made.pop(key))
        self._fit_names()
        for key in self._made:
            self.draw(key)
        self._place()
        first = self._some(islice(self._wanted, AT_ONCE), AT_ONCE_HEIGHT)
        self._make([key for key in first if key not in self._made])

    def draw(self, key: Key) -> None:
        """Show one card as it is now, if it is there."""
        widget = self._made.get(key)
        if isinstance(widget, LinkCard):
            widget.show_look(self._look(key))
        elif isinstance(widget, ElidedLabel):
            widget.setText(self._heading(self._wanted[key]))

    def make_sure(self, key: Key) -> LinkCard | None:
        """Return the card with this key, made now where it was not there; None if not wanted."""
        if key in self._wanted and key not in self._made:
            self._make([key])
        return self.card(key)

    def look_around(self) -> None:
        """Make what has come into sight."""
        if self._missing():
            self._maker.start()

    def order_tabs(self) -> None:
        """Let Tab follow the eye where things were not made from top to bottom."""
        all_stops = (stop for card in self.cards for stop in card.tab_stops())
        # Qt breaks the chain at what takes no focus, as a unit's line without a link.
        stops = [stop for stop in all_stops if stop.focusPolicy() is not Qt.FocusPolicy.NoFocus]
        same = len(stops) == len(self._stops) and all(map(_is, stops, self._stops))
        if not same:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        names = (block.name for block in self._wanted.values() if isinstance(block, Block))
        width = name_width(self.font(), names, self.width())
        if width != self._name_width:
            self._name_width = width
            for card in self.cards:
                card.set_name_width(width)

    def _make_in_passing(self) -> None:
        self._make(self._missing())

    def _missing(self) -> list[Key]:
        """Return which to make next: what can be seen, then what lies ahead."""
        seen = (key for key in self._in_sight() if key not in self._made)
        ahead = (key for key in islice(self._wanted, AHEAD) if key not in self._made)
        next_ones = list(islice(seen, IN_PASSING)) or islice(ahead, IN_PASSING)
        return self._some(next_ones, IN_PASSING_HEIGHT)

    def _some(self, keys: Iterable[Key], height: int) -> list[Key]:
        """Return as many of `keys` as together are about that high, one at least."""
        some: list[Key] = []
        for key in keys:
            some.append(key)
            height -= _height(self._wanted[key])
            if height <= 0:
                break
        return some

    def _in_sight(self) -> list[Key]:
        seen = self.visibleRegion().boundingRect()
        if seen.isEmpty():
            return []
        # As much again below, so that scrolling finds it there.
        below = seen.bottom() + seen.height()
        ends = list(self._ends())
        first = bisect_left(ends, seen.top())
        return self._placed[first : bisect_left(ends, below - self._column.spacing()) + 1]

    def _ends(self) -> Iterator[int]:
        """Yield where each one ends below, in pixels, and the room for what has not been made."""
        end = -1 - self._column.spacing()
        for key in self._placed:
            widget = self._made.get(key)
            if widget is None:
                end += self._column.spacing() + _height(self._wanted[key])
            else:
                end = widget.geometry().bottom()
            yield end

    def _make(self, keys: Sequence[Key]) -> None:
        for key in keys:
            self._made[key] = self._new(key)
            place = self._placed.index(key)
            take_out(self._column, place)
            self._column.insertWidget(place, self._made[key])
        if keys:
            # Where everything is decides what is made next.
            self._column.activate()
        if self._missing():
            self._maker.start()
        else:
            self._maker.stop()
            self.order_tabs()
        self.changed.emit()

    def _new(self, key: Key) -> QWidget:
        wanted = self._wanted[key]
        if isinstance(wanted, Block):
            look = self._look(key)
            width = self._name_width
            return LinkCard(self._texts, self._intents, look, name_width=width, parent=self)
        number = {STAFF: "staff", ARCHIVE: "archive"}.get(key, str(key[1]))
        heading = ElidedLabel("", Role.SECTION, name=f"links_house_{number}", parent=self)
        heading.setContentsMargins(0, 6, 0, 0)
        heading.setText(self._heading(wanted))
        return heading

    def _heading(self, wanted: Block | Heading) -> str:
        if wanted.key == STAFF:
            return self._texts.tr("Staff")
        if wanted.key == ARCHIVE:
            return self._texts.tr("Archived – these links do not answer")
        return wanted.text if isinstance(wanted, Heading) else wanted.name

    def _drop(self, widget: QWidget) -> None:
        widget.hide()
        widget.deleteLater()

    def _place(self) -> None:
        """Put everything in its place, and room for it where it has not been made."""
        if self._placed == list(self._wanted):
            return
        self._placed = list(self._wanted)
        while self._column.count():
            take_out(self._column, 0)
        for key, wanted in self._wanted.items():
            widget = self._made.get(key)
            if widget is None:
                self._column.addSpacing(_height(wanted))
            else:
                self._column.addWidget(widget)


def _height(wanted: Block | Heading) -> int:
    if isinstance(wanted, Heading):
        return _HEADING
    head = _NEVER if wanted.main is None else _HEAD
    return head + _ROW * min(len(wanted.links), 10)


def _is(one: object, other: object) -> bool:
    return one is other
