"""Which link is chosen, and the pane that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.kit import ScrollPage
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.cards import CardList
    from app.ui.links.list.line import LinkLine
    from app.ui.links.model import LinksModel
    from app.ui.links.page_with_pane import PageWithPane
    from app.ui.links.pane.pane import LinkPane

_MARGIN = 12


class LinkSelection(QObject):
    """Chooses a link by mouse and keyboard; makes the pane when it is first seen.

    Where the pane would cover the page it shows only when it is asked for: by a click or Enter, not
    by an arrow key.
    """

    def __init__(
        self,
        context: Context,
        model: LinksModel,
        intents: Intents,
        cards: CardList,
        scroll: ScrollPage,
        with_pane: PageWithPane,
    ) -> None:
        super().__init__(with_pane)
        self._context = context
        self._model = model
        self._intents = intents
        self._cards = cards
        self._scroll = scroll
        self._with_pane = with_pane
        self._pane: LinkPane | None = None
        self._shown: int | None = None
        intents.select.connect(lambda link_id: self.choose(link_id, asked=True))
        intents.step.connect(self._step)
        with_pane.rearranged.connect(self._fill)

    def choose(self, link_id: int, *, asked: bool) -> None:
        """Highlight this link and show its pane, where there is room or it is `asked` for."""
        before = self._model.selected
        key = self._model.reveal(link_id)
        if key is None:
            return
        self._model.selected = link_id
        old_key = None if before is None else self._model.key_of(before)
        self._cards.draw(key)
        if old_key is not None and old_key != key:
            self._cards.draw(old_key)
        self._cards.make_sure(key)
        self._with_pane.show_pane(asked=asked)
        # What was made for it is laid out in the next turn of the loop.
        QTimer.singleShot(0, self, self._bring_into_sight)

    def close(self) -> bool:
        """Choose nothing; tell whether anything was chosen."""
        chosen = self._model.selected
        if chosen is None:
            return False
        line = self._line(chosen)
        focus = QApplication.focusWidget()
        held = self._pane is not None and focus is not None and self._pane.isAncestorOf(focus)
        self._model.selected = None
        key = self._model.key_of(chosen)
        if key is not None:
            self._cards.draw(key)
        self._with_pane.hide_pane()
        if held and line is not None:
            line.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def follow(self) -> None:
        """Let go of a link that is gone."""
        if self._model.selected is None:
            self._with_pane.hide_pane()

    def redraw(self, moved: Moved) -> None:
        """Show on the pane what has moved."""
        if self._pane is not None and self._with_pane.shows_pane:
            self._pane.redraw(moved)

    def day_changed(self) -> None:
        """Another day has begun: a link may tell other days."""
        if self._pane is not None:
            self._pane.day_changed()

    def _step(self, link_id: int, by: int) -> None:
        lines = self._cards.lines
        ids = [line.link_look.link.id for line in lines if line.link_look is not None]
        place = ids.index(link_id) + by
        if 0 <= place < len(lines):
            lines[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.choose(ids[place], asked=False)

    def _bring_into_sight(self) -> None:
        line = None if self._model.selected is None else self._line(self._model.selected)
        if line is not None:
            self._scroll.ensureWidgetVisible(line, 0, _MARGIN)

    def _line(self, link_id: int) -> LinkLine | None:
        for line in self._cards.lines:
            if line.link_look is not None and line.link_look.link.id == link_id:
                return line
        return None

    def _fill(self) -> None:
        """Let the pane, if it is to be seen, be that of the chosen link."""
        wanted = self._model.selected if self._with_pane.shows_pane else None
        if wanted is not None and self._pane is None:
            from app.ui.links.pane.pane import LinkPane  # noqa: PLC0415  # when it is first seen

            self._pane = LinkPane(self._context, self._intents)
            self._pane.closed.connect(self.close)
            self._with_pane.put_pane(self._pane)
        if self._pane is not None and wanted != self._shown:
            self._shown = wanted
            self._pane.show_link(wanted)
