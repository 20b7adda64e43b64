"""Weiterer Link …: what for, of which, how much it says; then its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.portals import portal_name
from app.i18n import LANGUAGES, own_names
from app.ui.kit import Dialog, Form, SegmentedControl
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.popups import ComboBox
from app.ui.links.add.detail_rows import DetailRows
from app.ui.links.add.example import example
from app.ui.links.add.example_card import ExampleCard
from app.ui.links.add.purposes import Purpose, PurposePages, purpose_switch
from app.ui.links.add.targets import TargetField
from app.ui.links.base.adding import add_link
from app.ui.links.share.ready import ReadyDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

_LEFT = 290
_HINT = 240


class AddLinkDialog(Dialog):
    """Adds a further link. The common case is picking a portal and pressing the button.

    Signals:
        added(Link): there is a new link; its address is shown.
    """

    added = Signal(object)

    def __init__(
        self,
        context: Context,
        target: Target | None,
        on_done: Callable[[Link], object],
        parent: QWidget,
    ) -> None:
        """Begins with a link of `target`, else of the first unit."""
        texts = context.texts
        super().__init__(
            texts.tr("Further link"),
            texts.tr("Add link"),
            texts.tr("Cancel"),
            name="add_link",
            width=680,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._over = parent
        self._own_label = False
        self._units: list[Unit] = context.services.units.all()
        self._purpose = purpose_switch(texts, self)
        self.content.addWidget(self._purpose)
        self._make_fields()
        self._make_example()
        self._connect(on_done)
        self._begin_with(target)

    # ---- how it is made ----

    def _make_fields(self) -> None:
        texts, context = self._texts, self._context
        columns = QHBoxLayout()
        columns.setSpacing(20)
        add_layout(self.content, columns, 1)
        self._pages = PurposePages(
            texts, context.services.links.all(), context.services.staff.all(), self
        )
        self._pages.setMinimumWidth(max(_LEFT, self._pages.minimumSizeHint().width()))
        columns.addWidget(self._pages, 2)
        right = QVBoxLayout()
        right.setSpacing(12)
        add_layout(columns, right, 3)
        self._form = Form(parent=self)
        self._target = TargetField(texts, self._units, context.services.units.properties())
        self._target_row = self._form.add(texts.tr("Which days"), self._target)
        # It names a portal, which may be one long word.
        self._target_row.hint.setMinimumWidth(_HINT)
        self._work = _work_switch(texts)
        self._work_row = self._form.add(texts.tr("What they see"), self._work)
        self._label = QLineEdit()
        self._label.setObjectName("link_label")
        self._label_row = self._form.add(texts.tr("What you call the link"), self._label)
        right.addWidget(self._form)
        self._details = DetailRows(texts, self)
        right.addWidget(self._details)
        self._language = _language_field(texts.language.key)
        self._foot = Form(parent=self)
        self._foot.add(texts.tr("Language of the entries"), self._language)
        right.addWidget(self._foot)
        right.addStretch(1)

    def _make_example(self) -> None:
        self._example = ExampleCard(self._texts, self)
        self.content.addWidget(self._example)

    def _connect(self, on_done: Callable[[Link], object]) -> None:
        self._purpose.chosen.connect(self._turn)
        self._pages.picked.connect(self._pick)
        self._pages.new_staff_wanted.connect(self._enter_staff)
        self._target.currentIndexChanged.connect(self._draw)
        self._work.chosen.connect(self._pick)
        self._label.textEdited.connect(self._name_it)
        self._details.changed.connect(self._draw)
        self._language.currentIndexChanged.connect(self._draw)
        self.submitted.connect(self._submit)
        self.added.connect(on_done)
        self._context.bridge.moved.connect(self._follow)

    def _begin_with(self, target: Target | None) -> None:
        purpose = Purpose.PORTAL
        if target is not None and target.scope is Scope.STAFF:
            purpose = Purpose.STAFF
            self._pages.choose(Purpose.STAFF, str(target.id))
        elif target is not None:
            self._target.choose(target)
            if target.scope is not Scope.UNIT:
                # A portal wants one link for each unit.
                purpose = Purpose.PERSON
        self._purpose.select(purpose.value)
        self._turn()

    # ---- what is chosen ----

    @property
    def _for(self) -> Purpose:
        return Purpose(self._purpose.current())

    def _kind(self) -> LinkKind:
        match self._for:
            case Purpose.WEBSITE:
                return LinkKind.WEBSITE
            case Purpose.STAFF:
                return LinkKind(self._work.current())
            case _:
                return LinkKind.CALENDAR

    def _chosen_target(self) -> Target | None:
        if self._for is not Purpose.STAFF:
            return self._target.target()
        key = self._pages.key(Purpose.STAFF)
        return Target(Scope.STAFF, int(key)) if key else None

    def _choices(self) -> LinkChoices:
        portal = ""
        if self._for is Purpose.PORTAL:
            portal = self._pages.key(Purpose.PORTAL)
        return LinkChoices(
            label=self._label.text(),
            portal=portal,
            details=self._details.details(),
            language=self._language.currentData(),
        )

    def _turn(self) -> None:
        """Another purpose: other fields, and its own suggestion for the label."""
        purpose = self._for
        self._own_label = False
        # What a friend may see is not what the next portal shall have.
        self._details.begin_anew()
        self._pages.turn(purpose)
        self._pages.take_focus(purpose)
        self._target.offer(units_only=purpose is Purpose.WEBSITE)
        self._target_row.setVisible(purpose is not Purpose.STAFF and self._target.count() > 1)
        self._work_row.setVisible(purpose is Purpose.STAFF)
        self._pick()

    def _pick(self) -> None:
        if not self._own_label:
            name = self._pages.name(self._for)
            label = suggested_label(self._texts, self._for, self._kind(), name)
            self._label.setText(label)
        self._details.show_kind(self._kind())
        self._draw()

    def _name_it(self, text: str) -> None:
        self._own_label = bool(text.strip())
        self._draw()

    # ---- what is shown ----

    def _draw(self) -> None:
        self.set_error(None)
        self._form.clear_errors()
        self._target_row.set_hint(self._already())
        try:
            link = self._draft()
        except UserError as error:
            self._example.show_none()
            if self._chosen_target() is not None:
                self._label_row.set_error(self._texts.tell(error))
            return
        self._example.show_example(example(self._context, link, self._example_unit()))

    def _draft(self) -> Link:
        """The link as it would be (UserError); of the first unit as long as nothing is chosen."""
        target = self._chosen_target()
        if target is None:
            raise UserError("Please choose a staff member.")
        return self._context.services.links.draft(self._kind(), target, self._choices())

    def _example_unit(self) -> str:
        if self._for is not Purpose.STAFF:
            return self._target.example_unit()
        return self._units[0].name if self._units else ""

    def _already(self) -> str:
        """Say that there is such a link already, which an owner may have forgotten."""
        portal, target = self._choices().portal, self._chosen_target()
        if not portal or target is None:
            return ""
        return already_there(self._texts, portal, self._context.services.links.all(target))

    def _follow(self, moved: Moved) -> None:
        if moved.staff:
            self._pages.set_staff(self._context.services.staff.all())

    # ---- what is done ----

    def _enter_staff(self) -> None:
        from app.ui.links.staff.entry import StaffEntry  # noqa: PLC0415  # seldom needed

        entry = StaffEntry(self._context, None, self, with_link=False)
        entry.saved.connect(self._take_staff)
        entry.open()

    def _take_staff(self, staff_id: int) -> None:
        self._pages.set_staff(self._context.services.staff.all())
        self._pages.choose(Purpose.STAFF, str(staff_id))

    def _submit(self) -> None:
        missing = self._missing()
        if missing:
            self.set_error(missing)
            self._pages.take_focus(self._for)
            return
        try:
            core_texts.one_line(self._label.text(), core_texts.NAME_LIMIT)
        except UserError as error:
            self._label_row.set_error(self._texts.tell(error))
            self._label.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._add()

    def _missing(self) -> str:
        """What the owner has to choose first, as a sentence; empty where nothing."""
        tr = self._texts.tr
        if self._for is Purpose.PORTAL and not self._choices().portal:
            return tr("Please choose a portal, or type its name.")
        if self._for is Purpose.PERSON and not self._label.text().strip():
            return tr("Please say who the link is for: you will find it again by that.")
        if self._chosen_target() is None:
            return (
                tr("Please choose a staff member.") if self._units else tr("There is no unit yet.")
            )
        return ""

    def _add(self) -> None:
        target = self._chosen_target()
        assert target is not None  # or something would be missing
        try:
            link = add_link(self._context, self._kind(), target, self._choices())
        except UserError as error:
            self.set_error(self._texts.tell(error))
            return
        self.accept()
        self.added.emit(link)
        ReadyDialog(self._context, link, self._over).open()


def _language_field(chosen: str) -> QComboBox:
    field = ComboBox()
    field.setObjectName("link_language")
    for key, own_name in own_names(LANGUAGES):
        field.addItem(own_name, key)
    field.setCurrentIndex(field.findData(chosen))
    return field


def suggested_label(texts: Catalogue, purpose: Purpose, kind: LinkKind, name: str) -> str:
    """Return how a link may be called; `name` is that of the portal or person it is for."""
    match purpose:
        case Purpose.PORTAL | Purpose.PERSON:
            return name
        case Purpose.WEBSITE:
            return texts.tr("Website")
        case Purpose.STAFF:
            changeovers = kind is LinkKind.CHANGEOVERS
            return texts.tr("Changeover days") if changeovers else texts.tr("Occupancies")


def already_there(texts: Catalogue, portal: str, links: Sequence[Link]) -> str:
    """Say that one of `links` is for this portal, which an owner may have forgotten; else empty."""
    if all(link.portal != portal for link in links):
        return ""
    return texts.tr(
        "There is a link for {portal} already. One is enough there.", portal=portal_name(portal)
    )


def _work_switch(texts: Catalogue) -> SegmentedControl:
    return SegmentedControl(
        [
            (LinkKind.CHANGEOVERS.value, texts.tr("Changeover days")),
            (LinkKind.CALENDAR.value, texts.tr("Occupancies")),
        ],
        name="link_work",
    )
