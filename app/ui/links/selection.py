"""Which link or source is chosen, and the pane that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.links.base.intents import Chosen, Way

if TYPE_CHECKING:
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.kit import ScrollPage
    from app.ui.links.base.choice_line import ChoiceLine
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.cards import CardList
    from app.ui.links.model import LinksModel
    from app.ui.links.page_with_pane import PageWithPane
    from app.ui.links.portal_pane import PortalPane
    from app.ui.links.sources.doing import SourceDoing

_MARGIN = 12


class LinkSelection(QObject):
    """Chooses a link or source by mouse and keyboard; makes the pane when it is first seen.

    Where the pane would cover the page it shows only when it is asked for: by a click or Enter, not
    by an arrow key.
    """

    def __init__(
        self,
        context: Context,
        model: LinksModel,
        intents: Intents,
        doing: SourceDoing,
        cards: CardList,
        scroll: ScrollPage,
        with_pane: PageWithPane,
    ) -> None:
        super().__init__(with_pane)
        self._context = context
        self._model = model
        self._intents = intents
        self._doing = doing
        self._cards = cards
        self._scroll = scroll
        self._with_pane = with_pane
        self._pane: PortalPane | None = None
        self._shown: tuple[Chosen | None, int | None, int | None] | None = None
        intents.choose.connect(lambda chosen: self.choose(cast("Chosen", chosen), asked=True))
        intents.step.connect(self._step)
        with_pane.rearranged.connect(self._fill)

    def choose(self, chosen: Chosen, *, asked: bool) -> None:
        """Highlight this and show its pane, where there is room or it is `asked` for."""
        before = self._model.selected
        key = self._model.reveal(chosen)
        if key is None:
            return
        self._model.selected = chosen
        old_key = None if before is None else self._model.key_of(before)
        self._cards.draw(key)
        if old_key is not None and old_key != key:
            self._cards.draw(old_key)
        self._cards.make_sure(key)
        self._with_pane.show_pane(asked=asked)
        self._fill()
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
        """Let go of what is gone; follow what its row has got beside it."""
        if self._model.selected is None:
            self._with_pane.hide_pane()
        self._fill()

    def redraw(self, moved: Moved) -> None:
        """Show on the pane what has moved."""
        if self._pane is not None and self._with_pane.shows_pane:
            self._pane.redraw(moved)

    def day_changed(self) -> None:
        """Another day has begun: a link may tell other days."""
        if self._pane is not None:
            self._pane.day_changed()

    def _step(self, chosen: object, by: int) -> None:
        lines = self._cards.lines
        choices = [line.chosen_with() for line in lines]
        place = choices.index(cast("Chosen", chosen)) + by
        if not 0 <= place < len(lines):
            return
        lines[place].setFocus(Qt.FocusReason.TabFocusReason)
        after = choices[place]
        if after is not None:
            self.choose(after, asked=False)

    def _bring_into_sight(self) -> None:
        line = None if self._model.selected is None else self._line(self._model.selected)
        if line is not None:
            self._scroll.ensureWidgetVisible(line, 0, _MARGIN)

    def _line(self, chosen: Chosen) -> ChoiceLine | None:
        link_id, _source_id = self._model.pair(chosen)
        row = chosen if link_id is None else Chosen(Way.GOES, link_id)
        return next((line for line in self._cards.lines if line.chosen_with() == row), None)

    def _turn(self, way: object) -> None:
        """Show the other way of the same row."""
        chosen = self._model.selected
        if chosen is None:
            return
        link_id, source_id = self._model.pair(chosen)
        number = link_id if way == Way.GOES else source_id
        if number is not None:
            self.choose(Chosen(Way(cast("str", way)), number), asked=True)

    def _fill(self) -> None:
        """Let the pane, if it is to be seen, be that of the chosen link."""
        chosen = self._model.selected if self._with_pane.shows_pane else None
        link_id, source_id = (None, None) if chosen is None else self._model.pair(chosen)
        wanted = chosen, link_id, source_id
        if chosen is not None and self._pane is None:
            from app.ui.links.portal_pane import PortalPane  # noqa: PLC0415  # when it is first seen

            self._pane = PortalPane(self._context, self._intents, self._doing)
            self._pane.closed.connect(self.close)
            self._pane.turned.connect(self._turn)
            # As wide as what it shows, before it gets its place.
            self._shown = wanted
            self._pane.show_chosen(*wanted)
            self._with_pane.put_pane(self._pane)
        elif self._pane is not None and wanted != self._shown:
            self._shown = wanted
            self._pane.show_chosen(*wanted)
