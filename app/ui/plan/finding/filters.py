"""What the chart shows plainly: a value, and the button with the menu that makes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from app.core.portals import portal_name, portals
from app.core.stays.occupancy import KIND_LABELS, Kind
from app.dataclass import dataclass
from app.override import override
from app.ui.kit import Button, Variant
from app.ui.kit.floating.menus import Menu
from app.ui.kit.floating.tips import as_entry, set_tip
from app.ui.look.tone import set_style_property

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property, Unit
    from app.core.stays.occupancy import OccupancyDraft
    from app.i18n import Catalogue


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the owner wants to see; of a part in which nothing is chosen, everything.

    `portals` holds keys, the owner's own texts, and an empty one for direct bookings; only
    bookings come through a portal.
    """

    properties: frozenset[int] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    portals: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.properties or self.kinds or self.portals)

    def fits(self, stay: OccupancyDraft) -> bool:
        """Whether a stay is shown plainly."""
        if self.kinds and stay.kind not in self.kinds:
            return False
        if not self.portals:
            return True
        return stay.kind is Kind.BOOKING and _portal(stay.portal) in self.portals

    def shows(self, unit: Unit) -> bool:
        """Whether a unit has a row."""
        return not self.properties or unit.property_id in self.properties


class FilterButton(Button):
    """Opens the menu, in which one checks as much as one likes, and says when a filter is on.

    Args:
        texts: the owner's language.
        offer: returns the properties that have units and the portals in use; asked when the menu
            opens.

    Signals:
        changed(PlanFilter): the owner wants to see this.
    """

    changed = Signal(object)

    def __init__(
        self,
        texts: Catalogue,
        offer: Callable[[], tuple[list[Property], list[str]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", Variant.ICON, icon="list-filter", name="plan_filter", parent=parent)
        self._texts = texts
        self._offer = offer
        self._filter = PlanFilter()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self._show_state()

    def current(self) -> PlanFilter:
        """What is to be seen."""
        return self._filter

    def keep_to(self, property_ids: Iterable[int]) -> None:
        """Only these properties are left."""
        left = self._filter.properties & set(property_ids)
        if left != self._filter.properties:
            self._take(replace(self._filter, properties=left))

    def clear_filter(self) -> None:
        """Show everything."""
        if self._filter:
            self._take(PlanFilter())

    def open_menu(self) -> None:
        """Open the menu below the button."""
        menu = _Menu(self)
        menu.setObjectName("plan_filter_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _fill(self, menu: _Menu) -> None:
        texts, (houses, used) = self._texts, self._offer()
        if len(houses) > 1:
            self._add_part(
                menu, texts.tr("Property"), "properties", [(h.id, h.name) for h in houses]
            )
        kinds = [(kind, texts.tr(label)) for kind, label in KIND_LABELS.items()]
        self._add_part(menu, texts.tr("Kind"), "kinds", kinds)
        ways = [(key, portal_name(key) or texts.tr("Direct booking")) for key in _in_order(used)]
        self._add_part(menu, texts.tr("Origin"), "portals", ways)
        menu.addSeparator()
        clear = menu.addAction(texts.tr("Show everything"))
        clear.setObjectName("clear_filter")
        clear.triggered.connect(self.clear_filter)
        menu.clear_entry = clear
        menu.follow(self._filter)
        self.changed.connect(menu.follow)

    def _add_part(
        self, menu: _Menu, title: str, part: str, entries: Iterable[tuple[object, str]]
    ) -> None:
        heading = menu.addAction(title)
        heading.setEnabled(False)
        for key, words in entries:
            entry = menu.addAction(as_entry(words))
            entry.setObjectName(f"filter_{part}_{key}")
            entry.setCheckable(True)
            entry.setChecked(key in getattr(self._filter, part))
            entry.toggled.connect(lambda on, part=part, key=key: self._choose(part, key, on=on))

    def _choose(self, part: str, key: object, *, on: bool) -> None:
        chosen = getattr(self._filter, part)
        self._take(replace(self._filter, **{part: chosen | {key} if on else chosen - {key}}))

    def _take(self, wanted: PlanFilter) -> None:
        self._filter = wanted
        self._show_state()
        self.changed.emit(wanted)

    def _show_state(self) -> None:
        texts, active = self._texts, bool(self._filter)
        words = texts.tr("Filter on") if active else ""
        meaning = texts.tr("Filter by property, kind and portal")
        self.setText(words)
        variant = Variant.TINTED if active else Variant.ICON
        set_style_property(self, "variant", variant.value)
        self.set_icon("list-filter", "accent" if active else "text")
        set_tip(self, meaning)
        self.setAccessibleName(f"{meaning}: {words}" if active else meaning)


class _Menu(Menu):
    """Stays open while one checks its entries."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.clear_entry: QAction | None = None

    def follow(self, wanted: PlanFilter) -> None:
        """Offer to show everything while something is not shown."""
        if self.clear_entry is not None:
            self.clear_entry.setEnabled(bool(wanted))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not _toggle(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() not in keys or not _toggle(self.activeAction()):
            super().keyPressEvent(event)


def _toggle(action: QAction | None) -> bool:
    if action is None or not action.isCheckable():
        return False
    action.toggle()
    return True


def _in_order(used: Iterable[str]) -> list[str]:
    """Direct bookings first, then the portals as every list shows them, then the owner's own."""
    keys = {_portal(key) for key in used}
    known = [key for key in portals() if key in keys]
    return [key for key in ("",) if key in keys] + known + sorted(keys - set(known) - {""})


def _portal(key: str) -> str:
    """The owner's website is no portal: what comes through it is booked directly."""
    return "" if key == "website" else key
