"""The dialog that takes a house over, and the window around the house that has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import opened
from app.core.server_state import Phase
from app.i18n import Catalogue
from app.services.base.control import ServerController
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.moving.arrived_dialog import ArrivedDialog
from app.ui.moving.unpack_dialog import UnpackDialog, open_unpack
from tests.clocks import SetClock
from tests.ports import free_port
from tests.ui.conftest import MakeContext, OpenWindow
from tests.ui.moving.conftest import PASSPHRASE


@pytest.fixture
def there(tmp_path: Path, clock: SetClock) -> Iterator[Services]:
    """The house on the computer that it comes from, on a port of its own."""
    with opened(DataFolder(tmp_path / "there"), busy_timeout=0.25, clock=clock) as services:
        services.units.first_house("Berghof", ["Stube", "Kammer"])
        services.links.enable_all()
        services.settings.set("port", str(free_port()))
        yield services


@pytest.fixture
def packed(there: Services, file: Path) -> Path:
    return there.moving.pack(file, passphrase=PASSPHRASE).path


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    widget.show()
    return widget


def choose(dialog: UnpackDialog, file: Path, qtbot: QtBot) -> None:
    dialog.take_file(str(file))
    qtbot.waitUntil(lambda: not dialog._working)


def text_of(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def dialog(context: Context, page: QWidget) -> Iterator[UnpackDialog]:
    dialog = open_unpack(context, page)
    yield dialog
    dialog.reject()


def test_nothing_can_be_taken_over_before_a_file_is_chosen(dialog: UnpackDialog) -> None:
    assert not dialog.primary_button.isEnabled()
    assert not dialog.passphrase.isVisible()
    assert not dialog.warning.isVisible()
    dialog.choose.click()
    chooser = dialog.findChild(QFileDialog, "unpack_file")
    assert chooser is not None
    assert any("*.zimmerfrei" in each for each in chooser.nameFilters())
    chooser.close()


def test_a_protected_file_asks_for_its_passphrase(
    dialog: UnpackDialog, packed: Path, qtbot: QtBot
) -> None:
    choose(dialog, packed, qtbot)
    assert dialog.passphrase.isVisible()
    assert not dialog.primary_button.isEnabled()
    assert packed.name in dialog.name.text()
    dialog.passphrase.setText(PASSPHRASE)
    assert dialog.primary_button.isEnabled()


def test_a_wrong_passphrase_is_said_at_its_field(
    dialog: UnpackDialog, packed: Path, services: Services, qtbot: QtBot
) -> None:
    choose(dialog, packed, qtbot)
    dialog.passphrase.setText("Seeblick im Winter")
    dialog.primary_button.click()
    qtbot.waitUntil(lambda: not dialog._working)

    assert "öffnet die Umzugsdatei nicht" in dialog.passphrase_row.error()
    assert dialog.isVisible()
    assert services.units.empty()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"a novel", "keine Umzugsdatei"), (b"Zimmerfrei move\n\0\0", "beschädigt"), (None, "Datei")],
)
def test_what_is_no_move_file_is_told(
    dialog: UnpackDialog, file: Path, qtbot: QtBot, content: bytes | None, words: str
) -> None:
    if content is not None:
        file.write_bytes(content)
    choose(dialog, file, qtbot)
    assert words in dialog.error()
    assert not dialog.primary_button.isEnabled()


@pytest.mark.usefixtures("house")
def test_a_house_that_is_there_is_replaced_only_with_a_yes(
    context: Context, page: QWidget, packed: Path, services: Services, qtbot: QtBot
) -> None:
    dialog = open_unpack(context, page)
    choose(dialog, packed, qtbot)
    dialog.passphrase.setText(PASSPHRASE)
    assert dialog.warning.isVisible()
    assert not dialog.primary_button.isEnabled()
    dialog.replaces.setChecked(True)
    with qtbot.waitSignal(dialog.finished):
        dialog.primary_button.click()

    assert [unit.name for unit in services.units.all()] == ["Stube", "Kammer"]
    arrived = services.moving.arrived
    assert arrived is not None
    assert arrived.saved is not None
    assert arrived.saved.exists()


def test_it_can_be_stopped(
    dialog: UnpackDialog, packed: Path, services: Services, qtbot: QtBot
) -> None:
    choose(dialog, packed, qtbot)
    dialog.passphrase.setText(PASSPHRASE)
    dialog._unpack()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: not dialog._working)

    assert services.units.empty()
    assert dialog.error() == ""


@pytest.mark.parametrize("spoken", ["texts", "english", "wide"])
@pytest.mark.usefixtures("house")
def test_no_text_is_cut(
    request: pytest.FixtureRequest,
    make_context: MakeContext,
    page: QWidget,
    packed: Path,
    qtbot: QtBot,
    cut_texts: Callable[[QWidget], list[str]],
    spoken: str,
) -> None:
    texts: Catalogue = request.getfixturevalue(spoken)
    dialog = open_unpack(make_context(texts=texts), page)
    assert cut_texts(dialog) == []
    choose(dialog, packed, qtbot)
    dialog.passphrase.setText("Seeblick im Winter")
    dialog.replaces.setChecked(True)
    dialog.primary_button.click()
    qtbot.waitUntil(lambda: not dialog._working)
    assert cut_texts(dialog) == []
    dialog.reject()


# ---- in the whole window ----


def test_from_the_first_page_to_the_house_in_three_steps(
    open_window: OpenWindow,
    server: ServerController,
    there: Services,
    packed: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = there.settings.get().port
    program = open_window()
    button = program.shell.findChild(QPushButton, "start_move")
    assert button is not None
    button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, UnpackDialog)
    choose(dialog, packed, qtbot)
    dialog.passphrase.setText(PASSPHRASE)
    monkeypatch.setattr("app.services.links.addresses.house_address", lambda: "192.168.1.9")
    dialog.primary_button.click()

    def arrived() -> ArrivedDialog:
        found = program.frame.findChild(ArrivedDialog)
        assert found is not None
        return found

    qtbot.waitUntil(lambda: arrived().isVisible())
    assert program.first_start.page is None
    assert program.shell.current == "plan"
    assert "Alle Links behalten ihre Adressen." in text_of(arrived())
    # Served where the house has always been, and not where the empty one was.
    assert (server.state.phase, server.state.port) == (Phase.RUNNING, wanted)
    arrived().primary_button.click()


def test_links_with_another_address_are_listed_to_be_copied(
    make_context: MakeContext,
    services: Services,
    there: Services,
    file: Path,
    page: QWidget,
    english: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there.settings.set("host", "0.0.0.0")  # the home network
    at = "app.services.links.addresses.house_address"
    monkeypatch.setattr(at, lambda: "192.168.1.5")
    there.moving.pack(file)
    arrived = services.unpacking.unpack(file)
    monkeypatch.setattr(at, lambda: "192.168.1.9")
    context = make_context(texts=english)
    dialog = ArrivedDialog(context, arrived, page)
    dialog.open()

    said = text_of(dialog)
    assert "2 links have another address" in said
    assert "Stube" in said
    copy = dialog.findChild(QPushButton, "arrived_link_0_copy")
    assert copy is not None
    copy.click()
    token = services.links.all()[0].token
    copied = QApplication.clipboard().text()
    assert copied.startswith("http://192.168.1.9:")
    assert token in copied
    dialog.primary_button.click()
