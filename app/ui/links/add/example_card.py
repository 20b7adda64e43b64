"""The card with an example of what readers of a link see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from app.ui.kit import Card, ElidedLabel, Label, Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.links.add.example import Example


class ExampleCard(Card):
    """A headline, and below it the rest; as high with every example."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(name="link_example", parent=parent)
        self.setProperty("sunken", "true")
        self.body.setSpacing(2)
        heading = Label(texts.tr("Readers see, for example:"), Role.SMALL, parent=self)
        self._headline = ElidedLabel("", Role.STRONG, name="link_example_headline", parent=self)
        self._more = Label("", Role.SMALL, wrap=True, name="link_example_more", parent=self)
        # Room for all that a link can say: the dialog does not grow with a click.
        self._more.setMinimumHeight(2 * self._more.fontMetrics().lineSpacing())
        self._more.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._headline.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for label in (heading, self._headline, self._more):
            self.body.addWidget(label)

    def show_example(self, example: Example) -> None:
        """Show this one."""
        self._headline.setText(example.headline)
        self._more.setText(example.more)

    def show_none(self) -> None:
        """Show that there is none as long as something is missing."""
        self._headline.setText("–")
        self._more.setText("")
