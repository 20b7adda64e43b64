"""Weitergeben: every way to get a link to whom it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.links.address_forms import webcal
from app.core.links.link import LinkKind
from app.core.links.names import link_title, visible_fields
from app.core.links.reach import Reach
from app.override import override
from app.ui.export.qr import QrCode
from app.ui.export.saving import ask_where, say_saved
from app.ui.kit import Button, Label, Role, SegmentedControl
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base.access import on_copying
from app.ui.links.share.addresses import careful, standing_of, warn
from app.ui.links.share.reading import LinkDialog
from app.ui.links.share.ways import CalendarWays, WebsiteWays

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.links.link import Link
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

_SUBSCRIBE: Final = "subscribe"
_ADDRESS: Final = "address"
_GAP: Final = 24


class ShareDialog(LinkDialog):
    """A QR code at the left, everything else at the right."""

    def __init__(self, context: Context, link: Link, parent: QWidget) -> None:
        texts = context.texts
        title = texts.tr("Pass the link on")
        super().__init__(context, link, parent, title=title, name="share", width=720)
        self._address = ""
        self._fields = careful("share_told", self)
        self._reach = careful("share_reach", self)
        set_up = Button(texts.tr("Set up access …"), name="share_set_up", parent=self._reach)
        self._reach.add_action(set_up).clicked.connect(self._wish_reach)
        self.content.addWidget(self._fields)
        self.content.addWidget(self._reach)
        body = QHBoxLayout()
        body.setSpacing(_GAP)
        add_layout(self.content, body, 1)
        body.addWidget(self._make_code())
        website = link.kind is LinkKind.WEBSITE
        self._ways = WebsiteWays(texts, self) if website else CalendarWays(context, self)
        body.addWidget(self._ways, 1)
        guide = self.add_left_button(
            Button(texts.tr("How to paste it …"), icon="info", name="share_guide", parent=self)
        )
        guide.clicked.connect(self._show_guide)
        self.submitted.connect(self.accept)
        context.bridge.moved.connect(self._follow)
        context.bridge.server_changed.connect(self._draw)
        self._draw()
        self._ways.take_focus()

    @override
    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            # Qt makes a dialog no higher than two thirds of the screen, which cuts words off here.
            self.resize(self.sizeHint().boundedTo(self.screen().availableSize()))
        super().setVisible(visible)

    def _make_code(self) -> QWidget:
        tr = self._texts.tr
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._code = QrCode(name="share_code", parent=side)
        column.addWidget(self._code, 0, Qt.AlignmentFlag.AlignHCenter)
        self._hint = Label("", Role.SMALL, wrap=True, name="share_hint", parent=side)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._hint)
        self._form = SegmentedControl(
            [(_SUBSCRIBE, tr("Subscribe")), (_ADDRESS, tr("Address alone"))],
            accessible_name=tr("What the QR code holds"),
            name="share_form",
            parent=side,
        )
        self._form.setVisible(self._link.kind is not LinkKind.WEBSITE)
        self._form.chosen.connect(self._draw_code)
        column.addWidget(self._form, 0, Qt.AlignmentFlag.AlignHCenter)
        save = Button(tr("Save picture …"), icon="image-down", name="share_picture", parent=side)
        save.clicked.connect(self._ask_where)
        column.addWidget(save, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return side

    def _show_guide(self) -> None:
        from app.ui.links.share.guide import guide_of  # noqa: PLC0415  # when it is wanted

        guide_of(self._context, self._link, self).open()

    def _wish_reach(self) -> None:
        self.reject()
        self._context.notices.reach_wanted()

    def _follow(self, moved: Moved) -> None:
        around = moved.settings or moved.publishing or moved.house or moved.staff or moved.units
        if around or self._link.id in moved.links:
            self._draw()

    def _draw(self) -> None:
        texts = self._texts
        try:
            link = self._context.services.links.get(self._link.id)
            standing = standing_of(self._context, link)
        except UserError as error:
            # Deleted elsewhere: an address that answers no more must not be passed on.
            self.reject()
            self._context.notices.fail(error)
            return
        self._name_link(link)
        warn(self._fields, visible_fields(texts, link))
        now = self._context.services.house_clock.now()
        amiss = on_copying(texts, standing.access, standing.address, link, now)
        warn(self._reach, "" if standing.nobody_reads(texts) else amiss)
        self._address = standing.address.url
        self._hint.setText(self._camera(standing.address.reach))
        self._ways.show_link(standing)
        self._draw_code()

    def _camera(self, reach: Reach) -> str:
        """Say what a phone can do with the code, as far as it reaches the address."""
        tr = self._texts.tr
        match reach:
            case Reach.THIS_PC:
                return tr("A phone cannot reach this address: it holds on this computer alone.")
            case Reach.HOME:
                return tr("Open with the camera of the phone, in the home network")
            case Reach.EVERYWHERE:
                return tr("Open with the camera of the phone")

    def _draw_code(self) -> None:
        tr = self._texts.tr
        title, address = link_title(self._texts, self._link), self._address
        if self._link.kind is LinkKind.WEBSITE:
            self._code.show_content(address, tr("QR code: page of {link}", link=title))
        elif self._form.current() == _SUBSCRIBE:
            words = tr("QR code: subscribe to {link}", link=title)
            self._code.show_content(webcal(address), words)
        else:
            self._code.show_content(address, tr("QR code: address of {link}", link=title))

    def _ask_where(self) -> None:
        texts = self._texts
        self.set_error(None)
        title = link_title(texts, self._link)
        ask_where(
            self,
            self._context,
            title=texts.tr("Save the QR code"),
            name=texts.tr("QR code {link}", link=title),
            kind=texts.tr("Picture"),
            suffix="png",
            on_chosen=self._save,
        )

    def _save(self, target: Path) -> None:
        try:
            self._code.save(target)
        except UserError as error:
            self.set_error(self._texts.tell(error))
        else:
            say_saved(self._context, target)
