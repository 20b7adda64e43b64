"""The handbook in a window of its own: contents at the left, the text, words to find above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
)

from app.override import override
from app.ui.base.keys import on_keys
from app.ui.help.book import book_text
from app.ui.help.finding import Finding
from app.ui.help.text import HelpText
from app.ui.kit import Button, IconButton, Label, Role, SearchField, announce
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.controls.tab_order import tab_as_read
from app.ui.kit.list_rows import add_row
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue

_SIZE: Final = QSize(1060, 780)
_ROW: Final = 32
_WITH_CONTENTS: Final = 620
_LEAST_LIST, _MOST_LIST = 200, 300
_AROUND: Final = 2 * (1 + 4 + 8) + 14
_OUTSIDE: Final = {"http", "https", "mailto"}


class HelpWindow(QDialog):
    """Shows a handbook beside the work: it holds nothing up. Escape closes it.

    Signals:
        pdf_wanted(): it is to be saved as one PDF.
    """

    pdf_wanted = Signal()

    def __init__(self, texts: Catalogue, path: Path, parent: QWidget | None = None) -> None:
        """Reads the handbook at `path` (OSError: it cannot be read)."""
        super().__init__(parent, Qt.WindowType.Window)
        self._texts = texts
        self.setObjectName("help_window")
        self.setWindowTitle(texts.tr("Zimmerfrei – handbook"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = HelpText(name="help_text", parent=self)
        self.text.setAccessibleName(texts.tr("Handbook"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.finding = Finding(self.text)
        self._turning = False
        self._make()
        self.text.show_handbook(path.parent, book_text(path, texts))
        self._fill_contents()
        self.contents.setCurrentRow(0)
        self._connect()
        self._fit_to_screen()
        self.contents.setFocus()

    # ---- what it is made of ----

    def _make(self) -> None:
        tr = self._texts.tr
        self.contents = QListWidget(self)
        self.contents.setObjectName("help_contents")
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search = SearchField(
            tr("Search the handbook"),
            clear_text=tr("End the search"),
            name="help_search",
            parent=self,
        )
        self.count = Label("", Role.MUTED, name="help_count", parent=self)
        self.back = IconButton(
            "chevron-up", tr("Hit before"), ghost=True, name="help_back", parent=self
        )
        self.on = IconButton(
            "chevron-down", tr("Next hit"), ghost=True, name="help_on", parent=self
        )
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.search)
        top.addSpacing(6)
        top.addWidget(self.count)
        top.addWidget(self.back)
        top.addWidget(self.on)
        top.addStretch(1)
        self.pdf = Button(tr("Save as PDF …"), icon="download", name="help_pdf", parent=self)
        top.addWidget(self.pdf)
        body = QHBoxLayout()
        body.setSpacing(14)
        body.addWidget(self.contents)
        body.addWidget(self.text, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 16)
        whole.setSpacing(12)
        add_layout(whole, top)
        add_layout(whole, body, 1)
        self.search.setMinimumWidth(280)
        self._show_count()
        tab_as_read(self)

    def _connect(self) -> None:
        self.contents.currentRowChanged.connect(self._turn)
        self.contents.itemClicked.connect(lambda _item: self._turn(self.contents.currentRow()))
        self.text.anchorClicked.connect(self._follow)
        self.text.verticalScrollBar().valueChanged.connect(self._mark_chapter)
        self.search.textChanged.connect(self._look_for)
        self.pdf.clicked.connect(self.pdf_wanted)
        self.on.clicked.connect(lambda: self._step(1))
        self.back.clicked.connect(lambda: self._step(-1))
        on_keys("help_find", self, self._begin_search)
        on_keys("help_on", self, lambda: self._step(1))
        on_keys("help_back", self, lambda: self._step(-1))
        # The window's own, so that it is asked no more once the window is gone.
        current_theme().changed.connect(self._mark_found)

    def _fill_contents(self) -> None:
        headings = self.text.headings()
        # The one at the top is the title.
        self._chapters = [block for level, _words, block in headings if level == 2]
        for level, words, _block in headings:
            if level == 2:
                add_row(self.contents, words).setSizeHint(QSize(0, _ROW))
        metrics = self.contents.fontMetrics()
        rows = range(self.contents.count())
        names = (metrics.horizontalAdvance(self.contents.item(row).text()) for row in rows)
        width = max(names, default=0) + _AROUND
        self.contents.setFixedWidth(max(_LEAST_LIST, min(width, _MOST_LIST)))

    def _fit_to_screen(self) -> None:
        room = self.screen().availableGeometry().size() - QSize(40, 60)
        self.resize(_SIZE.boundedTo(room))

    def show_chapter(self, heading: str) -> None:
        """Turn to the chapter with this heading; nothing happens where there is none."""
        for item in self.contents.findItems(heading, Qt.MatchFlag.MatchExactly):
            self.contents.setCurrentItem(item)

    # ---- what the owner does ----

    def _turn(self, row: int) -> None:
        if 0 <= row < len(self._chapters):
            self._turning = True
            self.text.go_to(self._chapters[row])
            self._turning = False

    def _mark_found(self) -> None:
        """Mark the places anew, in the colours that the theme has now."""
        self.finding.mark()

    def _mark_chapter(self) -> None:
        """Mark in the contents what is being read."""
        if self._turning:
            # The last ones cannot be brought to the top.
            return
        top = self.text.verticalScrollBar().value() + 60
        begun = [row for row, block in enumerate(self._chapters) if self.text.top_of(block) <= top]
        with QSignalBlocker(self.contents):
            self.contents.setCurrentRow(begun[-1] if begun else 0)

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in _OUTSIDE:
            QDesktopServices.openUrl(url)
        elif url.hasFragment():
            self.text.go_to_anchor(url.fragment())

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _look_for(self, words: str) -> None:
        self.finding.look_for(words)
        self._show_count()

    def _step(self, by: int) -> None:
        self.finding.step(by)
        self._show_count()
        announce(self.search, self.count.text())

    def _show_count(self) -> None:
        texts, found = self._texts, self.finding
        searching = bool(self.search.text().strip())
        if not searching:
            self.count.setText("")
        elif found.count:
            self.count.setText(texts.tr("{n} of {count}", n=found.at, count=found.count))
        else:
            self.count.setText(texts.tr("Nothing found"))
        for button in (self.back, self.on):
            button.setVisible(searching and found.count > 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The text is what it is for; in a narrow window it needs all of it.
        self.contents.setVisible(self.width() >= _WITH_CONTENTS)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if self.search.hasFocus():
                self._step(-1 if back else 1)
            return
        super().keyPressEvent(event)
