"""The first page of a house that is empty, and the visit to the sample guest house from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.ui.base.page import PLAN
from app.ui.base.undoing import Undoing

if TYPE_CHECKING:
    from app.services.base.changes import HouseChange
    from app.ui.base.context import Context
    from app.ui.start.page import StartPage
    from app.ui.start.sample_visit import MakeProgram, SampleVisit
    from app.ui.window.frame.frame import Frame
    from app.ui.window.shell.shell import Shell


class FirstStart(QObject):
    """Shows the first page as long as there is no unit, whoever enters or takes back the house.

    Args:
        frame: the window, in which the sample guest house is shown too.
        make_program: makes the program of the sample guest house.
        parent: whose end is its end.

    Signals:
        quit_wanted(): the owner wants the program to end, from the sample guest house.
        came_home(str): the owner has left the sample guest house; the language spoken there.
    """

    quit_wanted = Signal()
    came_home = Signal(str)

    def __init__(self, frame: Frame, make_program: MakeProgram, parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._make_program = make_program
        self._context: Context
        self._shell: Shell
        self._made: HouseChange | None = None
        self.page: StartPage | None = None
        self.visit: SampleVisit | None = None

    def work_with(self, context: Context, shell: Shell) -> bool:
        """Begin anew in a window that was built anew; tells whether the first page is shown."""
        self._context, self._shell = context, shell
        self.page = None
        if context.services.units.empty():
            self._show_page()
        return self.page is not None

    def follow(self) -> None:
        """A house was entered or taken back, perhaps by a command."""
        if self.page is None:
            # Where there were units at the start, archiving the last is no reason to begin anew.
            if self._made is not None and self._context.services.units.empty():
                self._show_page()
        elif not self._context.services.units.empty():
            self._take_page_away()

    def close(self) -> None:
        """End the visit, if there is one."""
        if self.visit is not None:
            visit, self.visit = self.visit, None
            visit.close()

    def _show_page(self) -> None:
        from app.ui.start.page import StartPage  # noqa: PLC0415  # once in a house's life

        self.page = StartPage(self._context)
        if self._made is not None:
            self.page.show_house(self._made)
        self.page.house_made.connect(self._house_made)
        self.page.sample_wanted.connect(self._go_visiting)
        self.page.move_wanted.connect(self._take_over)
        self._shell.begin_with(self.page)

    def _house_made(self, made: HouseChange) -> None:
        texts = self._context.texts
        self._made = made
        count = texts.trn("{n} unit", "{n} units", len(made.names))
        what = texts.tr("{house} with {units} entered", house=made.house, units=count)
        self._take_page_away()
        Undoing(self._context).record(made, what)

    def _take_page_away(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self._shell.end_start(page, PLAN)

    def _take_over(self) -> None:
        from app.ui.moving.unpack_dialog import open_unpack  # noqa: PLC0415  # as above

        open_unpack(self._context, self._shell)

    def _go_visiting(self) -> None:
        from app.ui.start.sample_visit import SampleVisit  # noqa: PLC0415  # once in a house's life

        context = self._context
        try:
            visit = SampleVisit(
                self._frame, context.services, context.preferences, self._make_program, self
            )
        except UserError as error:
            if self.page is not None:
                self.page.show_error(error)
            return
        self.visit = visit
        visit.ended.connect(self._come_home)
        visit.quit_wanted.connect(self.quit_wanted)
        visit.begin()

    def _come_home(self, language: str) -> None:
        visit, self.visit = self.visit, None
        if visit is not None:
            visit.deleteLater()
        self.came_home.emit(language)
