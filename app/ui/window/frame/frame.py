"""The window itself: its place on the screen and its closing. What it shows is put into it.

It is up before the data is open: whatever takes time is imported once the owner sees a window.
Of Qt, too: creating the enumerations of the class ``Qt`` alone takes a tenth of the whole start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import QMainWindow

from app.override import override

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from app.ui.base.preferences import Preferences

_WIDTH, _HEIGHT = 1440, 900
_LEAST_WIDTH, _LEAST_HEIGHT = 960, 600
# The places of sidebar and status line, drawn until they are there.
_SIDEBAR, _STATUS_LINE = 212, 30
_MIDDLE = 128


class Frame(QMainWindow):
    """The main window, empty at first.

    Args:
        preferences: where it stood last, and in which colours.

    Signals:
        painted(): it is on the screen for the first time.
        close_wanted(): the owner closes the window, which stays until `let_go`.
    """

    painted = Signal()
    close_wanted = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self._seen = False
        self._free = False
        self._waiting = ""
        self.setObjectName("frame")
        self.setWindowTitle("Zimmerfrei")
        self._place()

    def bring_up(self) -> None:
        """Show the window above the others, wherever it was."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def bring_back(self) -> None:
        """Show the window where it is hidden or put away, and leave it where it is to be seen."""
        if self.isHidden() or self.isMinimized():
            self.bring_up()

    def show_waiting(self, sentence: str) -> None:
        """Show a sentence as long as there is nothing else to show."""
        if self._waiting != sentence:
            self._waiting = sentence
            self.setAccessibleDescription(sentence)
            self.update()

    def let_go(self, *, remember: bool = True) -> None:
        """Close for good, without a question; `remember` where it stands."""
        if remember:
            self.remember()
        self._free = True
        self.close()

    def end_of_session(self) -> None:
        """The desktop's session ends: nobody will answer a question."""
        self.remember()
        self._free = True

    def remember(self) -> None:
        """Note where the window stands, for the next start."""
        from app.ui.look.theme import current_theme  # noqa: PLC0415  # not before it shows

        tokens = current_theme().tokens
        self.preferences.ground = (tokens.background, tokens.sidebar, tokens.line)
        self.preferences.geometry = self.saveGeometry()
        self.preferences.save()

    def _place(self) -> None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.setMinimumSize(
            min(_LEAST_WIDTH, screen.width()), min(_LEAST_HEIGHT, screen.height() - 40)
        )
        remembered = self.preferences.geometry
        if remembered.isEmpty() or not self.restoreGeometry(remembered):
            self.resize(min(_WIDTH, screen.width()), min(_HEIGHT, screen.height() - 40))
            self.move(screen.center() - self.rect().center())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.centralWidget() is None:
            self._paint_ground()
            if self._waiting:
                self._paint_waiting()
        if not self._seen:
            self._seen = True
            # Once this has reached the screen.
            QTimer.singleShot(0, self, self.painted.emit)

    def _paint_ground(self) -> None:
        """Paint where sidebar and status line will be, as they were last; nothing at first."""
        colours = [QColor(name) for name in self.preferences.ground]
        if len(colours) != 3:
            return
        ground, sidebar, line = colours
        bottom = self.height() - _STATUS_LINE
        painter = QPainter(self)
        painter.fillRect(self.rect(), ground)
        painter.fillRect(0, 0, _SIDEBAR, bottom, sidebar)
        painter.fillRect(_SIDEBAR - 1, 0, 1, bottom, line)
        painter.fillRect(0, bottom, self.width(), _STATUS_LINE, sidebar)
        painter.fillRect(0, bottom, self.width(), 1, line)
        painter.end()

    def _paint_waiting(self) -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415  # hardly ever

        painter = QPainter(self)
        # The ground may be of another appearance than the desktop's text.
        ground = self.preferences.ground
        dark = bool(ground) and QColor(ground[0]).lightness() < _MIDDLE
        own = QColor("white" if dark else "black")
        painter.setPen(own if ground else self.palette().text().color())
        area = self.rect().adjusted(_SIDEBAR, 0, 0, -_STATUS_LINE)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), self._waiting)
        painter.end()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._free:
            event.accept()
            return
        event.ignore()
        self.close_wanted.emit()
