"""Makes the settings what the owner wants of the links' address; asks where readers lose links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.services.base.addresses import house_address
from app.ui.kit import ask
from app.ui.publishing.access.consequences import consequences

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.settings import Settings
    from app.ui.base.context import Context


def apply_access(
    context: Context,
    over: QWidget,
    before: Settings,
    after: Settings,
    *,
    on_applied: Callable[[], object],
    on_refused: Callable[[UserError], object],
    on_cancel: Callable[[], object],
) -> None:
    """Change the settings from `before` to `after`, at once or after a question over `over`.

    `on_refused` is told why the new address cannot be had; all is as it was then.
    """

    def change() -> None:
        try:
            context.server.change(before, after)
        except UserError as error:
            on_refused(error)
        else:
            on_applied()

    touched = consequences(context.services, before, after, house_address())
    if not touched:
        change()
        return
    texts = context.texts
    ask(
        over,
        title=texts.tr("Change the address of the links?"),
        text=touched.in_words(texts),
        primary=texts.tr("Change"),
        cancel=texts.tr("Cancel"),
        on_primary=change,
        on_cancel=on_cancel,
        name="access_question",
    )
