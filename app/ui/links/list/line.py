"""What every line of a link on a card can do: be chosen, walked through, copied from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.override import override
from app.ui.links.base import parts
from app.ui.links.base.choice_line import ChoiceLine
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.list.notice import Notice, notice_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.kit import CopyButton
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.looks import LinkLook


class LinkLine(ChoiceLine):
    """A line of a card with a link; without one it can be seen and nothing else."""

    def __init__(self, texts: Catalogue, intents: Intents, *, prefix: str, parent: QWidget) -> None:
        super().__init__(intents, parent)
        self._texts = texts
        self._prefix = prefix
        self._link_look: LinkLook | None = None
        self._notice: Notice | None = None
        self._toggle = parts.link_toggle(texts, name=f"{prefix}_toggle", parent=self)

    @property
    def link_look(self) -> LinkLook | None:
        """What is shown of the link, None where there is none."""
        return self._link_look

    @property
    def notice_stops(self) -> list[QWidget]:
        """Where Tab goes in the line's notice."""
        return [] if self._notice is None else self._notice.tab_stops()

    def copy_button(self) -> CopyButton:
        """What copies the address."""
        raise NotImplementedError

    def place_notice(self, notice: Notice) -> None:
        """Put the notice, which is made when there is something to say, into the layout."""
        raise NotImplementedError

    def take_link(self, look: LinkLook | None) -> None:
        """Be the line of this link from now on."""
        self._link_look = look
        self.follow_choice()

    def draw_notice(self, look: LinkLook | None, *, with_readers: bool) -> None:
        """Say what there is to say of the link, if anything."""
        text = "" if look is None else notice_text(self._texts, look, with_readers=with_readers)
        if self._notice is None and text:
            self._notice = Notice(
                self._texts, self._intents, self._toggle, prefix=self._prefix, parent=self
            )
            self.place_notice(self._notice)
        if self._notice is not None:
            if look is None:
                self._notice.hide()
            else:
                self._notice.show_look(look, text)

    @override
    def chosen_with(self) -> Chosen | None:
        return None if self._link_look is None else Chosen(Way.GOES, self._link_look.link.id)

    @override
    def is_selected(self) -> bool:
        return self._link_look is not None and self._link_look.selected

    @override
    def copy(self) -> None:
        if self.copy_button().isEnabled():
            self.copy_button().copy()
