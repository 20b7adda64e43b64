"""The pane beside the list: the link that is chosen, or what comes from its portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.core.errors import UserError
from app.override import override
from app.ui.links.base.intents import Chosen, Wanted, Way

if TYPE_CHECKING:
    from app.core.importing.source import Source
    from app.core.links.link import Link
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.links.base.intents import Intents
    from app.ui.links.comes.pane import SourcePane
    from app.ui.links.pane.pane import LinkPane
    from app.ui.links.sources.doing import SourceDoing


class PortalPane(QWidget):
    """Shows one way at a time; each is made when it is first seen.

    Signals:
        closed(): the owner has seen enough, or what is shown is gone.
        turned(Way): the owner wants to see this way of the same row.
    """

    closed = Signal()
    turned = Signal(object)

    def __init__(
        self, context: Context, intents: Intents, doing: SourceDoing, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._doing = doing
        self._context = context
        self._intents = intents
        self._chosen: Chosen | None = None
        self._link_id: int | None = None
        self._source_id: int | None = None
        self._goes: LinkPane | None = None
        self._comes: SourcePane | None = None
        self._stack = QStackedLayout(self)

    def show_chosen(
        self, chosen: Chosen | None, link_id: int | None, source_id: int | None
    ) -> None:
        """Show what is chosen; `link_id` and `source_id` are those of its row."""
        self._chosen, self._link_id, self._source_id = chosen, link_id, source_id
        if chosen is not None and chosen.way is Way.COMES:
            comes = self._source_pane()
            self._stack.setCurrentWidget(comes)
            comes.show_source(source_id)
        elif chosen is not None or self._goes is not None:
            goes = self._link_pane()
            self._stack.setCurrentWidget(goes)
            goes.show_link(link_id)
        if chosen is None and self._comes is not None:
            self._comes.show_source(None)
        self.updateGeometry()

    def redraw(self, moved: Moved) -> None:
        """Show what has moved."""
        if self._chosen is None:
            return
        if self._chosen.way is Way.GOES and self._goes is not None:
            self._goes.redraw(moved)
        elif self._comes is not None:
            self._comes.redraw(moved)

    def day_changed(self) -> None:
        """Another day has begun."""
        if self._goes is not None:
            self._goes.day_changed()
        if self._comes is not None:
            self._comes.refresh()

    def _link_pane(self) -> LinkPane:
        if self._goes is None:
            from app.ui.links.pane.pane import LinkPane  # noqa: PLC0415  # when it is first seen

            self._goes = LinkPane(self._context, self._intents, self)
            self._goes.closed.connect(self.closed)
            self._goes.turned.connect(self._turn)
            self._stack.addWidget(self._goes)
        return self._goes

    def _source_pane(self) -> SourcePane:
        if self._comes is None:
            from app.ui.links.comes.pane import SourcePane  # noqa: PLC0415  # when it is first seen

            self._comes = SourcePane(self._context, self._intents, self._doing, self)
            self._comes.closed.connect(self.closed)
            self._comes.turned.connect(self._turn)
            self._stack.addWidget(self._comes)
        return self._comes

    def _turn(self, way: object) -> None:
        there = self._link_id if way == Way.GOES else self._source_id
        if there is not None:
            self.turned.emit(way)
            return
        wanted = self._missing(Way(str(way)))
        if wanted is not None:
            self._intents.connect_portal.emit(wanted)

    def _missing(self, way: Way) -> Wanted | None:
        """Return what is to be connected so that there is this way, too."""
        here = self._shown()
        return None if here is None else Wanted(here.unit_id, here.portal, way)

    def _shown(self) -> Link | Source | None:
        services = self._context.services
        try:
            if self._link_id is not None:
                return services.links.get(self._link_id)
            if self._source_id is not None:
                return services.sources.get(self._source_id)
        except UserError as error:
            self._context.notices.fail(error)
        return None

    @override
    def sizeHint(self) -> QSize:
        shown = self._stack.currentWidget()
        return super().sizeHint() if shown is None else shown.sizeHint()
