"""Going back to a backup in the window, with real events over a real database and server."""

from __future__ import annotations

import http.client
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import backups_of
from app.core.errors import UserError
from app.core.stays.occupancy import OccupancyDraft
from app.i18n import Catalogue, catalogue
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.ui.backups.dialog import RestoreDialog, open_restore
from app.ui.backups.listing import when
from app.ui.base.page import OCCUPANCIES, SETTINGS
from app.ui.base.preferences import Preferences
from app.ui.look.theme import Appearance, current_theme
from app.ui.window.frame.frame import Frame
from app.ui.window.program import Program
from app.ui.window.troubles.recovery import recover
from tests.clocks import SetClock
from tests.ui.conftest import MakeContext, OpenWindow

TODAY = date(2027, 7, 6)


def stay(services: Services, guest: str, month: int) -> int:
    draft = OccupancyDraft(
        unit_id=1, arrival=date(2027, month, 4), departure=date(2027, month, 11), guest=guest
    )
    return services.occupancies.add(draft).after.id


@pytest.fixture
def backup(services: Services) -> Path:
    """A backup with one stay; there are two now, and a link."""
    services.units.first_house("Haus", ["Seeblick 1"])
    stay(services, "Huber", 8)
    made = services.backups.now()
    stay(services, "Åström <b>", 12)
    services.links.enable_unit(1)
    return made


def click(root: QWidget, name: str) -> None:
    found = root.findChild(QWidget, name)
    assert found is not None, name
    assert found.isVisible()
    assert found.isEnabled(), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def opened_dialog(qtbot: QtBot, parent: QWidget) -> RestoreDialog:
    dialog = parent.window().findChild(RestoreDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.list.isEnabled() and dialog.list.count() > 0)
    return dialog


def look(services: Services) -> None:
    """Look at the data, as a window or a server does; of spoilt data it says so each time."""
    with suppress(UserError):
        services.watch.poll()


def guests(services: Services) -> list[str]:
    return [one.guest for one in services.occupancies.all()]


def status(services: Services) -> int:
    link = services.links.all()
    address = services.links.address(link[0]) if link else "http://127.0.0.1/health"
    host, _, path = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=5)
    try:
        connection.request("GET", f"/{path}")
        return connection.getresponse().status
    finally:
        connection.close()


class TestInTheWindow:
    def test_it_goes_back_while_links_are_served_and_forth_again(
        self, qtbot: QtBot, services: Services, backup: Path, open_window: OpenWindow
    ) -> None:
        program = open_window()
        assert status(services) == 200
        link = services.links.all()[0]
        program.shell.go(OCCUPANCIES)
        done = services.occupancies.cancel(1, sequence=0)
        program._history.record(done, "cancelled")
        program.shell.go(SETTINGS)
        self._go_back(qtbot, program, backup.name)
        assert guests(services) == ["Huber"]
        assert program._history.next_undo is None
        assert program.shell.current == SETTINGS
        (saved,) = services.folder.backups.glob("zimmerfrei-before-restore-*.db")
        self._go_back(qtbot, program, saved.name)
        assert guests(services) == ["Huber", "Åström <b>"]
        assert services.links.all()[0].token == link.token
        assert status(services) == 200

    def _go_back(self, qtbot: QtBot, program: Program, name: str) -> None:
        shell = program.shell
        click(shell, "data_restore")
        dialog = opened_dialog(qtbot, shell)
        dialog.list.choose(name)
        click(dialog, "restore_dialog_primary")
        # Every page is made anew.
        qtbot.waitUntil(lambda: program.shell is not shell and program.shell.isVisible())
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)

    def test_another_process_that_goes_back_makes_the_window_anew(
        self, qtbot: QtBot, services: Services, backup: Path, open_window: OpenWindow
    ) -> None:
        program = open_window()
        shell = program.shell
        shell.go(OCCUPANCIES)
        backups_of(services.folder, services.clock).restore(backup)
        qtbot.waitUntil(lambda: program.shell is not shell)
        assert program.shell.current == OCCUPANCIES

    def test_damage_is_said_until_it_is_mended(
        self,
        qtbot: QtBot,
        services: Services,
        folder: DataFolder,
        backup: Path,
        open_window: OpenWindow,
    ) -> None:
        with closing(sqlite3.connect(folder.database, isolation_level=None)) as raw:
            raw.execute(
                "INSERT INTO retired_token (token, retired_at) VALUES ('x', CAST(x'ff' AS TEXT))"
            )
        program = open_window()

        def banner() -> QWidget | None:
            return program.shell.findChild(QWidget, "unsound_banner")

        qtbot.waitUntil(lambda: banner() is not None)
        shell = program.shell
        for page in (OCCUPANCIES, SETTINGS):
            program.shell.go(page)
            found = banner()
            assert found is not None
            assert found.isVisible()
        assert [file.name for file in folder.backups.iterdir()] == [backup.name]
        click(shell, "unsound_restore")
        dialog = opened_dialog(qtbot, shell)
        assert dialog.list.item(0).text().endswith(program.texts.tr("damaged"))
        click(dialog, "restore_dialog_primary")
        qtbot.waitUntil(lambda: program.shell is not shell)
        qtbot.waitUntil((folder.backups / "zimmerfrei-2027-07-06.db").exists)
        assert banner() is None
        assert guests(services) == ["Huber"]


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    """What a dialog is over."""
    parent = QWidget()
    parent.resize(1000, 700)
    qtbot.addWidget(parent)
    parent.show()
    return parent


class TestDialog:
    @pytest.fixture
    def dialog(
        self,
        qtbot: QtBot,
        make_context: MakeContext,
        backup: Path,
        texts: Catalogue,
        parent: QWidget,
    ) -> RestoreDialog:
        assert backup.exists()
        open_restore(make_context(texts=texts), parent)
        return opened_dialog(qtbot, parent)

    def said(self, dialog: RestoreDialog) -> str:
        return dialog.banner.plain_text()

    def test_it_says_what_would_be_missing(self, dialog: RestoreDialog) -> None:
        assert "1 Belegung, 1 Link" in self.said(dialog)
        assert "Åström <b>, Seeblick 1, 04.–11.12.2027" in self.said(dialog)
        label = dialog.findChild(QLabel, "restore_missing_text")
        assert label is not None
        assert "&lt;b&gt;" in label.text()

    def test_what_is_damaged_cannot_be_chosen(
        self,
        qtbot: QtBot,
        make_context: MakeContext,
        backup: Path,
        services: Services,
        parent: QWidget,
    ) -> None:
        services.backups.daily()
        backup.write_bytes(backup.read_bytes()[:5000])
        open_restore(make_context(), parent)
        dialog = opened_dialog(qtbot, parent)
        assert dialog.list.chosen() == "zimmerfrei-2027-07-06.db"
        dialog.list.choose(backup.name)
        for row in range(dialog.list.count()):
            flags = dialog.list.item(row).flags()
            name = dialog.list.item(row).text()
            assert bool(flags & Qt.ItemFlag.ItemIsSelectable) is ("täglich" in name)

    def test_another_file_is_looked_into(
        self, qtbot: QtBot, dialog: RestoreDialog, backup: Path, tmp_path: Path, services: Services
    ) -> None:
        bad = tmp_path / "bad.db"
        bad.write_text("Liebe Gäste")
        dialog.take_file(str(bad))
        qtbot.waitUntil(lambda: dialog.error() != "")
        assert str(bad) in dialog.error()
        other = tmp_path / "stick.db"
        other.write_bytes(backup.read_bytes())
        dialog.take_file(str(other))
        qtbot.waitUntil(lambda: dialog.list.chosen() is None and dialog.list.isEnabled())
        assert dialog.error() == ""
        with qtbot.waitSignal(dialog.restored):
            click(dialog, "restore_dialog_primary")
        assert guests(services) == ["Huber"]

    def test_escape_closes_and_changes_nothing(
        self, qtbot: QtBot, dialog: RestoreDialog, services: Services
    ) -> None:
        with qtbot.waitSignal(dialog.rejected):
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert len(guests(services)) == 2

    @pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
    def test_nothing_is_cut(
        self,
        qtbot: QtBot,
        make_context: MakeContext,
        backup: Path,
        wide: Catalogue,
        cut_texts: Callable[[QWidget], list[str]],
        parent: QWidget,
        appearance: Appearance,
    ) -> None:
        assert backup.exists()
        current_theme().set_appearance(appearance)
        open_restore(make_context(texts=wide), parent)
        assert cut_texts(opened_dialog(qtbot, parent)) == []
        current_theme().set_appearance(Appearance.LIGHT)


@pytest.mark.parametrize(
    ("ago", "german", "english"),
    [
        (timedelta(0), "Heute, ", "Today, "),
        (timedelta(days=1), "Gestern, ", "Yesterday, "),
        (timedelta(days=2), "So 04.07., ", "Sun 4 Jul, "),
        (timedelta(days=365), "Mo 06.07.2026, ", "Mon 6 Jul 2026, "),
    ],
)
def test_when(ago: timedelta, german: str, english: str) -> None:
    moment = datetime(2027, 7, 6, 12, 5, tzinfo=UTC) - ago
    assert when(catalogue("de"), moment, TODAY).startswith(german)
    assert when(catalogue("en"), moment, TODAY).startswith(english)
    assert when(catalogue("de"), moment, TODAY).endswith(":05")


class TestAtAStart:
    @pytest.mark.parametrize("answer", ["restore_dialog_primary", "restore_dialog_cancel"])
    def test_the_newest_sound_one_is_offered(
        self,
        qtbot: QtBot,
        qapp: QApplication,
        services: Services,
        clock: SetClock,
        backup: Path,
        texts: Catalogue,
        answer: str,
    ) -> None:
        assert backup.exists()
        services.folder.database.write_bytes(b"")
        backups = backups_of(services.folder, clock)
        assert backups.recoverable()
        frame = Frame(Preferences(services.folder.window_ini))
        qtbot.addWidget(frame)
        frame.show()

        def press() -> None:
            dialog = frame.findChild(RestoreDialog)
            if dialog is None or dialog.list.chosen() is None:
                QTimer.singleShot(10, frame, press)
                return
            assert dialog.lead.text() == "Die Datei ist leer."
            dialog.finished.connect(lambda: told.append(dialog.error()))
            click(dialog, answer)

        told: list[str] = []
        QTimer.singleShot(0, frame, press)
        # Whoever has the data open looks at it all the time, and lets it go.
        looking = QTimer(frame)
        looking.timeout.connect(lambda: look(services))
        looking.start(50)
        done = recover(qapp, frame, texts, backups, TODAY, "Die Datei ist leer.")
        looking.stop()
        assert told == [""]
        assert done is (answer == "restore_dialog_primary")
        if done:
            assert guests(services) == ["Huber"]
        frame.let_go()

    def test_sound_data_offers_nothing(self, services: Services, backup: Path) -> None:
        assert not services.backups.recoverable()
        services.folder.database.write_bytes(b"")
        assert services.backups.recoverable()
        backup.write_bytes(b"")
        assert not services.backups.recoverable()
