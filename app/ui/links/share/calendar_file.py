"""A link's calendar as a file: the bytes that a reader would get at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.links.names import link_title
from app.services.exchange.files import written_whole
from app.ui.base.work import Work
from app.ui.export.saving import ask_where, say_saved
from app.ui.kit import Button, ErrorLine, Label, Role, SectionLabel

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.errors import UserError
    from app.core.links.link import Link
    from app.ui.base.context import Context


class CalendarFile(QWidget):
    """The button that saves, and what such a file is good for."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._link: Link | None = None
        self._target: Path | None = None
        tr = context.texts.tr
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionLabel(tr("As a file"), parent=self))
        self._button = Button(
            tr("Save as .ics file …"), icon="file-down", name="share_file", parent=self
        )
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._words = Label(
            tr("A file shows how things are now. It does not follow later changes, the link does."),
            Role.SMALL,
            wrap=True,
            name="share_file_text",
            parent=self,
        )
        column.addWidget(self._words)
        self._error = ErrorLine(name="share_file_error", parent=self)
        column.addWidget(self._error)
        self._button.clicked.connect(self._ask)

    def show_link(self, link: Link) -> None:
        """Save the calendar of this link."""
        self._link = link

    def _ask(self) -> None:
        if self._link is None:
            return
        texts = self._context.texts
        self._error.set_text(None)
        ask_where(
            self,
            self._context,
            title=texts.tr("Save the calendar"),
            name=link_title(texts, self._link),
            kind=texts.tr("Calendar"),
            suffix="ics",
            on_chosen=self._save,
        )

    def _save(self, target: Path) -> None:
        link, links = self._link, self._context.services.links
        if link is None:
            return
        self._target = target
        self._button.setEnabled(False)

        def write() -> None:
            body = links.preview(link)
            with written_whole(target) as draft:
                draft.write_bytes(body)

        # The calendar of a large house takes a while to build.
        work = Work(write)
        work.done.connect(self._end)
        work.failed.connect(self._fail)
        work.start()

    def _end(self) -> None:
        self._button.setEnabled(True)
        if self._target is not None:
            self._words.setText(self._context.texts.tr("Saved: {name}", name=self._target.name))
            say_saved(self._context, self._target)

    def _fail(self, error: UserError) -> None:
        self._button.setEnabled(True)
        self._error.set_text(self._context.texts.tell(error))
