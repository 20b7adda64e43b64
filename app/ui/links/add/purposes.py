"""What a further link is for: a portal, a person, the owner's website, a staff member."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.links.guides import guides
from app.core.portals import portals
from app.ui.kit import Button, Label, Role, SegmentedControl
from app.ui.links.add.pick_list import Option, PickList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.core.house.staff import StaffMember
    from app.core.links.link import Link
    from app.i18n import Catalogue

_PROGRAMS = ("google", "apple", "outlook")


class Purpose(StrEnum):
    """What a further link is for."""

    PORTAL = "portal"
    PERSON = "person"
    WEBSITE = "website"
    STAFF = "staff"


def purpose_switch(texts: Catalogue, parent: QWidget) -> SegmentedControl:
    """Return the control for what a link is for; its keys are the values of `Purpose`."""
    words = {
        Purpose.PORTAL: texts.tr("For a portal"),
        Purpose.PERSON: texts.tr("For a person"),
        Purpose.WEBSITE: texts.tr("For your website"),
        Purpose.STAFF: texts.tr("For a staff member"),
    }
    return SegmentedControl(
        [(purpose.value, word) for purpose, word in words.items()],
        accessible_name=texts.tr("What the link is for"),
        name="link_purpose",
        parent=parent,
    )


class PurposePages(QStackedWidget):
    """For each purpose what is to be said about it, one page upon the other.

    Signals:
        picked(): something else is picked.
        new_staff_wanted(): the owner wants to enter a staff member.
    """

    picked = Signal()
    new_staff_wanted = Signal()

    def __init__(
        self,
        texts: Catalogue,
        links: Sequence[Link],
        staff: Sequence[StaffMember],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._lists = self._make_lists(links, staff)
        self._pages: dict[Purpose, QWidget] = {
            Purpose.PORTAL: self._lists[Purpose.PORTAL],
            Purpose.PERSON: self._lists[Purpose.PERSON],
            Purpose.WEBSITE: self._website_page(),
            Purpose.STAFF: self._staff_page(),
        }
        for page in self._pages.values():
            self.addWidget(page)
        for one in self._lists.values():
            one.picked.connect(self.picked)

    def _make_lists(
        self, links: Sequence[Link], staff: Sequence[StaffMember]
    ) -> dict[Purpose, PickList]:
        texts = self._texts
        return {
            Purpose.PORTAL: PickList(
                _portal_options(links),
                texts.tr("Find a portal or type its name"),
                own_words=lambda name: texts.tr("“{name}” as a name of your own", name=name),
                name="link_portal",
                parent=self,
            ),
            Purpose.PERSON: PickList(
                _person_options(texts),
                texts.tr("Type who the link is for"),
                own_words=lambda name: texts.tr("for “{name}”", name=name),
                name="link_person",
                parent=self,
            ),
            Purpose.STAFF: PickList(
                _staff_options(staff),
                texts.tr("Find a staff member"),
                name="link_staff",
                parent=self,
            ),
        }

    def turn(self, purpose: Purpose) -> None:
        """Show what belongs to a purpose."""
        self.setCurrentWidget(self._pages[purpose])

    def key(self, purpose: Purpose) -> str:
        """What is picked: a portal's key or name, a person's name, a staff member's id."""
        pick = self._lists.get(purpose)
        return "" if pick is None else pick.key()

    def name(self, purpose: Purpose) -> str:
        """What is picked, as people call it."""
        pick = self._lists.get(purpose)
        return "" if pick is None else pick.name()

    def choose(self, purpose: Purpose, key: str) -> None:
        """Pick something by its key."""
        self._lists[purpose].choose(key)

    def take_focus(self, purpose: Purpose) -> None:
        """Put the focus where one begins to type."""
        if pick := self._lists.get(purpose):
            pick.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_staff(self, staff: Sequence[StaffMember]) -> None:
        """Offer these staff members."""
        self._lists[Purpose.STAFF].set_options(_staff_options(staff))

    def _website_page(self) -> QWidget:
        tr = self._texts.tr
        sentences = (
            tr("A calendar of free and occupied days for your own website."),
            tr(
                "It shows months side by side, in German or English as each visitor’s browser "
                "wants it."
            ),
            tr("Guests, notes and names are never shown: everybody can read it there."),
        )
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        for place, sentence in enumerate(sentences):
            name = f"website_text_{place}"
            column.addWidget(Label(sentence, Role.MUTED, wrap=True, name=name, parent=page))
        column.addStretch(1)
        return page

    def _staff_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._lists[Purpose.STAFF], 1)
        words = self._texts.tr("New staff member …")
        new = Button(words, icon="user-plus", name="link_new_staff", parent=page)
        new.clicked.connect(self.new_staff_wanted)
        column.addWidget(new, 0, Qt.AlignmentFlag.AlignLeft)
        return page


def _portal_options(links: Iterable[Link]) -> list[Option]:
    """The portals that everybody knows, but for one's own website; then the owner's own."""
    known = [
        Option(portal.key, portal.name, portal.key)
        for portal in portals().values()
        if portal.key != Purpose.WEBSITE
    ]
    own = sorted({link.portal for link in links if link.portal} - portals().keys())
    return known + [Option(name, name, name) for name in own]


def _person_options(texts: Catalogue) -> list[Option]:
    """The programs in which people look at calendars: links for them are made most."""
    names = [guides()[key].name(texts.language.key) for key in _PROGRAMS]
    return [Option(name, name) for name in (*names, texts.tr("Family"))]


def _staff_options(staff: Iterable[StaffMember]) -> list[Option]:
    return [Option(str(member.id), member.name) for member in staff]
