"""The pages of the window, one upon the other, each made when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from app.ui.window.shell.pages import PAGES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.base.page import Page


class PageStack(QStackedWidget):
    """Makes pages, keeps what was typed for those to come, and passes on what concerns them all."""

    def __init__(self, parent: QWidget, *, hold_back: bool) -> None:
        """`hold_back`: until `settle`, pages leave what can wait for the first painting."""
        super().__init__(parent)
        self._holds_back = hold_back
        self._pages: dict[str, Page] = {}
        self._typed: dict[str, object] = {}

    def made(self, key: str, context: Context) -> Page:
        """Return the page with this key of `PAGES`, made where it was not yet opened."""
        if key not in self._pages:
            entry = PAGES[key]
            make = (self._holds_back and entry.make_held_back) or entry.make
            self._pages[key] = make(context, self)
            self.addWidget(self._pages[key])
            self._pages[key].take_up(self._typed.pop(key, None))
            if not self._holds_back:
                self._order(self._pages[key])
        return self._pages[key]

    def page(self, key: str) -> Page | None:
        """Return a page that has been opened already."""
        return self._pages.get(key)

    def here(self) -> str:
        """Return the key of the page that is seen, which the sidebar may have left already."""
        seen = self.currentWidget()
        return next((key for key, page in self._pages.items() if page is seen), "")

    def settle(self) -> None:
        """The window has been painted: show what pages have held back."""
        self._holds_back = False
        for page in tuple(self._pages.values()):
            page.settle()
            self._order(page)

    def _order(self, page: Page) -> None:
        from app.ui.kit.controls.tab_order import tab_as_read  # noqa: PLC0415  # after the painting

        tab_as_read(page)

    def typed(self) -> dict[str, object]:
        """Return by page what the owner has typed that does not hold yet."""
        typed = {key: page.typed() for key, page in self._pages.items()}
        return {**self._typed, **{key: one for key, one in typed.items() if one is not None}}

    def take_up(self, typed: dict[str, object]) -> None:
        """Give each page, once it is made, what `typed` of the window before this one returned."""
        self._typed = typed

    def redraw(self, moved: Moved) -> None:
        """Let every page show what has moved."""
        for page in tuple(self._pages.values()):
            page.redraw(moved)

    def follow_day(self) -> None:
        """Another day has begun."""
        for page in tuple(self._pages.values()):
            page.day_changed()
