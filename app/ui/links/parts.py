"""What cards and rows are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.ui import icons, override
from app.ui.kit import Button, Chip, IconButton, Label, Role, Toggle, Variant
from app.ui.links import access, words
from app.ui.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPaintEvent

    from app.i18n import Catalogue
    from app.ui.links.intents import Intents
    from app.ui.links.looks import LinkLook

NAME_HEIGHT = 38
_LEAST_NAME, _MOST_NAME = 140, 220
_NAME_SIZE = 14
_DOT = 10


def name_width(font: QFont, names: Iterable[str], page: int) -> int:
    """How wide names may be on cards `page` pixels wide; the same on all, so they stand in line.

    As wide as the longest in `font`, but no more than leaves the addresses enough room.
    """
    bold = QFont(font)
    bold.setPixelSize(_NAME_SIZE)
    bold.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(bold)
    # One pixel more: with fractions cut off, a name would be shortened for its last letter.
    longest = max((metrics.horizontalAdvance(name) + 1 for name in names), default=0)
    return max(_LEAST_NAME, min(longest, _MOST_NAME, page // 6))


class ColourDot(QWidget):
    """The colour of a unit; the name beside it says which one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_DOT, NAME_HEIGHT)
        self._colour = QColor()

    def set_colour(self, colour: str) -> None:
        """Show this colour, ``#rrggbb``."""
        self._colour = QColor(colour)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(QRectF(0, (self.height() - _DOT) / 2, _DOT, _DOT))
        painter.end()


class Picture(Label):
    """A small icon in a colour of the theme, which it follows."""

    def __init__(self, icon: str, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._icon, self._token = icon, token
        self.setFixedWidth(16)
        current_theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(icons.pixmap(self._icon, self._token, 15, self.devicePixelRatioF()))


class Sentence(Label):
    """Words as wide as they are in one line, in several lines where there is less room."""

    def __init__(self, role: Role, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", role, wrap=True, name=name, parent=parent)

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        # One pixel more: Qt rounds fractions of the last letter down and would wrap for them.
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 1, self._line())

    @override
    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        longest = max(self.text().split(), key=len, default="")
        return QSize(self.fontMetrics().horizontalAdvance(longest) + 1, self._line())

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing()


class Notice(QWidget):
    """A line on what the owner has just done to a link: locked, or copied too early.

    Shows itself only where there is something to say.
    """

    def __init__(
        self,
        texts: Catalogue,
        intents: Intents,
        toggle: Toggle,
        *,
        prefix: str,
        with_readers: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        # What takes over the focus of a button that goes away.
        self._toggle = toggle
        self._with_readers = with_readers
        self._link_id = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._words = Sentence(Role.SMALL, name=f"{prefix}_notice", parent=self)
        self._undo = Button(
            texts.tr("Undo"), Variant.LINK, icon="undo-2", name=f"{prefix}_undo", parent=self
        )
        self._undo.clicked.connect(lambda: intents.enable.emit(self._link_id))
        self._set_up = Button(
            texts.tr("Set up access …"), Variant.LINK, name=f"{prefix}_set_up", parent=self
        )
        self._set_up.clicked.connect(intents.set_up_access)
        for button in self.tab_stops():
            button.setProperty("inline", True)
        for widget in (Picture("triangle-alert", "careful", self), self._words):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in self.tab_stops():
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def show_look(self, look: LinkLook) -> None:
        """Say what there is to say, if anything."""
        self._link_id = look.link.id
        locked = not look.link.enabled
        warning = access.on_copying(self._texts, look.access) if look.just_copied else ""
        held = any(button.hasFocus() for button in self.tab_stops())
        self._words.setText(self._locked(look) if locked else warning)
        self._undo.setVisible(locked and look.just_locked)
        self._set_up.setVisible(not locked)
        self.setVisible(locked or bool(warning))
        if held and not any(button.hasFocus() for button in self.tab_stops()):
            self._toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        return [self._undo, self._set_up]

    def _locked(self, look: LinkLook) -> str:
        said = self._texts.tr("Disabled. Portals keep the old days.")
        if not look.readers or not self._with_readers:
            return said
        readers = words.read_by(self._texts, look.readers, look.now)
        return said + " " + self._texts.tr("Last read by: {readers}", readers=readers)


class Facts(QWidget):
    """A line on who can read a link and who has."""

    def __init__(self, texts: Catalogue, *, prefix: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._chip = Chip("", name=f"{prefix}_reach", parent=self)
        self._words = Sentence(Role.SMALL, name=f"{prefix}_readers", parent=self)
        for widget in (self._chip, self._words):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def show_look(self, look: LinkLook) -> None:
        """Say how things are."""
        self._chip.set_state(*access.chip(self._texts, look.access))
        self._words.setText(readers_text(self._texts, look))
        self._words.setToolTip(agents_text(look))


def readers_text(texts: Catalogue, look: LinkLook) -> str:
    """Who has read a link, the latest first; empty as long as it was not looked up."""
    if look.readers is None:
        return ""
    if not look.readers:
        return texts.tr("never fetched yet – have you pasted the link?")
    return words.read_by(texts, look.readers, look.now)


def agents_text(look: LinkLook) -> str:
    """What the readers call themselves, one to a line."""
    return "\n".join(read.fetch.agent for read in look.readers or ())


def link_toggle(texts: Catalogue, *, name: str, parent: QWidget) -> Toggle:
    """A switch for a link, as wide as its widest word so that all of them stand in line."""
    on, never = texts.trp("link", "Enabled"), texts.trp("link", "Enable")
    toggle = Toggle(on, never, name=name, parent=parent)
    widest = toggle.sizeHint().width()
    toggle.set_words(on, texts.trp("link", "Disabled"))
    toggle.setMinimumWidth(max(widest, toggle.sizeHint().width()))
    return toggle


def name_toggle(texts: Catalogue, toggle: Toggle, *, ever: bool) -> None:
    """Call the switch's off state by what it is: never enabled, or locked."""
    on = texts.trp("link", "Enabled")
    off = texts.trp("link", "Disabled") if ever else texts.trp("link", "Enable")
    toggle.set_words(on, off)


class MoreButton(IconButton):
    """The rarer things, in a menu that is made when it is opened.

    A page may have hundreds of these buttons, and a menu each would make it open slowly.
    """

    def __init__(
        self, text: str, fill: Callable[[QMenu], None], *, name: str, parent: QWidget
    ) -> None:
        super().__init__("ellipsis", text, name=name, parent=parent)
        self._fill = fill
        self.clicked.connect(self._open)

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        self._fill(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


def add_renew(texts: Catalogue, menu: QMenu, wanted: Callable[[], object]) -> None:
    """Offer a new address."""
    action = menu.addAction(icons.icon("refresh-cw"), texts.tr("Give a new address …"))
    action.setObjectName("renew")
    action.triggered.connect(wanted)


def add_delete(texts: Catalogue, menu: QMenu, wanted: Callable[[], object]) -> None:
    """Offer to take the link away."""
    action = menu.addAction(icons.icon("trash-2"), texts.tr("Delete link …"))
    action.setObjectName("delete")
    action.triggered.connect(wanted)
