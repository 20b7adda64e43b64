"""The dialogs that are pictured, each opened over the house as its owner would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.i18n import Catalogue
from app.ui.base.context import Context
from app.ui.importing.dialog import ImportDialog
from app.ui.letters.dialog import LetterDialog
from app.ui.paper.plan_dialog import PaperDialog
from app.ui.paper.what import What, no_holidays
from app.ui.privacy.guest_dialog import GuestDialog
from app.ui.stays.actions import Actions
from app.ui.stays.clash.dialog import ClashDialog
from tests.feeds_of_portals import TODAY
from tools.pictures.house import first_guest

Open = Callable[[Context, QWidget], QDialog]
_PATIENCE_MS = 30_000
_CHANGEOVERS: Final = TODAY + timedelta(days=3)
"""A day on which some come and some go."""
_IMPORTED: Final = "belegungen-2028.csv", "occupancies-2028.csv"
_ROWS: Final = (
    ("Seeblick 1", "Henriette Aalto", "2028-02-04", "2028-02-09", "2"),
    ("Seeblick 1", "Familie Brandstetter", "2028-02-12", "2028-02-19", "4"),
    ("Seeblick 2", "Luís Carvalho", "2028-02-02", "2028-02-06", "3"),
    ("Dachstudio", "Ida Dahlström", "2028-02-08", "2028-02-10", "1"),
    ("Gartenhaus", "Emil und Ruth Egger", "2028-02-15", "2028-02-22", "2"),
    ("Gartenhaus", "Familie Fabre", "2028-02-20", "2028-02-24", "5"),
    ("Seeblick 2", "Greta Hallgrímsdóttir", "2028-03-11", "2028-03-09", "2"),
)
"""What is imported: one stay overlaps another, one departs before it arrives."""


def settle() -> None:
    """Let workers end and what they told arrive."""
    QThreadPool.globalInstance().waitForDone(_PATIENCE_MS)
    QApplication.processEvents()


def _import(context: Context, over: QWidget) -> QDialog:
    german = context.texts.language.key == "de"
    file = context.services.folder.path.parent / _IMPORTED[0 if german else 1]
    file.write_text(_list_in(context.texts), encoding="utf-8")
    dialog = ImportDialog(context, over)
    dialog.take_file(str(file))
    settle()
    dialog.submitted.emit()
    settle()
    return dialog


def _list_in(texts: Catalogue) -> str:
    headings = ("Unit", "Guest", "Arrival", "Departure", "Persons")
    lines = [[texts.tr(heading) for heading in headings], *_ROWS]
    return "".join(";".join(line) + "\n" for line in lines)


def _clash(context: Context, over: QWidget) -> QDialog:
    return ClashDialog(context, Actions(context), context.services.double_bookings.open()[0], over)


def _letter(context: Context, over: QWidget) -> QDialog:
    return LetterDialog(context, first_guest(context.services), over)


def _day(context: Context, over: QWidget) -> QDialog:
    return PaperDialog(context, What.DAY, _CHANGEOVERS, None, over, no_holidays)


def _guest(context: Context, over: QWidget) -> QDialog:
    name = first_guest(context.services).guest
    guests = context.services.privacy.guests()
    return GuestDialog(context, next(guest for guest in guests if guest.name == name), over)


DIALOGS: Final[Mapping[str, Open]] = {
    "import": _import,
    "conflict": _clash,
    "letter": _letter,
    "day": _day,
    "guest": _guest,
}
