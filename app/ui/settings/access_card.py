"""This computer's own address: three choices in plain words, and what only few have to know.

Most owners never open it: the wizard asks where calendars shall be read, and sets the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.kit import Button, Card, Chip, Form, Label, Role, SegmentedControl, Tone, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.publishing.access.form import AccessField, AccessForm, Mode

if TYPE_CHECKING:
    from app.i18n import Catalogue

_INDENT = 26
_HERE, _ELSEWHERE = "here", "elsewhere"


class AccessCard(Card):
    """The form. It says what the owner wants; whether that can be is the page's business.

    Signals:
        edited(): something else stands in the form.
        apply_wanted(): the owner wants it so.
        discard_wanted(): the owner wants it back as it was.
    """

    edited = Signal()
    apply_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(
            name="access_card",
            accessible_name=texts.tr("Address of this computer"),
            parent=parent,
        )
        self._texts = texts
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(10)
        self._add_head()
        self._inside = QWidget(self)
        self._rest = QVBoxLayout(self._inside)
        self._rest.setContentsMargins(0, 0, 0, 0)
        self._rest.setSpacing(10)
        self.body.addWidget(self._inside)
        self._group = QButtonGroup(self)
        self._advanced = Form(name="access_advanced_form")
        self._radios: dict[Mode, QRadioButton] = {}
        self._add_choices()
        self._public = self._make_public()
        self._rest.addWidget(self._public)
        self._add_advanced()
        self._add_buttons()
        self.unfold(False)

    # ---- what stands in it ----

    def access(self) -> AccessForm:
        """What the owner wants, as typed."""
        return AccessForm(
            mode=next(mode for mode, radio in self._radios.items() if radio.isChecked()),
            public_url=self.public_url.text(),
            proxy_elsewhere=self.proxy_place.current() == _ELSEWHERE,
            port=self.port.text(),
            trusted_proxy=self.trusted_proxy.text(),
        )

    def set_access(self, access: AccessForm) -> None:
        """Show `access`."""
        self._radios[access.mode].setChecked(True)
        self.public_url.setText(access.public_url)
        self.proxy_place.select(_ELSEWHERE if access.proxy_elsewhere else _HERE)
        self.port.setText(access.port)
        self.trusted_proxy.setText(access.trusted_proxy)
        self.clear_errors()
        self._show_mode()

    def set_unsaved(self, unsaved: bool) -> None:
        """Show that what stands here does not hold yet."""
        if unsaved:
            self.unfold(True)
        self._unsaved.setVisible(unsaved)
        self.apply_button.setEnabled(unsaved)
        self.discard_button.setVisible(unsaved)

    def set_base(self, text: str) -> None:
        """Say what the links begin with as things stand in the form."""
        self._base.setText(text)
        self._base.setVisible(bool(text))

    def set_public_hint(self, hint: str) -> None:
        """Say something about the public address that is being typed."""
        self._rows[AccessField.PUBLIC_URL].set_hint(hint)

    def set_error(self, field: AccessField, sentence: str) -> None:
        """Say at a field what is wrong with it, and go there."""
        if field is not AccessField.PUBLIC_URL:
            self.show_advanced(True)
        row = self._rows[field]
        row.set_error(sentence)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_errors(self) -> None:
        """Take all sentences about errors away."""
        for row in self._rows.values():
            row.set_error(None)

    def unfold(self, unfolded: bool) -> None:
        """Show or hide all but the address itself."""
        tr = self._texts.tr
        self._inside.setVisible(unfolded)
        self.fold_button.setText(tr("Fold up") if unfolded else tr("Change …"))
        self.fold_button.set_icon("chevron-up" if unfolded else "chevron-down")

    def show_advanced(self, shown: bool) -> None:
        """Show or hide what only few have to know."""
        if shown:
            self.unfold(True)
        self._advanced.setVisible(shown)
        self.advanced_button.set_icon("chevron-up" if shown else "chevron-down")

    # ---- building ----

    def _add_head(self) -> None:
        tr = self._texts.tr
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(tr("Address of this computer"), Role.STRONG))
        self._base = Label(wrap=True, role=Role.MUTED, name="access_base")
        words.addWidget(self._base)
        add_layout(row, words, 1)
        self.fold_button = Button(tr("Change …"), icon="chevron-down", name="access_fold")
        self.fold_button.clicked.connect(lambda: self.unfold(self._inside.isHidden()))
        row.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignTop)
        add_layout(self.body, row)

    def _add_choices(self) -> None:
        tr = self._texts.tr
        self._add_choice(
            Mode.THIS_PC,
            tr("Only this computer"),
            tr(
                "Calendar programs on this computer can read the links. Google, Airbnb and "
                "Booking.com cannot."
            ),
        )
        self._add_choice(
            Mode.HOME,
            tr("The home network"),
            tr(
                "Every phone and computer in this network that knows a link can read it, without "
                "a password. The address is that of this computer in the network: it changes when "
                "the router gives out another one, unless you fix it there. Google, Airbnb and "
                "Booking.com still cannot read it."
            ),
        )
        self._add_choice(
            Mode.PUBLIC,
            tr("Everywhere, through an address of my own"),
            tr(
                "For those who have a tunnel or a proxy that forwards to this computer. Whoever "
                "knows a link can read it, from everywhere: Google, Airbnb and Booking.com too."
            ),
        )

    def _add_choice(self, mode: Mode, name: str, explanation: str) -> None:
        radio = QRadioButton(name, self)
        radio.setObjectName(f"access_{mode.value}")
        radio.setAccessibleDescription(explanation)
        radio.clicked.connect(self._show_mode)
        radio.clicked.connect(self.edited)
        self._group.addButton(radio)
        self._radios[mode] = radio
        words = Label(explanation, Role.SMALL, wrap=True)
        words.setContentsMargins(_INDENT, 0, 0, 0)
        choice = QVBoxLayout()
        choice.setSpacing(0)
        choice.addWidget(radio)
        choice.addWidget(words)
        add_layout(self._rest, choice)

    def _make_public(self) -> QWidget:
        tr = self._texts.tr
        form = Form(name="access_public_form")
        form.body.setContentsMargins(_INDENT, 0, 0, 0)
        self.public_url = QLineEdit()
        self.public_url.setObjectName("access_public_url")
        self.public_url.setPlaceholderText("https://calendar.example.org")
        self.public_url.textEdited.connect(self.edited)
        self.public_url.returnPressed.connect(self.apply_wanted)
        self.proxy_place = SegmentedControl(
            [(_HERE, tr("on this computer")), (_ELSEWHERE, tr("on another device at home"))],
            accessible_name=tr("The tunnel or proxy runs"),
            name="access_proxy_place",
        )
        self.proxy_place.chosen.connect(self.edited)
        self._rows = {AccessField.PUBLIC_URL: form.add(tr("Public address"), self.public_url)}
        form.add(tr("The tunnel or proxy runs"), self.proxy_place)
        return form

    def _add_advanced(self) -> None:
        tr = self._texts.tr
        self.advanced_button = Button(
            tr("Advanced"), Variant.LINK, icon="chevron-down", name="access_advanced"
        )
        self.advanced_button.clicked.connect(lambda: self.show_advanced(self._advanced.isHidden()))
        self.port = QLineEdit()
        self.port.setObjectName("access_port")
        self.port.setMaximumWidth(120)
        self.trusted_proxy = QLineEdit()
        self.trusted_proxy.setObjectName("access_trusted_proxy")
        self.trusted_proxy.setMaximumWidth(280)
        for field in (self.port, self.trusted_proxy):
            field.textEdited.connect(self.edited)
            field.returnPressed.connect(self.apply_wanted)
        self._rows[AccessField.PORT] = self._advanced.add(
            tr("Port"),
            self.port,
            hint=tr("The number at which this computer answers: from 1024 to 65535, usually 8642."),
        )
        self._rows[AccessField.TRUSTED_PROXY] = self._advanced.add(
            tr("Trusted proxy"),
            self.trusted_proxy,
            hint=tr(
                "The IP address of a proxy that says from where a reader comes. Leave it empty "
                "unless you run one."
            ),
        )
        self._rest.addWidget(self._advanced)
        self.show_advanced(False)

    def _add_buttons(self) -> None:
        tr = self._texts.tr
        row = QHBoxLayout()
        row.setSpacing(8)
        self._unsaved = Chip(tr("Not applied yet"), Tone.CAREFUL, name="access_unsaved")
        row.addWidget(self.advanced_button)
        row.addStretch(1)
        row.addWidget(self._unsaved)
        row.addSpacing(4)
        self.discard_button = Button(tr("Discard"), name="access_discard")
        self.discard_button.clicked.connect(self.discard_wanted)
        row.addWidget(self.discard_button)
        self.apply_button = Button(tr("Apply"), Variant.PRIMARY, name="access_apply")
        self.apply_button.clicked.connect(self.apply_wanted)
        row.addWidget(self.apply_button)
        add_layout(self._rest, row)

    def _show_mode(self) -> None:
        self._public.setVisible(self._radios[Mode.PUBLIC].isChecked())
