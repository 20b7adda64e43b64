"""What stands above every page of the sample guest house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.kit.banner import Banner
from app.ui.kit.controls.buttons import Button
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue


def sample_banner(texts: Catalogue, go_home: Callable[[], object], parent: QWidget) -> Banner:
    """Return the words that nothing here is the owner's, with the way to what is."""
    banner = Banner(
        Tone.INFO,
        texts.tr("Sample guest house."),
        texts.tr("All of it is made up, its links too, and it goes when you leave."),
        icon="house",
        name="sample_banner",
        parent=parent,
    )
    banner.setProperty("flush", "true")
    home = banner.add_action(Button(texts.tr("Enter my own house"), name="sample_home"))
    home.clicked.connect(go_home)
    return banner
