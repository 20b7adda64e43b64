"""The way to another computer, and from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.kit import Button, Card, Label, Role
from app.ui.kit.flow import FlowLayout
from app.ui.moving.pack_dialog import open_pack
from app.ui.moving.unpack_dialog import open_unpack

if TYPE_CHECKING:
    from app.ui.base.context import Context


class MoveCard(Card):
    """Packs everything into one file, or takes over what was packed elsewhere."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        texts = context.texts
        title = texts.tr("Another computer")
        super().__init__(name="move_card", accessible_name=title, parent=parent)
        self._context = context
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(12)
        self.body.addWidget(Label(title, Role.STRONG))
        self.body.addWidget(
            Label(
                texts.tr(
                    "Take everything along in one file. Your links keep their secret addresses."
                ),
                wrap=True,
            )
        )
        row = QWidget(self)
        flow = FlowLayout(row, first_grows=False)
        self.pack = Button(texts.tr("Move to another computer …"), name="move_pack", parent=self)
        self.pack.clicked.connect(lambda: open_pack(context, self))
        self.unpack = Button(
            texts.tr("Take over from another computer …"), name="move_unpack", parent=self
        )
        self.unpack.clicked.connect(lambda: open_unpack(context, self))
        for button in (self.pack, self.unpack):
            flow.addWidget(button)
        self.body.addWidget(row)
