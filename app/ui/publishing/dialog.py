"""The wizard, which asks where the calendars shall be reachable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.publishing.relay.invitation import seems_invitation
from app.core.publishing.webspace import WebspaceKind
from app.override import override
from app.ui.kit import Button, Dialog, Label, Role, ScrollPage, Separator, ask
from app.ui.publishing.choices import Choice, ChoiceList
from app.ui.publishing.house_page import HousePage
from app.ui.publishing.invitation.invitation_page import InvitationPage
from app.ui.publishing.own_address_page import OwnAddressPage
from app.ui.publishing.webspace.webspace_page import WebspacePage

if TYPE_CHECKING:
    from app.core.publishing.webspace import KeptWebspace
    from app.ui.base.context import Context
    from app.ui.publishing.base.reach_page import ReachPage

_SIZE: Final = QSize(1000, 740)
_MOST_CHOICES = 340
_AROUND: Final = 48
"""What a window's frame and a taskbar take of the screen's height."""
HOUSE, WEBSPACE, INVITED, OWN = "house", "webspace", "invited", "own"


class ReachDialog(Dialog):
    """Four choices at the left; at the right what the chosen one asks, and how it goes."""

    def __init__(self, context: Context, kept: KeptWebspace | None, parent: QWidget) -> None:
        """`kept` is the webspace in use."""
        texts = context.texts
        super().__init__(
            texts.tr("Where shall your calendars be reachable?"),
            texts.tr("Publish calendars now"),
            texts.tr("Cancel"),
            name="reach_dialog",
            width=560,
            parent=parent,
        )
        self._context = context
        lead = texts.tr(
            "Portals read at their own times, also at night. For that the calendar needs a place "
            "that is always on."
        )
        self.content.addWidget(
            self._never_wider(Label(lead, Role.MUTED, wrap=True, name="reach_lead", parent=self))
        )
        self.pages: dict[str, ReachPage] = {}
        self._make_body(kept)
        self.content.addWidget(Separator(self))
        self.help = self.add_left_button(
            Button(texts.tr("Help: where I find the access data"), name="reach_help", parent=self)
        )
        self.help.clicked.connect(self._show_help)
        self.submitted.connect(self._submit)
        self.choices.chosen.connect(self._choose)
        self._turn(self._first_choice(kept))
        self._fit_to_screen()

    # ---- building ----

    def _make_body(self, kept: KeptWebspace | None) -> None:
        self._scroll = ScrollPage(margin=0, name="reach_scroll", parent=self)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(22)
        self.choices = ChoiceList(
            _choices(self._context),
            accessible_name=self._context.texts.tr("Where shall your calendars be reachable?"),
            name="reach",
            parent=inside,
        )
        self.choices.setMaximumWidth(_MOST_CHOICES)
        row.addWidget(self.choices, 35)
        right = QWidget(inside)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(right)
        column.addWidget(self._stack)
        row.addWidget(right, 65)
        self._invitation = InvitationPage(self._context, kept, inside)
        self.pages = {
            HOUSE: HousePage(self._context, kept, inside),
            WEBSPACE: WebspacePage(self._context, kept, inside),
            INVITED: self._invitation,
            OWN: OwnAddressPage(self._context, kept, inside),
        }
        for page in self.pages.values():
            self._stack.addWidget(page)
            page.state_changed.connect(self._arrange)
            page.settled.connect(self.accept)
            page.look_here.connect(self._look_at)
        self._scroll.body.addWidget(inside, 1)
        self.content.addWidget(self._scroll, 1)

    def _first_choice(self, kept: KeptWebspace | None) -> str:
        if kept is not None:
            return INVITED if kept.kind is WebspaceKind.RELAY else WEBSPACE
        if seems_invitation(QGuiApplication.clipboard().text()):
            return INVITED
        return OWN if self._context.services.settings.get().public_url else WEBSPACE

    def _fit_to_screen(self) -> None:
        room = self.screen().availableGeometry().size()
        self.resize(_SIZE.boundedTo(QSize(room.width() - 24, room.height() - _AROUND)))

    # ---- what happens ----

    @property
    def page(self) -> ReachPage:
        """What is shown at the right."""
        return self.pages[self.choices.current()]

    def invite(self, text: str) -> bool:
        """Put an invitation into its field; False while something else is going on here."""
        if self.page.busy:
            return False
        self._turn(INVITED)
        self._invitation.paste(text)
        return True

    def _choose(self, key: str) -> None:
        self._turn(key)
        if key == INVITED:
            # It may have been copied just now. The focus stays with the choices, for arrow keys.
            self.pages[INVITED].look_around()

    def _turn(self, key: str) -> None:
        self.choices.select(key)
        self._stack.setCurrentWidget(self.pages[key])
        for other, page in self.pages.items():
            # The stack is as high as the page that is shown, and Tab goes through no other.
            page.setVisible(other == key)
        self.set_error(None)
        self._arrange()

    def _arrange(self) -> None:
        if not self.pages or not self.choices.current():
            return
        page = self.page
        self.primary_button.setText(page.primary)
        self.primary_button.setEnabled(page.ready)
        # While one waits another choice would only confuse.
        self.choices.setEnabled(not page.busy)
        self.help.setVisible(bool(page.hoster))
        texts = self._context.texts
        self.cancel_button.setText(texts.tr("Close") if page.busy else texts.tr("Cancel"))
        self.cancel_button.setVisible(page.can_cancel)

    def _look_at(self, part: QWidget) -> None:
        # Once it has its new height.
        QTimer.singleShot(0, part, lambda: self._scroll.ensureWidgetVisible(part, 0, 12))

    def _submit(self) -> None:
        self.set_error(None)
        try:
            self.page.submit()
        except UserError as error:
            self.set_error(self._context.texts.tell(error))

    def _show_help(self) -> None:
        from app.ui.publishing.hoster_help import HosterHelp  # noqa: PLC0415  # when it is wanted

        HosterHelp(self._context.texts, self.page.hoster, self).open()

    @override
    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # a QShowEvent
        self.page.take_focus()

    @override
    def reject(self) -> None:
        if self.page.busy or not self.page.unsaved:
            super().reject()
            return
        texts = self._context.texts
        ask(
            self,
            title=texts.tr("Close without applying?"),
            text=texts.tr("What you have typed here is not set up yet and will be lost."),
            primary=texts.tr("Close"),
            cancel=texts.tr("Stay here"),
            on_primary=self._give_up,
            name="reach_lose",
        )

    def _give_up(self) -> None:
        super().reject()

    @override
    def done(self, result: int) -> None:
        for page in self.pages.values():
            page.leave()
        super().done(result)


def _choices(context: Context) -> list[Choice]:
    tr = context.texts.tr
    return [
        Choice(
            HOUSE,
            "monitor",
            tr("Only here and in the house"),
            tr(
                "For Thunderbird or Outlook on this computer, for phones in the Wi-Fi. Google, "
                "Airbnb and Booking.com do not read it."
            ),
        ),
        Choice(
            WEBSPACE,
            "cloud",
            tr("My website"),
            tr(
                "Zimmerfrei puts a copy onto your webspace after each change. Your computer may be "
                "off."
            ),
            tr("recommended"),
        ),
        Choice(
            INVITED,
            "key-round",
            tr("Invitation"),
            tr(
                "Has your tourist association, or somebody you know, sent you an invitation? "
                "Pasting it is enough."
            ),
        ),
        Choice(
            OWN,
            "globe",
            tr("An internet address of my own"),
            tr(
                "A proxy, a tunnel or a server leads here. For all who have something of the kind "
                "already."
            ),
        ),
    ]
