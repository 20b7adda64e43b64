"""What the plan says as long as nobody stays anywhere: how the first stay is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.kit import Button, Card, Label, Role, Variant
from app.ui.kit.flow import FlowLayout

if TYPE_CHECKING:
    from app.i18n import Catalogue


class FirstStay(Card):
    """A card in the place of what is due, with the two ways to enter something.

    Signals:
        stay_wanted(): the owner wants to enter a stay.
        portal_wanted(): the owner wants to enter what came in at a portal.
    """

    stay_wanted = Signal()
    portal_wanted = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        title = texts.tr("No occupancies yet")
        super().__init__(name="first_stay", accessible_name=title, parent=parent)
        self.setProperty("sunken", "true")
        self.body.addWidget(Label(title, Role.HEADING, name="first_stay_title", parent=self))
        self.body.addWidget(
            Label(
                texts.tr(
                    "Drag with the mouse over the days of a unit, from the arrival to the "
                    "departure, or begin here."
                ),
                Role.MUTED,
                wrap=True,
                name="first_stay_words",
                parent=self,
            )
        )
        row = QWidget(self)
        flow = FlowLayout(row, first_grows=False)
        for name, words, icon, wanted in (
            ("enter", texts.tr("Enter the first occupancy"), "plus", self.stay_wanted),
            ("portal", texts.tr("Enter portal booking"), "calendar-plus", self.portal_wanted),
        ):
            variant = Variant.TINTED if name == "enter" else Variant.QUIET
            button = Button(words, variant, icon=icon, name=f"first_stay_{name}", parent=row)
            button.clicked.connect(wanted)
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        self.body.addSpacing(2)
        self.body.addWidget(row)
