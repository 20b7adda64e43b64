"""Helfer …: who cleans and looks after what; add, edit, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.errors import UserError
from app.core.links.link import Scope, Target
from app.override import override
from app.ui.kit import Banner, Button, Dialog, Label, Role, Tone, Variant, ask
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.list_rows import add_row
from app.ui.links.staff.entry import StaffEntry
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from app.core.house.staff import StaffMember
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.base.history import Step

    Index = QModelIndex | QPersistentModelIndex

_ROW = 52
_ROWS = 6
_ID = Qt.ItemDataRole.UserRole
_MORE = _ID + 1


class StaffDialog(Dialog):
    """The staff members; what is done here is done at once."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Staff members"),
            texts.tr("Close"),
            name="staff_dialog",
            reading=True,
            width=520,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self.content.addWidget(
            Label(
                texts.tr(
                    "Who cleans and looks after your units. Each can have a link of their own that "
                    "shows their work."
                ),
                Role.MUTED,
                wrap=True,
                name="staff_intro",
                parent=self,
            )
        )
        self._list = self._make_list()
        self.content.addWidget(self._list, 1)
        self._none = Label(
            texts.tr("No staff member is entered yet."), Role.MUTED, name="staff_none", parent=self
        )
        self.content.addWidget(self._none)
        self._make_buttons()
        self._make_undo()
        self._list.currentItemChanged.connect(self._draw_buttons)
        self._list.itemDoubleClicked.connect(self._edit)
        self.submitted.connect(self._answer)
        self.finished.connect(self._say_removed)
        context.bridge.moved.connect(self._follow)
        self._fill()
        (self._list if self._list.count() else self._new).setFocus()

    def _make_list(self) -> QListWidget:
        view = QListWidget(self)
        view.setObjectName("staff_list")
        view.setAccessibleName(self._texts.tr("Staff members"))
        view.setItemDelegate(_TwoLines(view))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return view

    def _make_undo(self) -> None:
        self._removed: tuple[StaffMember, Step] | None = None
        self._gone = Banner(Tone.NEUTRAL, "", name="staff_gone", parent=self)
        undo = self._gone.add_action(
            Button(self._texts.tr("Undo"), icon="undo-2", name="staff_undo", parent=self._gone)
        )
        undo.clicked.connect(self._undo)
        self._gone.hide()
        self.content.addWidget(self._gone)

    def _make_buttons(self) -> None:
        tr = self._texts.tr
        self._remove = Button(tr("Remove …"), icon="trash-2", name="staff_remove", parent=self)
        self._edit_button = Button(tr("Edit …"), icon="pencil", name="staff_edit", parent=self)
        self._new = Button(
            tr("New staff member …"),
            Variant.PRIMARY,
            icon="user-plus",
            name="staff_new",
            parent=self,
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._new, self._edit_button, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        add_layout(self.content, row)
        self._new.clicked.connect(self._enter)
        self._edit_button.clicked.connect(self._edit)
        self._remove.clicked.connect(self._ask_remove)

    def _follow(self, moved: Moved) -> None:
        if moved.staff or moved.units or moved.house:
            self._fill()

    def _fill(self) -> None:
        """List everybody; who was chosen stays chosen."""
        chosen = self._chosen()
        names = {unit.id: unit.name for unit in self._context.services.units.all()}
        self._members = {member.id: member for member in self._context.services.staff.all()}
        self._list.clear()
        for member in self._members.values():
            units = [names[unit_id] for unit_id in names if unit_id in member.unit_ids]
            more = self._more(member, units, all_of_them=len(units) == len(names) > 1)
            item = add_row(self._list, member.name)
            item.setData(_ID, member.id)
            item.setData(_MORE, more)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{member.name}, {more}")
            item.setSizeHint(QSize(0, _ROW))
            if chosen is not None and member.id == chosen.id:
                self._list.setCurrentItem(item)
        if self._members and self._list.currentRow() < 0:
            self._list.setCurrentRow(0)
        self._list.setVisible(bool(self._members))
        self._none.setVisible(not self._members)
        self._list.setMinimumHeight(min(max(len(self._members), 2), _ROWS) * _ROW + 10)
        self._draw_buttons()

    def _more(self, member: StaffMember, units: list[str], *, all_of_them: bool) -> str:
        tr = self._texts.tr
        looks_after = tr("All units") if all_of_them else ", ".join(units)
        return " · ".join(part for part in (member.role, looks_after or tr("no unit")) if part)

    def _chosen(self) -> StaffMember | None:
        if self._list.currentRow() < 0:
            return None
        return self._members.get(self._list.currentItem().data(_ID))

    def _draw_buttons(self) -> None:
        chosen = self._chosen() is not None
        self._edit_button.setEnabled(chosen)
        self._remove.setEnabled(chosen)

    def _answer(self) -> None:
        # Enter in the list means whoever is chosen there.
        if self._list.hasFocus() and self._chosen() is not None:
            self._edit()
        else:
            self.accept()

    def _enter(self) -> None:
        entry = StaffEntry(self._context, None, self)
        entry.saved.connect(self._choose)
        entry.open()

    def _edit(self) -> None:
        member = self._chosen()
        if member is not None:
            StaffEntry(self._context, member, self).open()

    def _choose(self, staff_id: int) -> None:
        self._fill()
        for row in range(self._list.count()):
            if self._list.item(row).data(_ID) == staff_id:
                self._list.setCurrentRow(row)

    def _ask_remove(self) -> None:
        member = self._chosen()
        if member is None:
            return
        tr = self._texts.tr
        ask(
            self,
            title=tr("Remove {name}?", name=member.name),
            text=self._consequences(member),
            primary=tr("Remove"),
            cancel=tr("Cancel"),
            on_primary=lambda: self._do_remove(member),
            danger=True,
            name="staff_question",
        )

    def _consequences(self, member: StaffMember) -> str:
        links = len(self._context.services.links.all(Target(Scope.STAFF, member.id)))
        if not links:
            return self._texts.tr("Occupancies that they are in charge of stay as they are.")
        return self._texts.trn(
            "Their link will stop answering at once. It comes back if you undo this.",
            "Their {n} links will stop answering at once. They come back if you undo this.",
            links,
        )

    def _do_remove(self, member: StaffMember) -> None:
        context = self._context
        try:
            change = context.services.staff.remove(member.id, sequence=member.sequence)
        except UserError as error:
            self.set_error(self._texts.tell(error))
            self._fill()
            return
        removed = change.after
        what = self._texts.tr("Staff member “{name}” removed", name=removed.name)
        step = context.history.record(change, what)
        assert step is not None
        self._removed = removed, step
        self._gone.set_content(Tone.NEUTRAL, "", self._gone_words(removed))
        self._gone.show()
        self._fill()

    def _undo(self) -> None:
        if self._removed is not None:
            _bring_back(self._context, *self._removed)
            self._choose(self._removed[0].id)
        self._removed = None
        self._gone.hide()
        self._list.setFocus()

    def _say_removed(self) -> None:
        """The way back stays open after the dialog, where the window says what was done."""
        context = self._context
        if self._removed is not None:
            removed, step = self._removed
            words, undo = self._gone_words(removed), self._texts.tr("Undo")
            context.notices.say(words, undo, lambda: _bring_back(context, removed, step))

    def _gone_words(self, removed: StaffMember) -> str:
        return self._texts.tr("{name} is removed.", name=removed.name)


def _bring_back(context: Context, removed: StaffMember, step: Step) -> None:
    try:
        if context.history.undo(step) is None:
            # Something else was done since, and stays.
            context.services.staff.restore(removed.id, sequence=removed.sequence)
    except UserError as error:
        context.notices.fail(error)


class _TwoLines(QStyledItemDelegate):
    """A name, and below it what is to be known beside, both shortened where there is no room."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        name, cell.text = cell.text, ""
        style = cell.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        room = option.rect.adjusted(10, 7, -10, -7)
        half = room.height() // 2
        painter.save()
        bold = QFont(cell.font)
        bold.setWeight(QFont.Weight.DemiBold)
        top = QRect(room.left(), room.top(), room.width(), half)
        _line(painter, top, name, bold, "text")
        small = QFont(cell.font)
        small.setPixelSize(12)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        token = "text" if chosen else "muted"
        _line(painter, top.translated(0, half), index.data(_MORE), small, token)
        painter.restore()


def _line(painter: QPainter, room: QRect, text: str, font: QFont, token: str) -> None:
    painter.setFont(font)
    painter.setPen(current_theme().colour(token))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
