"""The first page of all: the name of the house, its units, done. Or a house to look around in."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core import texts as text_rules
from app.core.errors import UserError
from app.override import override
from app.ui.kit import (
    Button,
    Card,
    ErrorLine,
    Form,
    Label,
    NumberField,
    Role,
    ScrollPage,
    Variant,
)
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.flow import FlowLayout
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.start.names import UnitNames

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from app.services.base.changes import HouseChange
    from app.ui.base.context import Context

_WIDTH = 560
_LOGO = 40
MOST_UNITS = 50


class StartPage(QWidget):
    """Asks for the house and its units, once.

    Signals:
        house_made(HouseChange): the owner's own house is entered.
        sample_wanted(): the owner wants to look around in the sample guest house.
        move_wanted(): the owner's house comes from another computer.
    """

    house_made = Signal(object)
    sample_wanted = Signal()
    move_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("start_page")
        self._context = context
        texts = context.texts
        self.house = QLineEdit(texts.tr("My house"), self)
        self.house.setObjectName("start_house")
        self.count = NumberField(
            2, least=1, most=MOST_UNITS, name="start_count", accessible_name=texts.tr("Units")
        )
        self.count.setFixedWidth(110)
        self.names = UnitNames(texts, self)
        self._error = ErrorLine(name="start_error", parent=self)
        self._lay_out()
        self.count.valueChanged.connect(self._show_count)
        self._show_count()
        # Enter goes on, and never ends with names that nobody has seen.
        self.house.returnPressed.connect(self._enter_count)
        self.count.lineEdit().returnPressed.connect(self.names.begin)
        self.names.ended.connect(lambda: self.done.setFocus(Qt.FocusReason.TabFocusReason))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.house.setFocus(Qt.FocusReason.OtherFocusReason)
        self.house.selectAll()

    def show_house(self, made: HouseChange) -> None:
        """Put a house that was taken back into the fields again."""
        self.house.setText(made.house)
        self.count.setValue(len(made.names))
        self.names.show_names(made.names)

    def show_error(self, error: UserError) -> None:
        """Say what went wrong."""
        self._error.set_text(self._context.texts.tell(error))

    def _show_count(self) -> None:
        self.names.show_count(self.count.value())
        # Fields that came later stand before the buttons, as the eye goes.
        order: list[QWidget] = [
            self.house,
            self.count,
            *self.names.fields(),
            self.done,
            self.sample,
            self.take_over,
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _enter_count(self) -> None:
        self.count.setFocus(Qt.FocusReason.TabFocusReason)
        self.count.selectAll()

    def _lay_out(self) -> None:
        page = ScrollPage(name="start_scroll", parent=self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        column.setMinimumWidth(_WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        add_layout(inner, self._welcome())
        inner.addWidget(self._card())
        inner.addWidget(self._sample_row())
        inner.addWidget(self._move_row())
        page.body.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(column)
        middle.addStretch(1)
        add_layout(page.body, middle)
        page.body.addStretch(3)
        current_theme().changed.connect(self._draw_logo)
        self._draw_logo()

    def _welcome(self) -> QVBoxLayout:
        texts = self._context.texts
        centre = Qt.AlignmentFlag.AlignHCenter
        words = QVBoxLayout()
        words.setSpacing(6)
        self._logo = Label(parent=self)
        words.addWidget(self._logo, 0, centre)
        words.addSpacing(6)
        title = Label(texts.tr("Welcome to Zimmerfrei"), Role.TITLE, name="start_title")
        words.addWidget(title, 0, centre)
        lead = Label(
            texts.tr(
                "Who stays when, and a calendar link for Google, Airbnb & Co. Free, and your "
                "data stays on this computer."
            ),
            Role.MUTED,
            wrap=True,
            name="start_lead",
        )
        lead.setAlignment(centre)
        words.addWidget(lead)
        return words

    def _card(self) -> Card:
        texts = self._context.texts
        card = Card(name="start_card", accessible_name=texts.tr("Your house"))
        card.body.setContentsMargins(20, 18, 20, 16)
        card.body.setSpacing(14)
        form = Form()
        self.house_row = form.add(texts.tr("What is your house called?"), self.house)
        form.add(texts.tr("How many units do you let?"), self.count)
        form.add(texts.tr("What are they called?"), self.names)
        card.body.addWidget(form)
        card.body.addWidget(self._error)
        row = QHBoxLayout()
        row.addStretch(1)
        self.done = Button(texts.tr("Done"), Variant.PRIMARY, icon="check", name="start_done")
        self.done.clicked.connect(self._make_house)
        row.addWidget(self.done)
        add_layout(card.body, row)
        return card

    def _sample_row(self) -> QWidget:
        texts = self._context.texts
        self.sample = Button(
            texts.tr("See the sample guest house"), Variant.LINK, name="start_sample"
        )
        self.sample.clicked.connect(self.sample_wanted)
        return _offer(texts.tr("Only looking around?"), self.sample)

    def _move_row(self) -> QWidget:
        texts = self._context.texts
        self.take_over = Button(
            texts.tr("Take over from another computer …"), Variant.LINK, name="start_move"
        )
        self.take_over.clicked.connect(self.move_wanted)
        return _offer(texts.tr("A new computer?"), self.take_over)

    def _draw_logo(self) -> None:
        self._logo.setPixmap(icons.logo(_LOGO, self.devicePixelRatioF()))

    def _make_house(self) -> None:
        self._error.set_text(None)
        house_error = self._house_error()
        self.house_row.set_error(house_error)
        names_fit = self.names.check()
        if house_error is not None:
            self.house.setFocus(Qt.FocusReason.OtherFocusReason)
        elif names_fit:
            self._enter_house()

    def _enter_house(self) -> None:
        try:
            made = self._context.services.units.first_house(self.house.text(), self.names.names())
        except UserError as error:
            self.show_error(error)
            return
        self.house_made.emit(made)

    def _house_error(self) -> str | None:
        try:
            text_rules.name(self.house.text())
        except UserError as error:
            return self._context.texts.tell(error)
        return None


def _offer(question: str, button: Button) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row, first_grows=False, centred=True)
    flow.addWidget(Label(question, Role.MUTED))
    flow.addWidget(button)
    return row
