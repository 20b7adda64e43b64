"""Every dialog of the program over one full house: how each is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QWidget

from app.core.ical.ours import CalendarView
from app.core.links.link import Target
from app.core.moving.moves import Arrived, Packed
from app.services.exchange.export import ListedStay
from app.ui.backups.dialog import RestoreDialog
from app.ui.base.context import Context
from app.ui.export.dialog import ExportDialog
from app.ui.help.about import AboutDialog
from app.ui.help.handbook import handbook
from app.ui.help.licences import LicencesDialog
from app.ui.help.report import ReportDialog
from app.ui.help.shortcuts import ShortcutsDialog
from app.ui.help.window import HelpWindow
from app.ui.importing.dialog import ImportDialog
from app.ui.kit.dialog import ask, tell
from app.ui.letters.dialog import LetterDialog
from app.ui.letters.editor import TemplateDialog
from app.ui.links.add.dialog import AddLinkDialog
from app.ui.links.base.intents import Wanted, Way
from app.ui.links.connect.dialog import ConnectDialog
from app.ui.links.fetches.dialog import FetchesDialog, NameDialog
from app.ui.links.preview.list import PreviewList
from app.ui.links.preview.load import Sent
from app.ui.links.share.dialog import ShareDialog
from app.ui.links.share.guide import guide_of
from app.ui.links.share.ready import ReadyDialog
from app.ui.links.sources.removing import RemoveDialog
from app.ui.links.staff.dialog import StaffDialog
from app.ui.links.staff.entry import StaffEntry
from app.ui.moving.arrived_dialog import ArrivedDialog
from app.ui.moving.pack_dialog import PackDialog
from app.ui.moving.unpack_dialog import UnpackDialog
from app.ui.paper.list_dialog import ListDialog
from app.ui.paper.plan_dialog import PaperDialog
from app.ui.paper.sheets.list_sheet import ListContent
from app.ui.paper.what import What, no_holidays
from app.ui.plan.finding.free_dialog import FreeDialog
from app.ui.plan.region_dialog import RegionDialog
from app.ui.privacy.guest_dialog import GuestDialog
from app.ui.privacy.guests_dialog import GuestsDialog
from app.ui.privacy.retention_dialog import RetentionDialog
from app.ui.publishing.dialog import ReachDialog
from app.ui.publishing.held_back import HeldBackDialog
from app.ui.publishing.hoster_help import HosterHelp
from app.ui.publishing.secret.password_dialog import PasswordDialog
from app.ui.stays.actions import Actions
from app.ui.stays.clash.dialog import ClashDialog
from app.ui.stays.clash.list_dialog import ClashListDialog
from app.ui.stays.entry.dialog import Choices, OccupancyDialog
from app.ui.stays.entry.extend_dialog import ExtendDialog
from app.ui.stays.entry.portal_dialog import PortalDialog
from app.ui.stays.guests.stays_dialog import GuestStaysDialog
from app.ui.stays.holidays import Region
from app.ui.units.dialogs import PropertyDialog, UnitDialog
from app.ui.window.ending.closing import CloseDialog
from app.ui.window.ending.last_uploads import UploadingDialog
from app.ui.window.shell.shell import Shell
from app.ui.window.troubles.bugs import Bug
from app.ui.window.troubles.fault_dialog import FaultDialog
from tests.ui.access.house import House, settle

W = TypeVar("W", bound=QDialog)
Open = Callable[[Context, House, QWidget], QDialog]


def _nothing(*_anything: object) -> None:
    return None


def _with(dialog: W, *names: str) -> W:
    """Press these buttons of a dialog before it is looked at."""
    for name in names:
        button = dialog.findChild(QAbstractButton, name)
        assert button is not None, name
        button.click()
    return dialog


def _choices(house: House) -> Choices:
    return Choices(house.services.units.all(), ["Fewo-Börse"])


def _add(purpose: str) -> Open:
    return lambda context, house, over: _with(
        AddLinkDialog(context, Target(house.link.target.scope, house.unit.id), _nothing, over),
        f"link_purpose_{purpose}",
    )


def _reach(choice: str) -> Open:
    def make(context: Context, _house: House, over: QWidget) -> QDialog:
        dialog = ReachDialog(context, None, over)
        # As it makes itself on a screen of that size.
        dialog.resize(over.size() - QSize(40, 60))
        dialog._turn(choice)
        return dialog

    return make


def _paper(what: What) -> Open:
    return lambda context, house, over: PaperDialog(
        context, what, house.today, house.unit.id, over, no_holidays
    )


def _import(context: Context, house: House, over: QWidget) -> ImportDialog:
    """Open the taking in of a file at what its columns say."""
    file = house.services.folder.path.parent / "belegungen.csv"
    file.write_text("Gast;Anreise;Abreise;Bemerkung\nHuber;01.08.2031;04.08.2031;Hund\n")
    dialog = ImportDialog(context, over)
    dialog.take_file(str(file))
    settle()
    return dialog


def _import_preview(context: Context, house: House, over: QWidget) -> QDialog:
    dialog = _import(context, house, over)
    unit = dialog.findChild(QComboBox, "import_unit")
    assert unit is not None
    unit.setCurrentIndex(1)
    unit.activated.emit(1)
    dialog.submitted.emit()
    settle()
    assert dialog._steps.currentWidget() is dialog.preview
    return dialog


def _import_units(context: Context, house: House, over: QWidget) -> QDialog:
    """Open the taking in of a file at names that the house does not know."""
    file = house.services.folder.path.parent / "belegungen.csv"
    rows = (f"{name};01.08.2031;04.08.2031\n" for name in (f"FeWo {house.unit.name}", "Garage"))
    file.write_text("Wohnung;Anreise;Abreise\n" + "".join(rows))
    dialog = ImportDialog(context, over)
    dialog.take_file(str(file))
    settle()
    dialog.submitted.emit()
    assert dialog.units is not None
    assert dialog._steps.currentWidget() is dialog.units
    return dialog


def _connect(context: Context, house: House, over: QWidget) -> QDialog:
    wanted = Wanted(unit_id=house.unit.id, portal="airbnb", way=Way.COMES)
    return ConnectDialog(context, wanted, _nothing, over)


def _connect_all(context: Context, _house: House, over: QWidget) -> QDialog:
    dialog = ConnectDialog(context, Wanted(portal="airbnb"), _nothing, over)
    dialog.units.setCurrentIndex(dialog.units.count() - 1)
    return dialog


def _fault(context: Context, house: House, over: QWidget) -> QDialog:
    dialog = FaultDialog(context.texts, house.services.folder.path, over)
    dialog.show_bugs([Bug(("a", "b", 1), "in the plan", "ZeroDivisionError")])
    return dialog


def _help(context: Context, _house: House, over: QWidget) -> QDialog:
    path = handbook(context.texts.language)
    assert path is not None
    return HelpWindow(context.texts, path, over)


def _clash(context: Context, house: House, over: QWidget) -> QDialog:
    alarm = house.services.double_bookings.open()[0]
    return ClashDialog(context, Actions(context), alarm, over)


def _guest_stays(context: Context, house: House, over: QWidget) -> QDialog:
    stays = house.services.guests.stays_of(house.stay)
    return GuestStaysDialog(context, house.stay.guest, stays, over)


def _arrived(context: Context, house: House, over: QWidget) -> QDialog:
    """Open what is to be done where every link has another address than before."""
    links = house.services.links.all()
    addresses = {link.id: f"http://192.168.0.9:8765/{link.id}" for link in links}
    arrived = Arrived(Path("data-before.zip"), addresses, secrets_missing=True, sources_missing=2)
    return ArrivedDialog(context, arrived, over)


def _pack(context: Context, _house: House, over: QWidget) -> PackDialog:
    """Open the packing with a passphrase, which is asked for a second time then."""
    dialog = PackDialog(context, over)
    dialog.passphrase.setText("Seeblick im Herbst")
    return dialog


def _packed(context: Context, _house: House, over: QWidget) -> QDialog:
    dialog = PackDialog(context, over)
    file = Path("Zimmerfrei Umzug 2031-06-01.zimmerfrei")
    dialog._packed(Packed(file, 5_000_000, protected=False, secrets=0, left_out=2, silent=True))
    return dialog


def _unpack(context: Context, house: House, over: QWidget) -> QDialog:
    """Open the taking over at a protected file, over a house that it would replace."""
    file = house.services.folder.path.parent / "Umzug.zimmerfrei"
    if not file.exists():
        house.services.moving.pack(file, passphrase="Seeblick im Herbst")
    dialog = UnpackDialog(context, over)
    dialog.take_file(str(file))
    settle()
    assert dialog.passphrase.isVisibleTo(dialog)
    assert dialog.replaces.isVisibleTo(dialog)
    return dialog


def _printed_list(context: Context, house: House, over: QWidget) -> QDialog:
    content = ListContent("Belegungen", "", (), (), house.today)
    return ListDialog(context, "Liste drucken", content, [("Notizen", "Notiz")], over)


def _preview_list(context: Context, house: House, over: QWidget) -> QDialog:
    body = house.services.links.preview(house.link)
    return PreviewList(context.texts, Sent(house.link, body, CalendarView(body)), over)


def _question(context: Context, _house: House, over: QWidget) -> QDialog:
    tr = context.texts.tr
    return ask(
        over,
        title=tr("Close without applying?"),
        text=tr("What you have typed here is not set up yet and will be lost."),
        primary=tr("Close"),
        cancel=tr("Stay here"),
        on_primary=_nothing,
    )


def _message(context: Context, _house: House, over: QWidget) -> QDialog:
    tr = context.texts.tr
    return tell(over, title=tr("Go back to a backup"), text=tr("Undo"), close=tr("Close"))


WINDOWS: Final[Mapping[str, Open]] = {
    "about": lambda c, h, over: AboutDialog(c.texts, h.today, over),
    "add_person": _add("person"),
    "add_portal": _add("portal"),
    "add_website": _add("website"),
    "arrived": _arrived,
    "clash": _clash,
    "clash_list": lambda c, _h, over: ClashListDialog(c, over),
    "close": lambda c, _h, over: CloseDialog(c.texts, over),
    "connect": _connect,
    "connect_all": _connect_all,
    "export": lambda c, h, over: ExportDialog(c, [ListedStay("Seeblick 1", h.stay, "")], over),
    "extend": lambda c, h, over: ExtendDialog(c, Actions(c), h.option, h.unit.name, over),
    "fault": _fault,
    "fetches": lambda c, h, over: FetchesDialog(c, h.link, over),
    "free": lambda c, _h, over: FreeDialog(c, parent=over),
    "guest": lambda c, h, over: GuestDialog(c, h.services.privacy.guests()[0], over),
    "guest_stays": _guest_stays,
    "guests": lambda c, _h, over: GuestsDialog(c, over),
    "guide": lambda c, h, over: guide_of(c, h.link, over),
    "held_back": lambda c, _h, over: HeldBackDialog(c, over),
    "help": _help,
    "hoster_help": lambda c, _h, over: HosterHelp(c.texts, "ionos", over),
    "house": lambda c, h, over: PropertyDialog(
        c.texts, c.services.units.add_property, house=h.services.units.properties()[0], parent=over
    ),
    "import": lambda c, _h, over: ImportDialog(c, over),
    "import_columns": _import,
    "import_units": _import_units,
    "import_preview": _import_preview,
    "letter": lambda c, h, over: LetterDialog(c, h.stay, over),
    "letter_template": lambda c, _h, over: TemplateDialog(c, "de", over),
    "licences": lambda c, _h, over: LicencesDialog(c.texts, over),
    "message": _message,
    "occupancy": lambda c, h, over: OccupancyDialog(
        c, Actions(c), _choices(h), occupancy=h.stay, parent=over
    ),
    "occupancy_new": lambda c, h, over: OccupancyDialog(c, Actions(c), _choices(h), parent=over),
    "pack": _pack,
    "packed": _packed,
    "paper_day": _paper(What.DAY),
    "paper_list": _printed_list,
    "paper_month": _paper(What.MONTH),
    "paper_year": _paper(What.YEAR),
    "password": lambda c, h, over: PasswordDialog(c, h.webspace, over),
    "portal": lambda c, h, over: PortalDialog(c, Actions(c), _choices(h), parent=over),
    "preview_list": _preview_list,
    "question": _question,
    "reach_house": _reach("house"),
    "reach_own": _reach("own"),
    "reach_webspace": _reach("webspace"),
    "reader": lambda c, h, over: NameDialog(c, h.services.readers.recent(h.link.id)[0], over),
    "ready": lambda c, h, over: ReadyDialog(c, h.link, over),
    "region": lambda c, _h, over: RegionDialog(c.texts, Region("DE", "BW"), over),
    "remove_source": lambda c, h, over: RemoveDialog(c.texts, h.services.sources.looks()[0], over),
    "report": lambda c, _h, over: ReportDialog(c, over),
    "restore": lambda c, h, over: RestoreDialog(c.texts, h.services.backups, lambda: h.today, over),
    "retention": lambda c, _h, over: RetentionDialog(c, over),
    "share": lambda c, h, over: ShareDialog(c, h.link, over),
    "shortcuts": lambda c, _h, over: ShortcutsDialog(c.texts, over),
    "staff": lambda c, _h, over: StaffDialog(c, over),
    "staff_entry": lambda c, h, over: StaffEntry(c, h.member, over),
    "unit": lambda c, h, over: UnitDialog(
        c.texts, c.services.units.add, h.services.units.properties(), unit=h.unit, parent=over
    ),
    "unpack": _unpack,
    "unpack_first": lambda c, _h, over: UnpackDialog(c, over),
    "uploading": lambda c, _h, over: UploadingDialog(c.texts, 2, _shell(over)),
}


def _shell(over: QWidget) -> Shell:
    assert isinstance(over, Shell)
    return over
