"""What the window holds in one language: sidebar, pages, status line, and what pages say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.errors import UnsoundError, UserError
from app.ui.base.page import LINKS, PLAN, SETTINGS
from app.ui.base.undoing import Undoing
from app.ui.help.menu import Helping
from app.ui.window.frame.sidebar import Sidebar
from app.ui.window.frame.status_line import StatusLine
from app.ui.window.shell.badges import Badges
from app.ui.window.shell.layout import ShellLayout
from app.ui.window.shell.notice_line import NoticeLine
from app.ui.window.shell.page_stack import PageStack
from app.ui.window.shell.pages import PAGES
from app.ui.window.troubles.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.progress import Report
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.base.page import Page
    from app.ui.publishing.strips import PublishingStrips
    from app.ui.window.frame.status import Drawn


class Shell(QWidget):
    """Sidebar, the open page, the status line. Pages are made when they are first opened.

    `app.ui.base.context.Notices` for its pages; what lasts is said by `trouble`. Give it the
    context with `work_with` before anything else: pages and shell need one another.

    Signals:
        page_opened(str): the owner turned to the page with this key.
        language_chosen(str): build the window anew in this language.
        server_wanted(): try to start the server again.
        clock_wanted(): the owner wants to say that the clock is right.
        quit_wanted(): the owner wants the program to end.
        home_wanted(): the owner has seen enough of the sample guest house.
    """

    page_opened = Signal(str)
    language_chosen = Signal(str)
    server_wanted = Signal()
    clock_wanted = Signal()
    quit_wanted = Signal()
    home_wanted = Signal()

    def __init__(self, *, hold_back: bool = False) -> None:
        """`hold_back`: until `settle`, pages leave what can wait for the first painting."""
        super().__init__()
        self._holds_back = hold_back
        self.setObjectName("shell")
        self._context: Context | None = None

    def work_with(self, context: Context) -> None:
        """Build everything, in the language of `context`."""
        self._context = context
        self._undoing = Undoing(context)
        texts = context.texts
        # Tab goes in the order of making: from the sidebar into the page, which is made later.
        self.status = StatusLine(parent=self)
        self._sidebar = Sidebar("Zimmerfrei", accessible_name=texts.tr("Pages"), parent=self)
        for key, entry in PAGES.items():
            self._sidebar.add_item(key, entry.icon, texts.tr(entry.name), bottom=entry.bottom)
        self.badges = Badges(texts, self._sidebar)
        self._sidebar.page_chosen.connect(self.go)
        self._sidebar.badge_pressed.connect(self._open_what_badge_counts)
        self.helping = Helping(context, self)
        self._sidebar.add_menu("help", "circle-question-mark", texts.tr("Help"), self.helping.fill)
        self._stack = PageStack(self, hold_back=self._holds_back)
        self._line = NoticeLine(self, self._stack, texts.tr("Close"))
        self.trouble = Trouble(texts, self)
        self.trouble.again_wanted.connect(self.server_wanted)
        self.trouble.clock_wanted.connect(self.clock_wanted)
        self.trouble.settings_wanted.connect(lambda: self.go(SETTINGS))
        self.trouble.restore_wanted.connect(self._restore)
        self._strips: PublishingStrips | None = None
        self.status.pressed_through.connect(
            lambda: self.go(SETTINGS if self.trouble.server_failed else LINKS)
        )
        self._layout = ShellLayout(self, self._sidebar, self.trouble, self._stack, self.status)
        if not self._holds_back:
            self._add_shortcuts()
        context.bridge.moved.connect(self._redraw)
        context.bridge.day_changed.connect(self._stack.follow_day)
        context.bridge.failed.connect(self.trouble.show_lost)
        context.bridge.seen_again.connect(self._go_on)

    @property
    def context(self) -> Context:
        """What the pages work with."""
        assert self._context is not None
        return self._context

    def _add_shortcuts(self) -> None:
        from app.ui.window.shell import shortcuts  # noqa: PLC0415  # after the first painting

        keys = {"new": self._new_entry, "quit": self.quit_wanted.emit}
        keys["help"] = self.helping.open_handbook
        shortcuts.add_keys(self, self._sidebar.keys(), self.go, self._undoing, keys)
        shortcuts.add_drops(self, self.context, self._sidebar.isVisible)

    # ---- pages ----

    def go(self, page: str) -> None:
        """Open the page with this key; the first one where there is no such page."""
        key = page if page in PAGES else next(iter(PAGES))
        here = self._stack.here()
        wanted = here in ("", key) or self.may_leave(partial(self.go, key))
        if not (wanted and self._can_be_made(key)):
            # In a shell that shows none yet, this is the one to try again.
            self._sidebar.select(here or key)
            return
        opened = self._stack.made(key, self.context)
        self._sidebar.select(key)
        self._stack.setCurrentWidget(opened)
        self.trouble.on_page(key)
        self._line.follow_page()
        self.page_opened.emit(key)
        opened.opened()  # last: a UserError of it is told then

    def _go_on(self) -> None:
        """The data can be read again: so can the page that could not be opened meanwhile."""
        self.trouble.show_lost(None)
        if self.current and self._stack.page(self.current) is None:
            self.go(self.current)

    def _can_be_made(self, key: str) -> bool:
        """Tell whether a page is there or can be made; else the owner is told why not."""
        if self._stack.page(key) is None and self.trouble.data_lost:
            return False  # It would look as if nothing had been entered yet.
        try:
            return bool(self._stack.made(key, self.context))
        except UserError as error:
            self.fail(error)
            return False

    def settle(self) -> None:
        """The window has been painted: show what pages have held back."""
        if self._holds_back:
            self._holds_back = False
            self._add_shortcuts()
        self._stack.settle()

    def may_leave(self, go_on: Callable[[], object]) -> bool:
        """Tell whether the open page lets the owner go; else it asks, and may call `go_on`."""
        page = self._stack.page(self._stack.here())
        return page is None or page.may_leave(go_on)

    @property
    def current(self) -> str:
        """The key of the open page."""
        return self._sidebar.current_key()

    def page(self, key: str) -> Page | None:
        """Return a page that has been opened already."""
        return self._stack.page(key)

    def typed(self) -> dict[str, object]:
        """Return by page what the owner has typed that does not hold yet."""
        return self._stack.typed()

    def take_up(self, typed: dict[str, object]) -> None:
        """Give each page, once it is made, what `typed` of the shell before this one returned."""
        self._stack.take_up(typed)

    def begin_with(self, start: QWidget) -> None:
        """Show `start` alone until `end_start`: there is nothing yet to turn to."""
        self._sidebar.hide()
        self.status.hide()
        self._stack.addWidget(start)
        self._stack.setCurrentWidget(start)

    def end_start(self, start: QWidget, page: str) -> None:
        """Take the first start away and open `page`."""
        self._sidebar.show()
        self.status.show()
        self.go(page)
        # Else Qt would choose, and one more Enter press whatever that is.
        self._stack.made(page, self.context).take_focus()
        self._stack.removeWidget(start)
        start.deleteLater()

    def put_above(self, strip: QWidget) -> None:
        """Let a strip stand above every page, and above all other strips."""
        self._layout.put_above(strip)

    def _new_entry(self) -> None:
        page = self._stack.page(self.current)
        if page is not None and self._sidebar.isVisible():
            page.new_entry()

    def watch_publishing(self) -> None:
        """Show above the pages what the webspace needs of the owner, from now on."""
        from app.ui.publishing.strips import PublishingStrips  # noqa: PLC0415  # after the window shows

        if self._strips is None:
            self._strips = PublishingStrips(self.context, self)
            self._layout.put_below_trouble(self._strips)
        self._strips.draw()

    def _redraw(self, moved: Moved) -> None:
        if self._strips is not None:
            self._strips.redraw(moved)
        self._stack.redraw(moved)

    # ---- what the window says ----

    def show_status(self, drawn: Drawn, error: UserError | None) -> None:
        """Show how the server is; `error` is why it cannot serve."""
        self.status.set_state(drawn.tone, drawn.text)
        self.trouble.show_server(error)

    def _open_what_badge_counts(self, page: str) -> None:
        """Open what waits at a page, beyond the page itself."""
        if page == PLAN and self.current == PLAN:
            from app.ui.stays.clash.opening import open_clashes  # noqa: PLC0415  # hopefully seldom

            open_clashes(self.context, self)

    def say(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a line for some seconds, with something to do about it."""
        self.trouble.forget()
        self._line.show_line(text, action, on_action)

    def fail(self, error: UserError) -> None:
        """Show what went wrong until the owner closes it or goes on; of damage, for good."""
        if isinstance(error, UnsoundError):
            self.trouble.show_unsound(error)
        else:
            self.trouble.show_error(error)

    def wait_for(
        self,
        words: str,
        job: Callable[[Report], object],
        *,
        on_done: Callable[[object], object],
        on_failed: Callable[[UserError], object],
    ) -> None:
        """Do long work on a worker, with a dialog over the window until it has ended."""
        from app.ui.window.shell.waiting import WaitingDialog  # noqa: PLC0415  # seldom needed

        texts = self.context.texts
        WaitingDialog(texts, self, words, job, on_done=on_done, on_failed=on_failed).open()

    def _restore(self) -> None:
        from app.ui.backups.dialog import open_restore  # noqa: PLC0415  # hopefully never

        open_restore(self.context, self)

    def reach_wanted(self) -> None:
        """Help the owner to let more people read the links than can now."""
        from app.ui.publishing.opening import open_reach  # noqa: PLC0415  # once in a while

        open_reach(self.context, self)

    def first_published(self) -> None:
        """Offer help where the owner has just enabled a link for the first time."""
        if self._strips is not None:
            self._strips.offer_reach()

    def show_stay(self, occupancy_id: int) -> None:
        """Open the plan where this occupancy stands."""
        self.go(PLAN)
        self._stack.made(self.current, self.context).show_occupancy(occupancy_id)

    def speak(self, language: str) -> None:
        """Build the window anew in this language, once what asks for it has returned."""
        self.language_chosen.emit(language)
