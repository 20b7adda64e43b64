"""The top of the page: what can be added; what has no room moves into a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal

from app.override import override
from app.ui.kit import Button, PageHeader, Variant
from app.ui.links.base.parts import MoreButton
from app.ui.look import icons

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QMenu, QWidget

    from app.i18n import Catalogue

_AROUND, _GAP = 40, 10


class LinksHeader(PageHeader):
    """Title and actions of the page.

    Signals:
        publish_all_wanted(): enable every unit.
        house_wanted(), staff_wanted(), link_wanted(): add a link of the whole house, see the staff
            members, add a link.
        read_wanted(), connect_wanted(): read all portals now, connect one.
    """

    publish_all_wanted = Signal()
    house_wanted = Signal()
    staff_wanted = Signal()
    link_wanted = Signal()
    read_wanted = Signal()
    connect_wanted = Signal()

    def __init__(self, texts: Catalogue, *, parent: QWidget | None = None) -> None:
        tr = texts.tr
        super().__init__(
            tr("Integrations"),
            tr("What goes to the portals, and what comes from there"),
            parent=parent,
        )
        self.publish_all = Button(
            tr("Enable all"), icon="lock-open", name="publish_all", parent=self
        )
        self.publish_all.clicked.connect(self.publish_all_wanted)
        self._house = Button(tr("Whole house …"), icon="house", name="whole_house", parent=self)
        self._house.clicked.connect(self.house_wanted)
        self._staff = Button(tr("Staff …"), icon="users", name="staff", parent=self)
        self._staff.clicked.connect(self.staff_wanted)
        self.read = Button(tr("Read now"), icon="clock", name="read_sources", parent=self)
        self.read.clicked.connect(self.read_wanted)
        self._link = Button(tr("Further link …"), icon="plus", name="add_link", parent=self)
        self._link.clicked.connect(self.link_wanted)
        self._more = MoreButton(tr("More"), self._fill, name="links_more", parent=self)
        self.connect_portal = Button(
            tr("Connect portal"), Variant.PRIMARY, icon="plus", name="connect_portal", parent=self
        )
        self.connect_portal.clicked.connect(self.connect_wanted)
        self._any = True
        self._unpublished = True
        self._sources = False
        for widget in (*self._all(), self._more, self.connect_portal):
            self.add_action(widget)
        self._fold()

    def show_state(
        self, *, any_units: bool, unpublished: bool, sources: bool = False, reading: bool = False
    ) -> None:
        """Offer what makes sense: nothing before there is a unit, Freischalten where one is not.

        `sources` tells whether anything is read from a portal, `reading` that it is just now.
        """
        self._any, self._unpublished, self._sources = any_units, unpublished, sources
        self.read.setEnabled(not reading)
        self._fold()

    def _all(self) -> list[Button]:
        return [self.read, self.publish_all, self._staff, self._house, self._link]

    def _wanted(self) -> list[Button]:
        """Return what there is to offer, what is wanted most often first."""
        unwanted = set()
        if not self._unpublished:
            unwanted.add(self.publish_all)
        if not self._sources:
            unwanted.add(self.read)
        return [button for button in self._all() if button not in unwanted]

    def _fold(self) -> None:
        """Keep as many of the buttons in sight as there is room for."""
        shown = self._wanted()
        words = max(self.title.sizeHint().width(), self.subtitle.sizeHint().width())
        room = self.width() - words - _AROUND - self.connect_portal.sizeHint().width() - _GAP
        # A link of the whole house, or for a person, is wanted once: it stands in the menu.
        folded = [shown.pop() for _ in (self._house, self._link)]
        room -= _room(self._more)
        while shown and sum(_room(button) for button in shown) > room:
            folded.append(shown.pop())
        for button in self._all():
            button.setVisible(self._any and button in shown)
        self._more.setVisible(self._any and bool(folded))
        self.connect_portal.setVisible(self._any)

    def _fill(self, menu: QMenu) -> None:
        signs = dict(
            zip(self._all(), ("clock", "lock-open", "users", "house", "plus"), strict=True)
        )
        for button in self._wanted():
            if button.isHidden():
                action = menu.addAction(icons.icon(signs[button]), button.text())
                action.setObjectName(button.objectName())
                action.triggered.connect(button.clicked)

    @override
    def minimumSizeHint(self) -> QSize:
        least = (
            self.title.sizeHint().width() + _AROUND + _room(self._more) + _room(self.connect_portal)
        )
        return QSize(least, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def _room(button: Button) -> int:
    return button.sizeHint().width() + _GAP
