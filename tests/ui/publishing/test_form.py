"""The form of a webspace: what is asked and guessed, what stays, what is said at which field."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.core.publishing.setup.presets import presets
from app.core.publishing.setup.typed import WebspaceField
from app.core.publishing.webspace import KeptWebspace, Secret, WebspaceKind
from app.i18n import Catalogue
from app.ui.publishing.webspace.webspace_form import WebspaceForm
from tests.ui.publishing.conftest import click, find, shown, type_into

FIELDS = ("host", "port", "user", "password", "folder", "address")
KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IHJlYWw=\n-----END OPENSSH PRIVATE KEY-----\n"


@pytest.fixture
def form(qtbot: QtBot, texts: Catalogue, over: QWidget) -> WebspaceForm:
    form = WebspaceForm(texts, over)
    form.resize(640, 420)
    form.show()
    qtbot.waitUntil(form.isVisible)
    return form


def asked(form: WebspaceForm) -> list[str]:
    return [name for name in FIELDS if find(form, QWidget, f"webspace_{name}").isVisible()]


def fill_in(form: WebspaceForm) -> None:
    type_into(form, "webspace_host", "5001234567")
    type_into(form, "webspace_user", "u12345678-kalender")
    type_into(form, "webspace_password_edit", "geheim")
    type_into(form, "webspace_address", "haus-seeblick.example")


def error(form: WebspaceForm, field: str) -> str:
    return shown(form, f"webspace_{field}_error")


@pytest.mark.parametrize(
    ("preset", "fields"),
    [
        ("ionos", ["host", "user", "password", "folder", "address"]),
        ("strato", ["host", "user", "password", "folder", "address"]),
        ("all-inkl", ["host", "user", "password", "folder", "address"]),
        ("hetzner", ["host", "user", "password", "folder", "address"]),
        ("nextcloud", ["host", "user", "password", "folder"]),
        ("s3", ["host", "user", "password", "folder", "address"]),
        ("other", ["host", "port", "user", "password", "folder", "address"]),
    ],
)
def test_only_what_is_needed_is_asked(form: WebspaceForm, preset: str, fields: list[str]) -> None:
    click(form, f"preset_{preset}")
    assert asked(form) == fields
    assert find(form, QWidget, "webspace_kind").isVisible() == (preset == "other")
    # A key is an affair of SSH alone.
    keys = find(form, QWidget, "webspace_key").isVisible()
    assert keys == (presets()[preset].kind is WebspaceKind.SFTP)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("ftps", list(FIELDS)),
        ("webdav", ["host", "user", "password", "folder", "address"]),
        ("folder", ["folder", "address"]),
        ("sftp", list(FIELDS)),
    ],
)
def test_each_kind_asks_what_it_needs(form: WebspaceForm, kind: str, fields: list[str]) -> None:
    click(form, "preset_other")
    click(form, "webspace_kind_folder")
    click(form, f"webspace_kind_{kind}")
    assert asked(form) == fields
    assert form.typed().kind is WebspaceKind(kind)


def test_four_fields_make_an_access(form: WebspaceForm) -> None:
    fill_in(form)
    filled = form.filled()
    assert filled is not None
    webspace = filled.webspace
    assert webspace.host == "access-5001234567.webspace-host.com"
    assert webspace.address == "https://haus-seeblick.example"
    assert webspace.folder == "kalender"
    assert filled.secret == Secret(password="geheim")


def test_where_it_will_be_read_is_said_while_typing(form: WebspaceForm) -> None:
    fill_in(form)
    row = find(form, QWidget, "webspace_address_row")

    def hints() -> list[str]:
        return [label.text() for label in row.findChildren(QLabel) if label.isVisible()]

    assert any("https://haus-seeblick.example/kalender/…" in hint for hint in hints())
    type_into(form, "webspace_folder", "public_html/kal")
    assert any("https://haus-seeblick.example/kal/…" in hint for hint in hints())
    type_into(form, "webspace_address", "häuser.example/frei")
    assert any("https://häuser.example/frei/…" in hint for hint in hints())
    type_into(form, "webspace_address", "keine Adresse")
    assert not any("…" in hint for hint in hints())


def test_the_server_follows_from_hoster_and_user(form: WebspaceForm) -> None:
    click(form, "preset_strato")
    assert form.host.text() == "ssh.strato.de"
    click(form, "preset_all-inkl")
    assert form.host.text() == ""
    type_into(form, "webspace_user", "w0123abc")
    assert form.host.text() == "w0123abc.kasserver.com"
    click(form, "preset_ionos")
    assert form.host.text() == ""


def test_what_was_typed_stays_whichever_hoster_is_chosen(form: WebspaceForm) -> None:
    fill_in(form)
    type_into(form, "webspace_folder", "frei")
    for preset in ("strato", "nextcloud", "s3", "other", "ionos"):
        click(form, f"preset_{preset}")
        assert form.user.text() == "u12345678-kalender"
        assert form.host.text() == "5001234567"
        assert form.folder.text() == "frei"
        assert form.address.text() == "haus-seeblick.example"
        assert form.secret.secret() == Secret(password="geheim")


@pytest.mark.parametrize(
    ("field", "widget"),
    [
        (WebspaceField.HOST, "webspace_host"),
        (WebspaceField.USER, "webspace_user"),
        (WebspaceField.PASSWORD, "webspace_password_edit"),
        (WebspaceField.ADDRESS, "webspace_address"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_focus_goes_there(
    form: WebspaceForm, field: WebspaceField, widget: str
) -> None:
    fill_in(form)
    type_into(form, widget, "")
    assert form.filled() is None
    assert error(form, field.value)
    assert find(form, QLineEdit, widget).hasFocus()
    type_into(form, widget, "x")
    assert error(form, field.value) == "", "typing takes the sentence away"


def test_a_failed_field_loses_nothing(form: WebspaceForm) -> None:
    fill_in(form)
    before = form.typed(), form.secret.secret()
    form.set_error(WebspaceField.PASSWORD, "Abgelehnt.")
    assert (form.typed(), form.secret.secret()) == before
    assert error(form, "password") == "Abgelehnt."


class TestPassword:
    def test_it_is_dots_until_the_eye_is_pressed(self, form: WebspaceForm) -> None:
        edit = form.secret.edit
        hidden = QLineEdit.EchoMode.Password
        assert edit.echoMode() is hidden
        edit.eye.trigger()
        assert edit.echoMode() is QLineEdit.EchoMode.Normal
        edit.eye.trigger()
        assert edit.echoMode() is hidden

    def test_it_is_in_no_representation(self, form: WebspaceForm) -> None:
        fill_in(form)
        assert "geheim" not in repr(form.filled())

    def test_a_key_takes_its_place_and_gives_it_back(
        self, form: WebspaceForm, tmp_path: Path
    ) -> None:
        fill_in(form)
        path = tmp_path / "id_ed25519"
        path.write_text(KEY)
        form.secret.take_key(path)
        assert form.secret.secret() == Secret(key=KEY)
        assert "id_ed25519" in shown(form, "webspace_key_name")
        type_into(form, "webspace_password_edit", "zum Schlüssel")
        assert form.secret.secret() == Secret(key=KEY, key_password="zum Schlüssel")
        click(form, "webspace_key_away")
        assert form.secret.secret() == Secret(password="zum Schlüssel")

    @pytest.mark.parametrize(
        "content", [b"ssh-ed25519 AAAA anna@haus", b"\xff\xfe\x00", b"", b"x" * 100_000]
    )
    def test_what_is_no_key_is_said_at_the_field(
        self, form: WebspaceForm, tmp_path: Path, content: bytes
    ) -> None:
        path = tmp_path / "id_ed25519.pub"
        path.write_bytes(content)
        form.secret.take_key(path)
        assert "id_ed25519.pub" in error(form, "password")
        assert form.secret.secret() == Secret()

    def test_a_file_that_is_gone_is_said(self, form: WebspaceForm, tmp_path: Path) -> None:
        form.secret.take_key(tmp_path / "weg")
        assert "weg" in error(form, "password")

    def test_the_file_is_asked_for(self, form: WebspaceForm, tmp_path: Path) -> None:
        path = tmp_path / "schluessel"
        path.write_text(KEY)
        click(form, "webspace_key")
        dialog = find(form, QFileDialog, "which_key")
        dialog.fileSelected.emit(str(path))
        dialog.close()
        assert form.secret.secret().key == KEY

    def test_where_no_key_can_be_used_none_is(self, form: WebspaceForm, tmp_path: Path) -> None:
        path = tmp_path / "schluessel"
        path.write_text(KEY)
        form.secret.take_key(path)
        click(form, "preset_nextcloud")
        assert form.secret.secret().key == ""


class TestKept:
    def test_it_stands_in_the_form_and_needs_no_password(
        self, form: WebspaceForm, kept: KeptWebspace
    ) -> None:
        form.show_kept(kept)
        filled = form.filled()
        assert filled is not None
        assert filled.webspace.folder == kept.folder
        assert filled.webspace.address == kept.address
        assert not filled.secret

    def test_a_known_identity_counts_until_the_server_is_another(
        self, form: WebspaceForm, kept: KeptWebspace
    ) -> None:
        known = replace(
            kept,
            kind=WebspaceKind.SFTP,
            preset="ionos",
            host="access-5001234567.webspace-host.com",
            port=22,
            user="u1",
            identity="SHA256:alt",
        )
        form.show_kept(known)
        filled = form.filled()
        assert filled is not None
        assert filled.webspace.identity == "SHA256:alt"
        form.believe_anew()
        believed = form.filled()
        assert believed is not None
        assert believed.webspace.identity == ""
        form.show_kept(known)
        type_into(form, "webspace_host", "5007654321")
        other = form.filled()
        assert other is not None
        assert other.webspace.identity == ""

    def test_another_hoster_needs_its_own_password(
        self, form: WebspaceForm, kept: KeptWebspace
    ) -> None:
        form.show_kept(kept)
        click(form, "preset_nextcloud")
        type_into(form, "webspace_host", "cloud.example.org")
        type_into(form, "webspace_user", "anna")
        assert form.filled() is None
        assert error(form, "password")


class TestKeyboard:
    def test_tab_goes_through_the_fields_in_reading_order(self, form: WebspaceForm) -> None:
        form.host.setFocus()
        order = []
        for _ in range(6):
            focused = form.window().focusWidget()
            assert focused is not None
            order.append(focused.objectName())
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert order[:3] == ["webspace_host", "webspace_user", "webspace_password_edit"]
        assert order.index("webspace_folder") < order.index("webspace_address")

    def test_arrows_choose_the_hoster(self, form: WebspaceForm) -> None:
        chip = find(form, QWidget, "preset_ionos")
        chip.setFocus()
        QTest.keyClick(chip, Qt.Key.Key_Right)
        assert form.chips.current() == "strato"
        assert find(form, QWidget, "preset_strato").hasFocus()
        QTest.keyClick(find(form, QWidget, "preset_strato"), Qt.Key.Key_Left)
        QTest.keyClick(find(form, QWidget, "preset_ionos"), Qt.Key.Key_Left)
        assert form.chips.current() == "other", "round the end"

    def test_every_field_has_a_name_for_those_who_hear_it(self, form: WebspaceForm) -> None:
        for preset in presets():
            click(form, f"preset_{preset}")
            for line in form.findChildren(QLineEdit):
                assert not line.isVisible() or line.accessibleName(), line.objectName()
