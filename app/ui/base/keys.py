"""Every key of the window, in one place: from here they are set up, listed, and tested.

What a page or the window hears is made a shortcut by `on_keys`. What a widget hears for itself,
such as arrows in the plan, stands here as well; `tests/ui/base/test_keys.py` holds that the
two agree.
"""

from __future__ import annotations

import enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.dataclass import dataclass
from app.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget


class Place(enum.StrEnum):
    """Where a key is heard, in the order in which the list tells it."""

    WINDOW = "window"
    PLAN = "plan"
    OCCUPANCIES = "occupancies"
    LINKS = "links"
    UNITS = "units"
    FIGURES = "figures"
    FIELDS = "fields"
    HELP = "help"


PLACE_NAMES: Final[Mapping[Place, str]] = MappingProxyType(
    {
        Place.WINDOW: N_("Everywhere"),
        Place.PLAN: N_("Occupancy plan"),
        Place.OCCUPANCIES: N_("Occupancies"),
        Place.LINKS: N_("Integrations"),
        Place.UNITS: N_("Units"),
        Place.FIGURES: N_("Figures"),
        Place.FIELDS: N_("Fields and dialogs"),
        Place.HELP: N_("Help"),
    }
)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What keys do: `keys` are alternatives in Qt's portable form, `does` is a marked text."""

    place: Place
    keys: tuple[str, ...]
    does: str


def _of(place: Place, does: str, *keys: str) -> Shortcut:
    return Shortcut(place, keys, does)


_WINDOW, _PLAN, _LIST = Place.WINDOW, Place.PLAN, Place.OCCUPANCIES
_LINKS, _UNITS, _FIELDS, _HELP = Place.LINKS, Place.UNITS, Place.FIELDS, Place.HELP

SHORTCUTS: Final[Mapping[str, Shortcut]] = MappingProxyType(
    {
        "pages": _of(_WINDOW, N_("Open a page, counted from above"), "Ctrl+1", "Ctrl+6"),
        "new": _of(_WINDOW, N_("Enter something new on this page"), "Ctrl+N"),
        "undo": _of(_WINDOW, N_("Undo"), "Ctrl+Z"),
        "redo": _of(_WINDOW, N_("Redo"), "Ctrl+Shift+Z", "Ctrl+Y"),
        "help": _of(_WINDOW, N_("Open the handbook"), "F1"),
        "quit": _of(_WINDOW, N_("Quit"), "Ctrl+Q"),
        "plan_date": _of(_PLAN, N_("Go to a date"), "Ctrl+G"),
        "plan_find": _of(_PLAN, N_("Find a guest, a note or a portal"), "Ctrl+F"),
        "plan_find_on": _of(_PLAN, N_("Next hit"), "F3"),
        "plan_find_back": _of(_PLAN, N_("Hit before"), "Shift+F3"),
        "plan_move": _of(
            _PLAN, N_("Move the mark by a day or a row"), "Left", "Right", "Up", "Down"
        ),
        "plan_weeks": _of(_PLAN, N_("Move the mark by a week"), "Ctrl+Left", "Ctrl+Right"),
        "plan_page": _of(_PLAN, N_("Turn the pages"), "PgUp", "PgDown"),
        "plan_today": _of(_PLAN, N_("Go to today"), "Home"),
        "plan_select": _of(_PLAN, N_("Select days"), "Shift+Left", "Shift+Right"),
        "plan_next": _of(_PLAN, N_("Go from bar to bar"), "Tab", "Shift+Tab"),
        "plan_enter": _of(_PLAN, N_("Edit the bar, or enter the days selected"), "Return"),
        "plan_drag": _of(_PLAN, N_("Move the bar"), "Alt+Left", "Alt+Right", "Alt+Up", "Alt+Down"),
        "plan_stretch": _of(
            _PLAN, N_("Lengthen or shorten the bar"), "Alt+Shift+Left", "Alt+Shift+Right"
        ),
        "plan_cancel": _of(_PLAN, N_("Cancel the occupancy"), "Del"),
        "plan_zoom": _of(_PLAN, N_("Show fewer or more days"), "+", "-"),
        "plan_escape": _of(_PLAN, N_("Give up dragging or selecting"), "Esc"),
        "list_find": _of(_LIST, N_("Search"), "Ctrl+F"),
        "list_edit": _of(_LIST, N_("Edit the occupancy"), "Return"),
        "list_cancel": _of(_LIST, N_("Cancel the occupancy"), "Del"),
        "link_step": _of(_LINKS, N_("Go to the link above or below"), "Up", "Down"),
        "link_choose": _of(_LINKS, N_("Show what is to be known of the link"), "Return"),
        "link_copy": _of(_LINKS, N_("Copy the link"), "Ctrl+C"),
        "link_close": _of(_LINKS, N_("Close what stands beside the links"), "Esc"),
        "unit_step": _of(_UNITS, N_("Go to the unit above or below"), "Up", "Down"),
        "unit_move": _of(_UNITS, N_("Move the unit up or down"), "Alt+Up", "Alt+Down"),
        "unit_edit": _of(_UNITS, N_("Edit the unit"), "F2", "Return"),
        "unit_archive": _of(_UNITS, N_("Archive the unit"), "Del"),
        "unit_escape": _of(_UNITS, N_("Give up dragging"), "Esc"),
        "figures_copy": _of(Place.FIGURES, N_("Copy the rows selected"), "Ctrl+C"),
        "segment_step": _of(_FIELDS, N_("The choice beside it"), "Left", "Right"),
        "date_step": _of(_FIELDS, N_("A day on or back, in a date"), "Up", "Down"),
        "date_open": _of(_FIELDS, N_("Open the calendar of a date"), "Alt+Down", "F4"),
        "dialog_done": _of(_FIELDS, N_("Finish a dialog, out of a note as well"), "Ctrl+Return"),
        "dialog_close": _of(_FIELDS, N_("Close a dialog"), "Esc"),
        "help_find": _of(_HELP, N_("Search the handbook"), "Ctrl+F"),
        "help_on": _of(_HELP, N_("Next hit"), "F3"),
        "help_back": _of(_HELP, N_("Hit before"), "Shift+F3"),
    }
)
"""By name. Those of the window and of pages are set up with `on_keys`."""


def on_keys(name: str, widget: QWidget, act: Callable[[], object], *, within: bool = False) -> None:
    """Let `act` be done on the keys of this name.

    They are heard in the whole window while `widget` is visible, with `within` only while the
    keyboard is in it.
    """
    from PySide6.QtCore import Qt  # noqa: PLC0415  # the list alone needs nothing of Qt
    from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415

    heard = Qt.ShortcutContext
    for keys in SHORTCUTS[name].keys:
        shortcut = QShortcut(QKeySequence(keys), widget)
        shortcut.setContext(heard.WidgetWithChildrenShortcut if within else heard.WindowShortcut)
        shortcut.activated.connect(act)
