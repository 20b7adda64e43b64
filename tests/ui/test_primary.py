"""A page and a dialog have one button that is louder than the others, or none."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.base.context import Context
from app.ui.kit import Button
from tests.ui.test_hostile_names import DIALOGS, House, house

__all__ = ["house"]
_LOUD = {"primary", "danger"}


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_has_one_primary_button_at_most(
    qtbot: QtBot, context: Context, house: House, name: str
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    dialog = DIALOGS[name](context, house, over)
    with qtbot.waitExposed(dialog):
        dialog.show()
    loud = [
        button.objectName()
        for button in dialog.findChildren(Button)
        if button.isVisible() and button.property("variant") in _LOUD
    ]
    assert len(loud) <= 1
    assert not any(
        button.text() == context.texts.tr("Close")
        for button in dialog.findChildren(Button)
        if button.objectName() in loud
    ), "closing is nothing to be done"
