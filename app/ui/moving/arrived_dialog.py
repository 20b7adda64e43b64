"""What the owner has to do now that their house lives on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.moving import words
from app.ui.guides.address_line import AddressLine
from app.ui.kit import Dialog, ScrollPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.moving.moves import Arrived
    from app.ui.base.context import Context

_WIDTH = 600
_LISTED_HIGH = 260
_FEW = 3
"""So many addresses stand there without a bar to scroll them."""


class ArrivedDialog(Dialog):
    """Says what is to be done, with the addresses that have to be pasted anew."""

    def __init__(self, context: Context, arrived: Arrived, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Your house has arrived"),
            texts.tr("Got it"),
            name="arrived_dialog",
            width=_WIDTH,
            parent=parent,
        )
        services = context.services
        pasted = services.moving.to_paste(arrived)
        for text in words.arrived(texts, arrived, pasted, services.settings.get().public_url):
            self.add_text(text)
        lines = []
        for number, (name, url) in enumerate(words.links(texts, pasted)):
            line = AddressLine(texts, name, name=f"arrived_link_{number}", parent=self)
            line.show_address(url)
            lines.append(line)
        if len(lines) <= _FEW:
            for line in lines:
                self.content.addWidget(line)
        else:
            listed = ScrollPage(margin=0, name="arrived_links", parent=self)
            for line in lines:
                listed.body.addWidget(line)
            listed.setMinimumHeight(_LISTED_HIGH)
            self.content.addWidget(listed, 1)
        self.submitted.connect(self.accept)


def open_arrived(context: Context, parent: QWidget) -> ArrivedDialog | None:
    """Say over `parent`, once, what is to be done where a house has just arrived.

    Returns at once; None where none has.
    """
    moving = context.services.moving
    arrived, moving.arrived = moving.arrived, None
    if arrived is None:
        return None
    dialog = ArrivedDialog(context, arrived, parent.window())
    dialog.open()
    return dialog
