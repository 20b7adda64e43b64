"""The header of the plan's page: title, search, zoom, steps through time, the primary action."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit import Button, IconButton, PageHeader, SegmentedControl, Variant
from app.ui.kit.controls.choices import Segment
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import set_tip

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.kit.floating.menus import Menu

PRESETS: Final = {"fortnight": 14.0, "month": 31.0, "quarter": 92.0, "year": 366.0}
"""How many days each segment of the zoom brings into view."""
# After the title, the least room behind it, and the rest of it.
_FINDING_AT = 3
_AFTER_TITLE = 12
# A little closer than elsewhere: all of it stands in one line on a screen of 1440 pixels.
_GAP = 8
_SIDE = 20


class PlanHeader(QWidget):
    """One line, or two where the page is narrow.

    Signals:
        step_wanted(int): the owner wants to go back (-1) or ahead (1).
        today_wanted(): the owner wants to see today.
    """

    step_wanted = Signal(int)
    today_wanted = Signal()

    def __init__(self, texts: Catalogue, undo: QWidget, parent: QWidget) -> None:
        """`undo` are the buttons that take back what was done; they stand before the steps."""
        super().__init__(parent)
        self._texts = texts
        self.first_row = PageHeader(texts.tr("Occupancy plan"), parent=self)
        self.finding = QWidget(self)
        row = QHBoxLayout(self.finding)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self.finding.hide()
        self.second_row, self.third_row = self._make_row(), self._make_row()
        self.zoom = self._make_zoom()
        self.new = Button(
            texts.trp("button", "Occupancy"),
            Variant.PRIMARY,
            icon="plus",
            name="new_occupancy",
            parent=self,
        )
        self.new.setAccessibleName(texts.tr("New occupancy"))
        set_tip(self.new, texts.tr("New occupancy"))
        self.steps = self._make_steps(undo)
        self.more = IconButton("ellipsis", texts.tr("More"), name="more", parent=self)
        for widget in (self.finding, self.zoom, self.steps, self.more, self.new):
            self.first_row.add_action(widget)
        beside = self.first_row.layout()
        assert isinstance(beside, QHBoxLayout)
        beside.setSpacing(_GAP)
        beside.insertSpacing(1, _AFTER_TITLE)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.first_row)
        lines.addWidget(self.second_row)
        lines.addWidget(self.third_row)

    @cached_property
    def menu(self) -> Menu:
        """What opens at the button for more; until it is asked for, the button does nothing."""
        from app.ui.kit.floating.menus import Menu  # noqa: PLC0415  # after the first painting

        menu = Menu(self)
        self.more.setMenu(menu)
        return menu

    def _make_row(self) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(_SIDE, 10, _SIDE, 10)
        layout.addStretch(1)
        row.hide()
        return row

    def _make_zoom(self) -> SegmentedControl:
        texts = self._texts
        return SegmentedControl(
            [
                ("fortnight", texts.tr("2 weeks")),
                ("month", texts.tr("Month")),
                ("quarter", texts.tr("Quarter")),
                ("year", texts.tr("Year")),
            ],
            accessible_name=texts.tr("Days in view"),
            name="zoom",
            parent=self,
        )

    def _make_steps(self, undo: QWidget) -> QWidget:
        texts = self._texts
        steps = QWidget(self)
        whole = QHBoxLayout(steps)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(_GAP)
        whole.addWidget(undo)
        row = QHBoxLayout()
        row.setSpacing(0)
        add_layout(whole, row)
        for name, words, meaning, place, act in (
            ("back", "‹", texts.tr("Earlier"), "first", lambda: self.step_wanted.emit(-1)),
            ("today", texts.tr("Today"), texts.tr("Show today"), "middle", self.today_wanted.emit),
            ("ahead", "›", texts.tr("Later"), "last", lambda: self.step_wanted.emit(1)),
        ):
            button = Segment(words, steps)
            button.setObjectName(f"go_{name}")
            button.setProperty("place", place)
            set_tip(button, meaning)
            button.setAccessibleName(meaning)
            button.clicked.connect(act)
            row.addWidget(button)
        return steps

    def add_finding(self, widget: QWidget) -> None:
        """Put a field or button to the left of the zoom."""
        layout = self.finding.layout()
        assert layout is not None
        layout.addWidget(widget)
        # At once, where the head is seen: else it would have no size until the next turn.
        widget.show()
        self.finding.show()

    def show_zoom(self, days: float) -> None:
        """Show which of the zooms is nearest to so many days in view."""
        self.zoom.select(min(PRESETS, key=lambda key: abs(math.log(PRESETS[key] / days))))

    def arrange_for(self, width: int) -> None:
        """What finds stands row the zoom, in a narrow page in a line below, with the steps.

        In a very narrow one the steps have a line of their own, and the sidebar says where one is.
        """
        row = self.first_row.layout()
        assert isinstance(row, QHBoxLayout)
        inside = self.finding.parentWidget() is self.first_row
        title, middle = self.first_row.title, Qt.AlignmentFlag.AlignVCenter
        title.show()
        moving = [part.minimumSizeHint().width() for part in (self.finding, self.steps)]
        needed = self.first_row.minimumSizeHint().width()
        if not inside:
            needed += sum(moving) + row.spacing() * len(moving)
        fits = needed <= width
        before = self.finding.parentWidget(), self.steps.parentWidget()
        narrow = sum(moving) + row.spacing() + 2 * _SIDE > width
        if fits and not inside:
            row.insertWidget(_FINDING_AT, self.finding, 0, middle)
            row.insertWidget(row.indexOf(self.more), self.steps, 0, middle)
        elif not fits:
            _put(self.second_row, 0, self.finding)
            _put(self.third_row if narrow else self.second_row, -1, self.steps)
        self.second_row.setVisible(not fits)
        self.third_row.setVisible(not fits and narrow)
        title.setVisible(self.first_row.minimumSizeHint().width() <= width)
        if before != (self.finding.parentWidget(), self.steps.parentWidget()):
            from app.ui.kit.controls.tab_order import tab_as_read  # noqa: PLC0415  # seldom

            tab_as_read(self)


def _put(row: QWidget, at: int, part: QWidget) -> None:
    """Put a part into a row, where it is not there already."""
    layout = row.layout()
    assert isinstance(layout, QHBoxLayout)
    if layout.indexOf(part) < 0:
        layout.insertWidget(at, part)
