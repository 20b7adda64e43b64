"""The last step of adding a link: its address, ready to be pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.links.link import LinkKind
from app.core.links.names import link_title, visible_fields
from app.ui.guides.address_line import AddressLine
from app.ui.kit import Button, Dialog
from app.ui.links.base.access import access_of, on_copying, portals_can_read
from app.ui.links.base.words import short_portal
from app.ui.links.share.addresses import TitleLine, careful, forms_of, warn

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link
    from app.ui.base.context import Context


class ReadyDialog(Dialog):
    """Shows the address of a link that was just made, with what to do next."""

    def __init__(self, context: Context, link: Link, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("The link is ready"),
            texts.tr("Done"),
            name="ready_dialog",
            width=560,
            parent=parent,
        )
        self._context = context
        self._link = link
        title = TitleLine("ready_link", self)
        title.setText(link_title(texts, link))
        self.content.addWidget(title)
        website = link.kind is LinkKind.WEBSITE
        self._line = AddressLine(
            texts,
            texts.tr("Code for your website") if website else "",
            copy_text=texts.tr("Copy code") if website else texts.tr("Copy link"),
            name="ready_address",
            parent=self,
        )
        forms = forms_of(context, link)
        self._line.show_address(forms.snippet or forms.address)
        self.content.addWidget(self._line)
        self._say_what_to_know()
        self._add_ways()
        self.submitted.connect(self.accept)
        self._line.copy_button.setFocus()

    def _say_what_to_know(self) -> None:
        texts = self._context.texts
        services = self._context.services
        address, now = services.addresses.of(self._link), services.house_clock.now()
        warnings = (
            visible_fields(texts, self._link),
            on_copying(texts, access_of(self._context), address, self._link, now),
        )
        for place, warning in enumerate(warnings):
            strip = careful(f"ready_warning_{place}", self)
            warn(strip, warning)
            if place and not portals_can_read(address):
                button = Button(texts.tr("Set up access …"), name="ready_set_up", parent=strip)
                strip.add_action(button).clicked.connect(self._wish_reach)
            self.content.addWidget(strip)
        self.content.addStretch(1)

    def _wish_reach(self) -> None:
        self.accept()
        self._context.notices.reach_wanted()

    def _add_ways(self) -> None:
        texts = self._context.texts
        portal = short_portal(self._link)
        words = (
            texts.tr("How to paste it at {portal} …", portal=portal)
            if portal
            else texts.tr("How to paste it …")
        )
        guide = self.add_left_button(Button(words, icon="info", name="ready_guide", parent=self))
        guide.clicked.connect(self._show_guide)
        share = self.add_left_button(
            Button(texts.tr("Pass on …"), icon="qr-code", name="ready_share", parent=self)
        )
        share.clicked.connect(self._share)

    def _show_guide(self) -> None:
        from app.ui.links.share.guide import guide_of  # noqa: PLC0415  # when it is wanted

        guide_of(self._context, self._link, self).open()

    def _share(self) -> None:
        from app.ui.links.share.dialog import ShareDialog  # noqa: PLC0415  # when it is wanted

        try:
            ShareDialog(self._context, self._context.services.links.get(self._link.id), self).open()
        except UserError as error:
            self.set_error(self._context.texts.tell(error))
