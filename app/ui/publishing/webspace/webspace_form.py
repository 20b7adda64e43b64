"""What is asked of a webspace: only what its kind needs, with what is known filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.publishing.setup.presets import OTHER, presets
from app.core.publishing.setup.typed import (
    TypedWebspace,
    WebspaceField,
    WebspaceFieldError,
    asked_of,
    checked_secret,
)
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.web_address import readable
from app.ui.kit import Label, Role, SegmentedControl
from app.ui.kit.controls.form import FormRow
from app.ui.kit.controls.layouts import add_layout
from app.ui.publishing.secret.secret_field import SecretField
from app.ui.publishing.webspace.field_names import field_examples, field_names
from app.ui.publishing.webspace.folder_button import FolderButton
from app.ui.publishing.webspace.preset_chips import PresetChips
from app.ui.publishing.webspace.two_columns import TwoColumns

if TYPE_CHECKING:
    from app.core.publishing.webspace import KeptWebspace
    from app.i18n import Catalogue

_OF_OTHERS = (WebspaceKind.SFTP, WebspaceKind.FTPS, WebspaceKind.WEBDAV, WebspaceKind.FOLDER)
_GAP = 12


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that is filled in; `secret` is empty where the one that is kept shall hold."""

    webspace: Webspace
    secret: Secret


class WebspaceForm(QWidget):
    """The fields of a webspace. What the owner has typed stays, whichever hoster is chosen.

    Signals:
        edited(): something else stands in the form.
    """

    edited = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._kept = False
        self._identity = ""
        self._own_host = self._own_folder = False
        self.setObjectName("webspace_form")
        tr = texts.tr
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        asked = QVBoxLayout()
        asked.setSpacing(6)
        where = tr("Where does your website lie?")
        asked.addWidget(Label(where, Role.SMALL, parent=self))
        self.chips = PresetChips(texts, accessible_name=where, parent=self)
        self.chips.chosen.connect(self._turn_to)
        asked.addWidget(self.chips)
        add_layout(column, asked)
        self.kind = SegmentedControl(
            [
                (WebspaceKind.SFTP, "SFTP"),
                (WebspaceKind.FTPS, "FTPS"),
                (WebspaceKind.WEBDAV, "WebDAV"),
                (WebspaceKind.FOLDER, tr("Folder")),
            ],
            accessible_name=tr("How files get there"),
            name="webspace_kind",
            parent=self,
        )
        self.kind.chosen.connect(self._kind_chosen)
        column.addWidget(self.kind)
        self._columns = TwoColumns(_GAP)
        add_layout(column, self._columns)
        self._add_fields()
        self.chips.select(next(iter(presets())))
        self._turn_to(self.chips.current())

    # ---- what stands in it ----

    def typed(self) -> TypedWebspace:
        """What stands in the form, as typed; without the password."""
        return TypedWebspace(
            preset=self.chips.current(),
            kind=self._chosen_kind(),
            host=self.host.text(),
            port=self.port.text(),
            user=self.user.text(),
            folder=self.folder.text(),
            address=self.address.text(),
        )

    def show_kept(self, webspace: KeptWebspace) -> None:
        """Show a webspace that is in use; an empty password stands for the one that is kept."""
        typed = TypedWebspace.of(webspace)
        self._kept, self._identity = True, webspace.identity
        self.chips.select(typed.preset)
        if typed.kind in _OF_OTHERS:
            self.kind.select(typed.kind)
        for field, text in (
            (self.host, typed.host),
            (self.port, typed.port),
            (self.user, typed.user),
            (self.folder, typed.folder),
            (self.address, typed.address),
        ):
            field.setText(text)
        self._own_host = self._own_folder = True
        self._arrange()

    def filled(self) -> Filled | None:
        """Return what is meant; None where something is missing or wrong, said at its field."""
        self.clear_errors()
        typed = self.typed()
        secret = self.secret.secret()
        try:
            webspace = typed.webspace()
            if not self._kept:
                checked_secret(typed.kind, secret)
        except WebspaceFieldError as error:
            self.set_error(error.field, self._texts.tell(error))
            return None
        # Of another server nothing is known yet.
        if self._identity and typed.kind is WebspaceKind.SFTP:
            webspace = replace(webspace, identity=self._identity)
        return Filled(webspace, secret)

    def believe_anew(self) -> None:
        """The owner has made sure that the server rightly shows another identity than before."""
        self._identity = ""

    def set_error(self, field: WebspaceField, sentence: str) -> None:
        """Say at a field what is wrong with it, and go there."""
        row = self._rows[field]
        row.set_error(sentence)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_errors(self) -> None:
        """Take all sentences about errors away."""
        for row in self._rows.values():
            row.set_error(None)

    def take_focus(self) -> None:
        """Go to the first field that is empty, else to the first one."""
        asked = [self._rows[one] for one in self._asked()]
        lines = [row.field for row in asked if isinstance(row.field, QLineEdit)]
        first = next((line for line in lines if not line.text()), lines[0])
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- building ----

    def _add_fields(self) -> None:
        self.host = self._line("webspace_host")
        self.port = self._line("webspace_port")
        self.user = self._line("webspace_user")
        self.secret = SecretField(self._texts, self)
        self.folder = self._line("webspace_folder")
        self.address = self._line("webspace_address")
        self.host.textEdited.connect(self._host_typed)
        self.user.textEdited.connect(self._guess)
        self.folder.textEdited.connect(self._folder_typed)
        self.secret.edited.connect(self._edited)
        self.secret.refused.connect(self._refuse_key)
        fields: dict[WebspaceField, QWidget] = {
            WebspaceField.HOST: self.host,
            WebspaceField.PORT: self.port,
            WebspaceField.USER: self.user,
            WebspaceField.PASSWORD: self.secret,
            WebspaceField.FOLDER: self.folder,
            WebspaceField.ADDRESS: self.address,
        }
        self._rows = {key: FormRow("", field, parent=self) for key, field in fields.items()}
        for row in self._rows.values():
            row.hide()
        self.choose_folder = FolderButton(self._texts, self.folder)
        self.choose_folder.picked.connect(self._take_folder)
        column = self._rows[WebspaceField.FOLDER].layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(2, self.choose_folder, 0, Qt.AlignmentFlag.AlignLeft)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.textEdited.connect(self._edited)
        return line

    # ---- what follows from what ----

    def _turn_to(self, key: str) -> None:
        """Show what a hoster asks for, with what is known of it; what was typed stays."""
        preset = presets()[key]
        self._kept, self._identity = False, ""
        if preset.kind in _OF_OTHERS:
            self.kind.select(preset.kind)
        if not self._own_host:
            self.host.setText(preset.guessed_host(self.user.text()))
        if not self._own_folder:
            self.folder.setText(preset.folder)
        self._arrange()
        self._edited()

    def _kind_chosen(self) -> None:
        self._kept, self._identity = False, ""
        folder = self._chosen_kind() is WebspaceKind.FOLDER
        if not self._own_folder:
            self.folder.setText("" if folder else presets()[OTHER].folder)
        self._arrange()
        self._edited()

    def _guess(self) -> None:
        if not self._own_host:
            self.host.setText(presets()[self.chips.current()].guessed_host(self.user.text()))

    def _host_typed(self, text: str) -> None:
        self._own_host = bool(text)
        self._identity = ""

    def _folder_typed(self, _text: str) -> None:
        self._own_folder = True

    def _edited(self) -> None:
        self.clear_errors()
        self._show_public()
        self.edited.emit()

    def _chosen_kind(self) -> WebspaceKind:
        preset = presets()[self.chips.current()]
        return WebspaceKind(self.kind.current()) if preset.key == OTHER else preset.kind

    def _asked(self) -> tuple[WebspaceField, ...]:
        return asked_of(self._chosen_kind(), self.chips.current())

    def _arrange(self) -> None:
        """Lay out the fields that are asked for, in two columns."""
        kind = self._chosen_kind()
        self.kind.setVisible(self.chips.current() == OTHER)
        self.secret.set_keys_known(kind is WebspaceKind.SFTP)
        if self._kept and kind is not WebspaceKind.FOLDER:
            self.secret.set_placeholder(self._texts.tr("as before"))
        self.choose_folder.setVisible(kind is WebspaceKind.FOLDER)
        self._name_fields(kind)
        asked = self._asked()
        wide = () if WebspaceField.PORT in asked else (self._rows[WebspaceField.HOST],)
        self._columns.arrange(self._rows.values(), [self._rows[key] for key in asked], wide)
        self._show_public()

    def _name_fields(self, kind: WebspaceKind) -> None:
        names = field_names(self._texts, kind)
        examples = field_examples(kind, presets()[self.chips.current()].example)
        for key, row in self._rows.items():
            row.label.setText(names[key])
            row.label.setVisible(True)
            if key is not WebspaceField.PASSWORD:
                row.field.setAccessibleName(names[key])
            if isinstance(row.field, QLineEdit):
                row.field.setPlaceholderText(examples.get(key, ""))

    def _show_public(self) -> None:
        """Say under the address where the calendars will be read, as far as that is known."""
        texts, row = self._texts, self._rows[WebspaceField.ADDRESS]
        try:
            found = self.typed().read_at() if self.address.text().strip() else ""
        except UserError:
            found = ""
        if not found:
            row.set_hint("")
            return
        row.set_hint(texts.tr("Read at {address}/…", address=readable(found)))

    def _refuse_key(self, error: UserError) -> None:
        self.set_error(WebspaceField.PASSWORD, self._texts.tell(error))

    def _take_folder(self, path: str) -> None:
        self._own_folder = True
        self.folder.setText(path)
        self._edited()
