"""The list on paper, as it is shown in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.paper.output import Orientation
from app.ui.paper.preview import PreviewDialog
from app.ui.paper.sheets.list_sheet import ListSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.paper.sheets.list_sheet import ListContent


class ListDialog(PreviewDialog):
    """Shows a list that was read before.

    Args:
        context: the window's.
        title: of the dialog.
        content: the list.
        ticks: words and the heading of a column that the owner may leave out.
        parent: what it opens over.
    """

    def __init__(
        self,
        context: Context,
        title: str,
        content: ListContent,
        ticks: Sequence[tuple[str, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(context, title, Orientation.LANDSCAPE, parent)
        self._list = content
        self.ticks = {
            heading: self.add_tick(words, f"column_{at}", on=True, changed=self._show)
            for at, (words, heading) in enumerate(ticks)
        }
        self._show()

    def _show(self) -> None:
        left_out = frozenset(one for one, tick in self.ticks.items() if not tick.isChecked())
        self.show_sheet(lambda: ListSheet(self._list.without(left_out), self._texts))
