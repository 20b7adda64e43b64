"""The ways out of a double booking, of which the owner chooses one."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QVBoxLayout, QWidget

from app.core.portals import portal_name
from app.core.stays.double_booking import State
from app.ui.kit import Tone
from app.ui.kit.controls.choice_card import ChoiceCard
from app.ui.stays.clash.words import called, days_line, move_option, move_reason, move_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.core.stays.double_booking import Alarm
    from app.core.stays.moving import Suggestion
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue


class Way(enum.Enum):
    """What to do about a double booking."""

    MOVE = "move"
    CANCEL = "cancel"
    ACCEPT = "accept"


class Choices(QWidget):
    """A card for each way that there is. The first one that fits is chosen already.

    Signals:
        changed(): something else is chosen.
    """

    changed = Signal()

    def __init__(
        self,
        texts: Catalogue,
        alarm: Alarm,
        ways_out: Sequence[Suggestion],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._alarm = alarm
        self._ways_out = ways_out
        self._today = today
        self._group = QButtonGroup(self)
        self._cards: dict[Way, ChoiceCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._add_move()
        self._add_cancel()
        if alarm.booking.state is State.OPEN:
            self._add_accept()
        # Told of both: the one that was chosen before closes a moment after the other opens.
        self._group.buttonToggled.connect(lambda *_: self.changed.emit())
        if ways_out and ways_out[0].fits:
            self._cards[Way.MOVE].radio.setChecked(True)

    def way(self) -> Way | None:
        """What is chosen, None where nothing is yet."""
        return next((way for way, card in self._cards.items() if card.radio.isChecked()), None)

    def take_focus(self) -> None:
        """Put the focus on what is chosen, else on the first that can be."""
        radios = [card.radio for card in self._cards.values() if card.radio.isEnabled()]
        wanted = next((radio for radio in radios if radio.isChecked()), radios[0])
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, way: Way) -> None:
        """Choose a way; one that there is not is a KeyError."""
        self._cards[way].radio.setChecked(True)

    def offers(self, way: Way | None) -> bool:
        """Whether there is this way."""
        return way in self._cards

    def card(self, way: Way) -> ChoiceCard:
        """The card of a way; one that there is not is a KeyError."""
        return self._cards[way]

    def moving(self) -> Suggestion | None:
        """Who would move where, None where nobody can."""
        at = self._where.currentIndex()
        return self._ways_out[at] if 0 <= at < len(self._ways_out) else None

    def cancels(self) -> Occupancy | None:
        """Which of the two would be cancelled, None where that is not chosen yet."""
        chosen = [stay for stay, radio in self._which if radio.isChecked()]
        return chosen[0] if chosen else None

    def complete(self) -> bool:
        """Whether enough is chosen to do it."""
        match self.way():
            case Way.MOVE:
                return self.moving() is not None
            case Way.CANCEL:
                return self.cancels() is not None
            case way:
                return way is not None

    def _add_move(self) -> None:
        texts = self._texts
        # After the card: Tab goes in the order of making.
        card = self._add(Way.MOVE, "", "")
        self._where = QComboBox(card)
        self._where.setObjectName("clash_where")
        self._where.setAccessibleName(texts.tr("Who moves where"))
        # A name may be long: the list is as wide as the card, not the card as the longest name.
        self._where.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._where.setMinimumContentsLength(20)
        for one in self._ways_out:
            self._where.addItem(move_option(texts, one))
        if len(self._ways_out) > 1:
            card.more.addWidget(self._where)
        else:
            self._where.hide()
        self._say_move()
        self._where.currentIndexChanged.connect(self._move_chosen)

    def _add_cancel(self) -> None:
        texts, alarm = self._texts, self._alarm
        portals = {portal_name(stay.portal) for stay in alarm.both} - {""}
        here = texts.tr("Its nights are free again; it stays on record.")
        there = texts.tr("At the portal you have to cancel it yourself; here it is cancelled.")
        card = self._add(
            Way.CANCEL, texts.tr("Cancel one of the two …"), there if portals else here
        )
        group = QButtonGroup(card)
        self._which: list[tuple[Occupancy, QRadioButton]] = []
        for place, stay in enumerate(alarm.both):
            line = f"{called(texts, stay)} · {days_line(texts, stay, self._today)}"
            radio = QRadioButton(line.replace("&", "&&"), card)
            radio.setObjectName(f"clash_cancel_{place}")
            group.addButton(radio)
            card.more.addWidget(radio)
            self._which.append((stay, radio))
        group.buttonToggled.connect(lambda *_: self.changed.emit())

    def _add_accept(self) -> None:
        texts = self._texts
        self._add(
            Way.ACCEPT,
            texts.tr("It is meant to be so"),
            texts.tr(
                "perhaps one party that has booked twice. It stays visible in the plan and warns "
                "no more."
            ),
        )

    def _add(self, way: Way, title: str, sentence: str) -> ChoiceCard:
        card = ChoiceCard(title, sentence, name=f"clash_{way.value}", parent=self)
        self._group.addButton(card.radio)
        self._cards[way] = card
        self._column.addWidget(card)
        return card

    def _move_chosen(self) -> None:
        self._say_move()
        self.changed.emit()

    def _say_move(self) -> None:
        texts, card, one = self._texts, self._cards[Way.MOVE], self.moving()
        if one is None:
            card.set_words(
                texts.tr("Nobody can move"), texts.tr("No other unit is free in all these nights.")
            )
            card.radio.setEnabled(False)
            return
        card.set_words(move_title(texts, one), move_reason(texts, one, self._today))
        if one.fits:
            card.set_chip(texts.tr("free"))
        else:
            card.set_chip(texts.tr("too small"), Tone.CAREFUL)
