"""What there is to pass on of a calendar, and of a link for a website."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.links.address_forms import AddressForms, Form, Theme, iframe_snippet, website_address
from app.core.links.link import calendar_name
from app.i18n import LANGUAGES, own_names
from app.ui.guides.address_line import AddressLine
from app.ui.kit import Button, CopyButton, Label, Role, SegmentedControl, TextArea
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.popups import ComboBox
from app.ui.links.base.access import portals_can_read
from app.ui.links.share.calendar_file import CalendarFile
from app.ui.links.share.one_click import OneClickButtons

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.base.context import Context
    from app.ui.links.share.addresses import Standing


class CalendarWays(QWidget):
    """The address in two forms, the buttons for Google & Co., and a file."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        texts = context.texts
        column = _column(self)
        self._https = AddressLine(
            texts,
            texts.tr("Address of the link"),
            copy_text=texts.tr("Copy link"),
            name="share_address",
            parent=self,
        )
        self._webcal = AddressLine(
            texts, texts.tr("For calendar programs (webcal)"), name="share_webcal", parent=self
        )
        self._buttons = OneClickButtons(texts, self)
        self._file = CalendarFile(context, self)
        for part in (self._https, self._webcal, self._buttons, self._file):
            column.addWidget(part)
        column.addStretch(1)

    def take_focus(self) -> None:
        """Put the focus on what is wanted most."""
        self._https.copy_button.setFocus()

    def show_link(self, standing: Standing) -> None:
        """Show what there is of this link."""
        forms = AddressForms(standing.address.url)
        self._https.show_address(forms.of(Form.HTTPS))
        self._webcal.show_address(forms.of(Form.WEBCAL))
        self._buttons.show_link(standing)
        self._file.show_link(standing.link)


class WebsiteWays(QWidget):
    """The piece of HTML for a website, the page's address, and a look at it."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._address = self._title = ""
        column = _column(self)
        self._language = ComboBox(self)
        self._language.setObjectName("snippet_language")
        self._language.setAccessibleName(texts.tr("Language of the calendar"))
        self._language.addItem(texts.tr("As the visitor’s browser"))
        for key, own_name in own_names(LANGUAGES):
            self._language.addItem(own_name, key)
        self._theme = SegmentedControl(
            [
                (Theme.LIGHT.value, texts.tr("Light")),
                (Theme.DARK.value, texts.tr("Dark")),
                (Theme.AUTO.value, texts.tr("As the visitor’s browser")),
            ],
            accessible_name=texts.tr("Colours of the calendar"),
            name="snippet_theme",
            parent=self,
        )
        for label, control in (
            (texts.tr("Language"), self._language),
            (texts.tr("Colours"), self._theme),
        ):
            add_layout(column, _labelled(label, control, self))
        self._code = TextArea(
            lines=4,
            accessible_name=texts.tr("Code for your website"),
            name="snippet_code",
            parent=self,
        )
        self._code.setReadOnly(True)
        add_layout(column, _labelled(texts.tr("Code for your website"), self._code, self))
        add_layout(column, self._make_buttons())
        self._note = Label("", Role.SMALL, wrap=True, name="snippet_note", parent=self)
        column.addWidget(self._note)
        self._page = AddressLine(
            texts, texts.tr("Address of the page"), name="share_address", parent=self
        )
        column.addWidget(self._page)
        column.addStretch(1)
        self._language.currentIndexChanged.connect(self._draw)
        self._theme.chosen.connect(self._draw)

    def _make_buttons(self) -> QHBoxLayout:
        tr = self._texts.tr
        self._copy = CopyButton(tr("Copy code"), tr("Copied"), name="snippet_copy", parent=self)
        self._look = Button(
            tr("Look at it in the browser"), icon="external-link", name="snippet_look", parent=self
        )
        self._look.clicked.connect(self._open)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._copy)
        row.addWidget(self._look)
        row.addStretch(1)
        return row

    def take_focus(self) -> None:
        """Put the focus on what is wanted most."""
        self._copy.setFocus()

    def show_link(self, standing: Standing) -> None:
        """Show what there is of this link."""
        self._address, self._title = standing.address.url, calendar_name(standing.link)
        self._page.show_address(standing.address.url)
        nobody = standing.nobody_reads(self._texts)
        self._look.setEnabled(not nobody)
        self._look.setAccessibleDescription(nobody)
        self._say(nobody or self._not_public(standing))
        self._draw()

    def _not_public(self, standing: Standing) -> str:
        if portals_can_read(standing.address):
            return ""
        return self._texts.tr(
            "Visitors of your website cannot see it yet: the address is not public."
        )

    def _say(self, note: str) -> None:
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _draw(self) -> None:
        theme = Theme(self._theme.current())
        language = self._language.currentData()
        snippet = iframe_snippet(self._address, language, self._title, theme)
        self._code.setPlainText(snippet)
        self._copy.content = snippet

    def _open(self) -> None:
        """Show it as it will stand on the website."""
        theme = Theme(self._theme.current())
        address = website_address(self._address, self._language.currentData(), theme)
        if not QDesktopServices.openUrl(QUrl(address)):
            self._say(
                self._texts.tr(
                    "Nothing on this computer opens that. Please copy the address and paste it "
                    "there."
                )
            )


def _labelled(text: str, control: QWidget, parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(Label(text, Role.SMALL, parent=parent))
    column.addWidget(control)
    return column


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return column
