"""What a page with a list puts into its menu to export it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.ui.look import icons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.services.exchange.export import ListedStay
    from app.ui.base.context import Context


def export_actions(
    context: Context, page: QWidget, rows: Callable[[], Sequence[ListedStay]]
) -> list[QAction]:
    """Return the actions that export a list, for the "…" menu of `page`, their parent.

    Args:
        context: the window's.
        page: what the dialog opens over.
        rows: returns what the list shows at that moment, in its order.
    """
    action = QAction(icons.icon("download", "muted"), context.texts.tr("Export …"), page)
    action.setObjectName("export_list")

    def open_dialog() -> None:
        from app.ui.export.dialog import ExportDialog  # noqa: PLC0415  # seldom needed

        ExportDialog(context, rows(), page).open()

    action.triggered.connect(open_dialog)
    return [action]
