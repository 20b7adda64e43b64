"""A card: a unit with its own link, or something else that links are of, and the rows below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.kit import Card, Separator
from app.ui.links.list.group_header import GroupHeader
from app.ui.links.list.main_line import MainLine
from app.ui.links.list.rows import RowList

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.links.base.choice_line import ChoiceLine
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.blocks import Block, Key
    from app.ui.links.list.looks import BlockLook

# What stands on a card is chosen line by line, and the ground of a chosen line reaches further.
_EDGE = 6


class LinkCard(Card):
    """Made for one unit, staff member and so on; shows it as it is told."""

    def __init__(
        self,
        texts: Catalogue,
        intents: Intents,
        look: BlockLook,
        *,
        name_width: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name=_name(look.block), parent=parent)
        self._look = look
        self.body.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self.body.setSpacing(4)
        unit = look.block.unit
        self._main = MainLine(texts, intents, unit, parent=self) if unit else None
        self._header = None if unit else GroupHeader(texts, intents, look.block, parent=self)
        self.body.addWidget(self._top())
        self._line = QWidget(self)
        between = QHBoxLayout(self._line)
        between.setContentsMargins(10, 0, 10, 0)
        between.addWidget(Separator(self._line))
        self.body.addWidget(self._line)
        self._rows = RowList(texts, intents, reach=unit is None, parent=self)
        self.body.addWidget(self._rows)
        self.set_name_width(name_width)
        self._draw()

    @property
    def key(self) -> Key:
        """What the card is of."""
        return self._look.block.key

    @property
    def look(self) -> BlockLook:
        """What the card shows."""
        return self._look

    @property
    def lines(self) -> list[ChoiceLine]:
        """The lines of which something can be chosen, from top to bottom."""
        main = [] if self._main is None else [self._main]
        return [line for line in (*main, *self._rows.lines) if line.chosen_with() is not None]

    def show_look(self, look: BlockLook) -> None:
        """Show how everything on it is now; what has not changed is left alone."""
        if look != self._look:
            self._look = look
            self._draw()

    def draw_again(self) -> None:
        """Show the truth once more, after a switch was turned in vain."""
        self._draw()
        for row in self._rows.rows:
            row.draw_again()

    def set_name_width(self, width: int) -> None:
        """Give the names so much room, in pixels."""
        self._top().set_name_width(width)
        self._rows.set_name_width(width)

    def take_focus(self) -> None:
        """Put the keyboard on the card's switch."""
        self._top().take_switch()

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        return self._top().tab_stops() + self._rows.tab_stops()

    def _top(self) -> MainLine | GroupHeader:
        top = self._main or self._header
        assert top is not None  # made in the constructor, one or the other
        return top

    def _draw(self) -> None:
        block = self._look.block
        if self._main is not None and block.unit is not None:
            self.setAccessibleName(block.name)
            self._main.show_unit(block.unit, self._look.main, explains=self._look.explains)
        elif self._header is not None:
            self._header.show_block(block)
            self.setAccessibleName(self._header.name())
        self._line.setVisible(bool(self._look.rows or self._look.sources))
        self._rows.show_look(self._look)


def _name(block: Block) -> str:
    part, number = block.key
    return f"{part.value}_card_{number}"
