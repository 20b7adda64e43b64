"""Portal verbinden: what is pasted there, what is pasted here, for one unit after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.core.errors import UserError
from app.core.importing.report.standing import SourceDraft
from app.core.links.guides import guide_for, text
from app.core.portals import portal_name
from app.override import override
from app.ui.base.work import Work
from app.ui.kit import Button, Dialog, Form, Variant
from app.ui.links.base.intents import Wanted, Way
from app.ui.links.base.portal_field import PortalField
from app.ui.links.connect.connected import ConnectedSoFar
from app.ui.links.connect.many import ManyPage
from app.ui.links.connect.one_unit import OneUnitPage
from app.ui.links.connect.setting_up import SettingUp
from app.ui.links.connect.unit_choice import UnitChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.services.importing.reading.results import Added
    from app.ui.base.context import Context

_SIZE = QSize(880, 640)


class ConnectDialog(Dialog):
    """Sets up both ways; what is not typed to its end is asked about before it is lost."""

    def __init__(
        self, context: Context, wanted: Wanted, on_done: Callable[[], object], parent: QWidget
    ) -> None:
        """Begins with what is `wanted`; `on_done` is called when it has closed."""
        tr = context.texts.tr
        super().__init__(
            tr("Connect portal"),
            tr("Connect"),
            tr("Close"),
            name="connect_dialog",
            width=800,
            parent=parent,
        )
        self._context = context
        self._texts = context.texts
        self._setting_up = SettingUp(context)
        self.resize(_SIZE)
        self._adding = False
        self._build()
        self._connect()
        self._begin_with(wanted)
        self.finished.connect(lambda _result: self._finish(on_done))

    # ---- what it is made of ----

    def _build(self) -> None:
        self._connected = ConnectedSoFar(self._texts, self)
        self.content.addWidget(self._connected)
        self._connected.hide()
        self.portal = PortalField(self._texts, name="connect_portal", parent=self)
        self.units = UnitChoice(self._context.services.units.all(), self)
        self._form = Form(parent=self)
        tr = self._texts.tr
        self._portal_row, self._unit_row = self._form.add_side_by_side(
            (tr("Portal"), self.portal), (tr("Unit"), self.units)
        )
        self.content.addWidget(self._form)
        self._pages = QStackedWidget(self)
        one = OneUnitPage(self._context, self)
        self._guide, self.goes, self.comes = one.guide, one.goes, one.comes
        self.many = ManyPage(self._context, self)
        self._pages.addWidget(one)
        self._pages.addWidget(self.many)
        self.content.addWidget(self._pages, 1)
        self._several = self.add_left_button(
            Button("", Variant.LINK, name="connect_several", parent=self)
        )

    def _connect(self) -> None:
        self.portal.left.connect(self._turn)
        self.units.currentIndexChanged.connect(self._turn)
        self.goes.link_wanted.connect(self._make_link)
        self.goes.copied.connect(self.comes.field.setFocus)
        self.comes.changed.connect(self._draw_buttons)
        self.comes.several_pasted.connect(self._take_several)
        self.many.changed.connect(self._draw_buttons)
        self.many.added.connect(self._note_added)
        self._several.clicked.connect(self._turn_page)
        self.submitted.connect(self._submit)

    def _begin_with(self, wanted: Wanted) -> None:
        self.portal.set_portal(wanted.portal)
        if wanted.unit_id is not None:
            self.units.choose(wanted.unit_id)
        self._turn()
        if not wanted.portal:
            self.portal.setFocus(Qt.FocusReason.OtherFocusReason)
        elif wanted.way is Way.COMES:
            self.comes.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.comes.look_at_clipboard()

    # ---- what is shown ----

    @property
    def _on_many(self) -> bool:
        return self._pages.currentWidget() is self.many

    def _turn(self) -> None:
        """Another portal or unit: other addresses, another guide; what was typed stays."""
        portal = self.portal.portal()
        self._portal_row.set_error(None)
        guide, language = guide_for(portal), self._texts.language.key
        self._guide.show_guide(text(guide.key, language))
        self._guide.setAccessibleName(guide.name(language))
        unit = self.units.unit()
        if unit is not None:
            self.comes.show_for(unit.id, portal, portal_name(portal))
        self.many.show_for(portal)
        self._show_link()
        self._draw_buttons()

    def _show_link(self) -> None:
        portal, unit = self.portal.portal(), self.units.unit()
        link = None
        if unit is not None:
            try:
                link = self._setting_up.link(unit.id, portal)
            except UserError as error:
                self.set_error(self._texts.tell(error))
        self.goes.show_link(link, portal_name(portal))

    def _draw_buttons(self) -> None:
        tr = self._texts.tr
        if self._on_many:
            number = len(self.many.ready)
            self.primary_button.setText(
                self._texts.trn("Connect {n} unit", "Connect {n} units", number)
                if number
                else tr("Connect")
            )
            self.primary_button.setEnabled(bool(number) and not self.many.busy)
        else:
            # What could not be tried may be added all the same: the portal may be away just now.
            tried = self.comes.preview is not None or not self.comes.trial.running
            ready = bool(self.comes.text) and tried and not self._adding
            self.primary_button.setText(tr("Connecting …") if self._adding else tr("Connect"))
            self.primary_button.setEnabled(ready)
        self._unit_row.setVisible(not self._on_many)
        one, several = tr("One unit after the other"), tr("Several at once …")
        self._several.setText(one if self._on_many else several)
        self.cancel_button.setText(tr("Done") if self._setting_up.anything else tr("Close"))

    # ---- what is done ----

    def _make_link(self) -> None:
        unit = self.units.unit()
        if unit is None or not self._portal_there():
            return
        try:
            self._setting_up.make_link(unit.id, self.portal.portal())
        except UserError as error:
            self.set_error(self._texts.tell(error))
            return
        self._show_link()
        self.goes.copy_button.copy()
        self._draw_buttons()

    def _portal_there(self) -> bool:
        there = bool(self.portal.portal())
        tr = self._texts.tr
        wrong = None if there else tr("Please choose a portal, or type its name.")
        self._portal_row.set_error(wrong)
        if not there:
            self.portal.setFocus(Qt.FocusReason.OtherFocusReason)
        return there

    def _submit(self) -> None:
        if not self.primary_button.isEnabled() or not self._portal_there():
            return
        self.set_error(None)
        if self._on_many:
            self.many.add_all(self.portal.portal())
            return
        unit = self.units.unit()
        if unit is None:
            self.set_error(self._texts.tr("There is no unit yet."))
            return
        draft = SourceDraft(
            unit_id=unit.id,
            portal=self.portal.portal(),
            address=self.comes.text,
            allow_private=self.comes.allow_private,
        )
        sources = self._context.services.sources
        self._adding = True
        work = Work(lambda: sources.add(draft))
        work.done.connect(self._take)
        work.failed.connect(self._fail)
        work.start()
        self._draw_buttons()

    def _take(self, added: object) -> None:
        self._adding = False
        self._note_added([cast("Added", added)])
        self.comes.begin_anew()
        self._next_unit()
        self._turn()
        self.comes.look_at_clipboard()

    def _fail(self, error: UserError) -> None:
        self._adding = False
        self.comes.set_error(self._texts.tell(error))
        self._draw_buttons()

    def _note_added(self, several: Sequence[Added]) -> None:
        names = {unit.id: unit for unit in self._context.services.units.all()}
        for added in several:
            unit = names.get(added.source.unit_id)
            if unit is not None:
                self._setting_up.note(added, unit)
                self._connected.add(added, unit.name)
        self._connected.tell()
        self._show_link()
        self._draw_buttons()

    def _next_unit(self) -> None:
        """Go on to the next unit for which nothing is read from this portal."""
        self.units.go_on(self._setting_up.units_read_from(self.portal.portal()))

    def _take_several(self, pasted: str) -> None:
        self.comes.begin_anew()
        self._pages.setCurrentWidget(self.many)
        self.many.take(pasted)
        self._draw_buttons()

    def _turn_page(self) -> None:
        self._pages.setCurrentIndex(0 if self._on_many else 1)
        if self._on_many:
            self.many.take_focus()
        self._draw_buttons()

    def _finish(self, on_done: Callable[[], object]) -> None:
        self.comes.trial.stop()
        self.many.stop()
        self._setting_up.finish(self.portal.portal())
        on_done()

    @override
    def reject(self) -> None:
        if self._adding or self.many.busy:
            return  # a moment more: what is being added belongs to what is set up here
        typed = self.many.text if self._on_many else self.comes.text
        if not typed:
            super().reject()
            return
        from app.ui.kit import ask  # noqa: PLC0415  # seldom needed

        tr = self._texts.tr
        ask(
            self,
            title=tr("Close without connecting?"),
            text=tr("The address that you have pasted is not connected yet."),
            primary=tr("Close"),
            cancel=tr("Go on"),
            on_primary=lambda: self.done(self.DialogCode.Rejected.value),
            name="connect_leave",
        )

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.WindowActivate and hasattr(self, "comes"):
            # The owner comes back from the portal, where something may have been copied.
            self.comes.look_at_clipboard()
        return done
