"""The password of a webspace as it is typed, or the key that takes its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.publishing.webspace import Secret
from app.ui.kit import Button, ElidedLabel, IconButton, Role, Variant
from app.ui.kit.floating.tips import set_tip
from app.ui.look import icons

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from app.i18n import Catalogue

_LARGEST_KEY = 64 * 1024
"""Bytes; a private key has some 3 kB at most."""


class PasswordEdit(QLineEdit):
    """A line of dots, with an eye that shows what is typed."""

    def __init__(self, texts: Catalogue, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setObjectName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        place = QLineEdit.ActionPosition.TrailingPosition
        self.eye: QAction = self.addAction(icons.icon("eye", "muted"), place)
        self.eye.triggered.connect(self._turn)
        self._tell_eye()

    def _turn(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self.eye.setIcon(icons.icon("eye-off" if hidden else "eye", "muted"))
        self._tell_eye()

    def _tell_eye(self) -> None:
        tr = self._texts.tr
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        set_tip(self.eye, tr("Show the password") if hidden else tr("Hide the password"))


class SecretField(QWidget):
    """A password; where keys are known, a key file instead, whose password is typed then.

    Signals:
        edited(): something else is typed or chosen.
        refused(UserError): the file that was chosen holds no key.
    """

    edited = Signal()
    refused = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._key = ""
        self.setObjectName("webspace_password")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.edit = PasswordEdit(texts, "webspace_password_edit", self)
        self.edit.textEdited.connect(self.edited)
        self.setFocusProxy(self.edit)
        column.addWidget(self.edit)
        self._file = self._make_file()
        column.addWidget(self._file)
        self.choose_key = Button(
            texts.tr("Key file instead of a password …"), Variant.LINK, name="webspace_key"
        )
        self.choose_key.setProperty("inline", "true")
        self.choose_key.clicked.connect(self._ask_which)
        column.addWidget(self.choose_key, 0, Qt.AlignmentFlag.AlignLeft)
        self._draw()

    def secret(self) -> Secret:
        """What is typed and chosen."""
        if self._key:
            return Secret(key=self._key, key_password=self.edit.text())
        return Secret(password=self.edit.text())

    def clear(self) -> None:
        """Forget what was typed and chosen."""
        self.edit.clear()
        self._take_key_away()

    def set_keys_known(self, known: bool) -> None:
        """Tell whether a key can take the password's place."""
        self.choose_key.setEnabled(known)
        if not known:
            self._key = ""
        self._draw()

    def set_placeholder(self, text: str) -> None:
        """Say in the empty field what holds while it is empty."""
        self.edit.setPlaceholderText(text)

    def take_key(self, path: Path) -> None:
        """Take the key in a file; `refused` where there is none."""
        try:
            self._key = _private_key(path)
        except UserError as error:
            self.refused.emit(error)
            return
        self._name.setText(self._texts.tr("Key: {name}", name=path.name))
        self.edit.clear()
        self._draw()
        self.edited.emit()

    def _make_file(self) -> QWidget:
        file = QWidget(self)
        row = QHBoxLayout(file)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._name = ElidedLabel("", Role.SMALL, name="webspace_key_name", parent=file)
        row.addWidget(self._name, 1)
        self._away = IconButton(
            "x",
            self._texts.tr("A password instead of the key"),
            ghost=True,
            name="webspace_key_away",
            parent=file,
        )
        self._away.clicked.connect(self._take_key_away)
        row.addWidget(self._away)
        return file

    def _take_key_away(self) -> None:
        self._key = ""
        self._draw()
        self.edited.emit()

    def _ask_which(self) -> None:
        dialog = QFileDialog(self, self._texts.tr("Choose the private key"))
        dialog.setObjectName("which_key")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.take_key(Path(path)))
        dialog.open()

    def _draw(self) -> None:
        tr = self._texts.tr
        self._file.setVisible(bool(self._key))
        self.choose_key.setVisible(self.choose_key.isEnabled() and not self._key)
        self.edit.setAccessibleName(tr("Password of the key") if self._key else tr("Password"))
        if self._key:
            self.set_placeholder(tr("Password of the key, if it has one"))
        else:
            self.set_placeholder("")


def _private_key(path: Path) -> str:
    """Return the private key in a file (UserError: it cannot be read, or holds none)."""
    try:
        with path.open("rb") as file:
            found = file.read(_LARGEST_KEY)
        text = found.decode("ascii")
    except OSError as error:
        raise UserError("The file “{name}” cannot be read.", name=path.name) from error
    except UnicodeDecodeError:
        text = ""
    if "PRIVATE KEY-----" not in text:
        raise UserError(
            "“{name}” is no private key. Choose the file without “.pub” at its end, in the form of "
            "OpenSSH.",
            name=path.name,
        )
    return text
