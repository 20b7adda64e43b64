"""Which pages the window has. Each is imported when it is opened for the first time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.dataclass import dataclass
from app.i18n import N_
from app.ui.base.page import FIGURES, LINKS, OCCUPANCIES, PLAN, SETTINGS, UNITS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.base.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the sidebar: its icon, its name as a marked text, and what makes it.

    `make_held_back` makes one that leaves for `settle` what may come after the first painting.
    """

    icon: str
    name: str
    make: Callable[[Context, QWidget], Page]
    bottom: bool = False
    make_held_back: Callable[[Context, QWidget], Page] | None = None


def _plan(context: Context, parent: QWidget) -> Page:
    from app.ui.plan.page import PlanPage  # noqa: PLC0415

    return PlanPage(context, parent)


def _plan_held_back(context: Context, parent: QWidget) -> Page:
    from app.ui.plan.page import PlanPage  # noqa: PLC0415

    return PlanPage(context, parent, held_back=True)


def _occupancies(context: Context, parent: QWidget) -> Page:
    from app.ui.occupancies.page import OccupanciesPage  # noqa: PLC0415

    return OccupanciesPage(context, parent)


def _links(context: Context, parent: QWidget) -> Page:
    from app.ui.links.page import LinksPage  # noqa: PLC0415

    return LinksPage(context, parent)


def _units(context: Context, parent: QWidget) -> Page:
    from app.ui.units.page import UnitsPage  # noqa: PLC0415

    return UnitsPage(context, parent)


def _figures(context: Context, parent: QWidget) -> Page:
    from app.ui.figures.page import FiguresPage  # noqa: PLC0415

    return FiguresPage(context, parent)


def _settings(context: Context, parent: QWidget) -> Page:
    from app.ui.settings.page import SettingsPage  # noqa: PLC0415

    return SettingsPage(context, parent)


PAGES: Mapping[str, PageEntry] = MappingProxyType(
    {
        PLAN: PageEntry(
            "calendar-days", N_("Occupancy plan"), _plan, make_held_back=_plan_held_back
        ),
        OCCUPANCIES: PageEntry("list", N_("Occupancies"), _occupancies),
        LINKS: PageEntry("link", N_("Integrations"), _links),
        UNITS: PageEntry("house", N_("Units"), _units),
        FIGURES: PageEntry("chart-column", N_("Figures"), _figures),
        SETTINGS: PageEntry("settings", N_("Settings"), _settings, bottom=True),
    }
)
"""By key, from top to bottom."""
