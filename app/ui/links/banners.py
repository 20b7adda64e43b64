"""What stands above the cards: the server's state, who can read the links, and a word said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.server_state import Phase
from app.ui.kit import Banner, Button, Tone, Variant
from app.ui.links.base.banner_words import banner_text
from app.ui.stays.clash.opening import open_clash
from app.ui.stays.strips import ConflictStrip

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.publishing.addresses.overview import Overview
    from app.ui.base.context import Context
    from app.ui.links.base.access import Access
    from app.ui.links.model import LinksModel

ONE_WAY = "links/one_way"


class Banners(QWidget):
    """The strips at the top of the page: the server, all links together, a word said once."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._server = self._make_server()
        self._reach = self._make_reach()
        self._one_way = self._make_one_way()
        self._clashes = ConflictStrip(context.texts, self)
        self._clashes.view_wanted.connect(lambda alarm: context.notices.show_stay(alarm.first.id))
        self._clashes.solve_wanted.connect(lambda alarm: open_clash(context, alarm, self.window()))
        for strip in (self._clashes, self._server, self._reach, self._one_way):
            # As high as its words need at its width, not as at some narrower one.
            strip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            column.addWidget(strip)

    def draw(self, model: LinksModel, error: UserError | None) -> None:
        """Say how things are; `error` is why the server cannot serve."""
        access, overview = model.access, model.overview
        somewhere = access.served or overview.on_webspace > 0
        self._draw_server(access, error, overview)
        self._clashes.show_conflicts(model.incoming.alarms, model.unit_name)
        told = banner_text(
            self._context.texts,
            overview,
            model.publishing,
            model.book.base,
            model.outside,
            model.now,
        )
        self._reach.set_content(told.tone, told.lead, told.text, icon="globe")
        self._reach.setVisible(somewhere)
        self._set_up.setVisible(told.set_up)
        hidden = self._context.preferences.dismissed(ONE_WAY)
        # Before any link is enabled, which way occupancies go is no topic.
        one_way = not model.incoming.any and not hidden
        self._one_way.setVisible(model.any_enabled and somewhere and one_way)

    def _draw_server(self, access: Access, error: UserError | None, overview: Overview) -> None:
        tr = self._context.texts.tr
        if not access.served and overview.on_webspace:
            self._draw_only_here(error, overview)
            return
        match access.phase:
            case Phase.FAILED:
                lead = tr("The calendar links cannot be read at present.")
                text = self._context.texts.tell(error) if error else ""
                self._server.set_content(Tone.BAD, lead, text)
            case Phase.STOPPED:
                lead = tr("The calendar links cannot be read at present.")
                text = tr("They are not being served.")
                self._server.set_content(Tone.CAREFUL, lead, text)
            case Phase.ELSEWHERE:
                lead = tr("The calendar links are served by the service.")
                text = tr("It runs beside this window and goes on when you close it.")
                self._server.set_content(Tone.NEUTRAL, lead, text)
            case Phase.RUNNING:
                pass
        failed = access.phase is Phase.FAILED
        self._server.setVisible(not access.served or access.phase is Phase.ELSEWHERE)
        self._draw_ways(failed=failed, served=access.served)

    def _draw_only_here(self, error: UserError | None, overview: Overview) -> None:
        """Say that only the program itself does not answer: the webspace does."""
        texts = self._context.texts
        lead = texts.tr("This computer itself does not answer at present.")
        rest = texts.tr("The links on {host} can be read as ever.", host=overview.host)
        told = " ".join(filter(None, (texts.tell(error) if error else "", rest)))
        self._server.set_content(Tone.CAREFUL, lead, told)
        self._server.setVisible(True)
        self._draw_ways(failed=error is not None, served=False)

    def _draw_ways(self, *, failed: bool, served: bool) -> None:
        tr = self._context.texts.tr
        self._retry.setVisible(not served)
        self._retry.setText(tr("Try again") if failed else tr("Serve links"))
        self._settings.setVisible(failed)

    def _make_server(self) -> Banner:
        banner = Banner(Tone.BAD, "", name="links_server", parent=self)
        self._retry = banner.add_action(Button("", name="links_retry", parent=banner))
        self._retry.clicked.connect(self._context.server.start)
        tr = self._context.texts.tr
        self._settings = banner.add_action(
            Button(tr("Open settings"), Variant.LINK, name="links_settings", parent=banner)
        )
        self._settings.clicked.connect(lambda: self._context.notices.go("settings"))
        return banner

    def _make_reach(self) -> Banner:
        banner = Banner(Tone.CAREFUL, "", name="links_reach", parent=self)
        tr = self._context.texts.tr
        self._set_up = banner.add_action(
            Button(tr("Set up access …"), name="links_set_up", parent=banner)
        )
        self._set_up.clicked.connect(self._context.notices.reach_wanted)
        return banner

    def _make_one_way(self) -> Banner:
        tr = self._context.texts.tr
        banner = Banner(
            Tone.NEUTRAL,
            "",
            tr(
                "Your occupancies go from Zimmerfrei to the portals, not back. A booking that "
                "comes in at Airbnb is entered here by you; only then is it occupied at the "
                "others as well."
            ),
            dismiss_text=tr("Understood, do not show again"),
            name="one_way",
            parent=self,
        )
        banner.dismissed.connect(lambda: self._context.preferences.dismiss(ONE_WAY))
        return banner
