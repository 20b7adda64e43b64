"""The chart: hears mouse and keyboard, does to its picture what they ask for, and says the rest.

What an event means is in `pointer`, `wheel` and `keyboard`, each imported when there is one. What
is done about a stay is the page's business.
"""

# ruff: noqa: PLC0415  # as said above: the page is painted first

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal

from app.override import override
from app.ui.kit import announce
from app.ui.kit.floating.tips import show_tip
from app.ui.plan.chart.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import (
        QContextMenuEvent,
        QFocusEvent,
        QHelpEvent,
        QKeyEvent,
        QMouseEvent,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.plan.chart import intents as want
    from app.ui.plan.chart.drag_note import DragNote
    from app.ui.plan.chart.pointer import Pointer
    from app.ui.plan.chart.wheel import Wheel

_TICK_MS: Final = 16


class Chart(Picture):
    """Units down, days across.

    Signals:
        create_wanted(int, int, int): a stay in this unit from day to day (ordinals).
        edit_wanted(Occupancy), cancel_wanted(Occupancy): what the owner wants of a bar.
        change_wanted(Occupancy, OccupancyDraft): a drag or a key has moved a bar to here.
        menu_wanted(object, QPoint): what is possible with a Bar, or (None) with the free days.
        refused(UserError): why a bar cannot come to stand where it was let go.
        ended(str): a drag was ended by something else, in a sentence.
    """

    create_wanted = Signal(int, int, int)
    edit_wanted = Signal(object)
    cancel_wanted = Signal(object)
    change_wanted = Signal(object, object)
    menu_wanted = Signal(object, QPoint)
    refused = Signal(object)
    ended = Signal(str)

    def __init__(self, texts: Catalogue, today: int, parent: QWidget | None = None) -> None:
        super().__init__(texts, today, parent)
        self.setObjectName("plan_chart")
        self.setAccessibleName(texts.tr("Occupancy plan"))
        self.setAccessibleDescription(
            texts.tr(
                "Arrow keys move from day to day and from unit to unit, Shift selects days, Enter "
                "creates or edits, Tab goes from bar to bar, Alt with arrow keys moves a bar, plus "
                "and minus zoom, Home shows today. Everything can also be done in Occupancies."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(lambda: self._do(self.pointer.scroll_at_edges(self.scene())))
        self.header.wheeled.connect(lambda event: self._turn(event, over_rows=False))
        self.names.wheeled.connect(lambda event: self._turn(event, over_rows=True))

    @cached_property
    def pointer(self) -> Pointer:
        """What the mouse has hold of."""
        from app.ui.plan.chart.pointer import Pointer

        return Pointer()

    @cached_property
    def note(self) -> DragNote:
        """The words beside the pointer while something is dragged."""
        from app.ui.plan.chart.drag_note import DragNote

        return DragNote(self)

    @cached_property
    def _wheel(self) -> Wheel:
        from app.ui.plan.chart.wheel import Wheel

        return Wheel()

    @override
    def reload(self, unit_ids: Collection[int]) -> None:
        super().reload(unit_ids)
        self._do(self.pointer.look_again(unit_ids, self.scene()))

    def cursor_words(self) -> str:
        """Where the keyboard's cursor is, in a sentence."""
        from app.ui.plan.chart.keyboard import cursor_words

        return cursor_words(self.texts, self.scene())

    # ---- what mouse and keyboard ask for ----

    def _do(self, intents: want.Intents) -> None:
        """Carry out one after the other: what a later one is about may be moved by an earlier."""
        from app.ui.plan.chart import intents as want

        for intent in intents:
            match intent:
                case want.Mark(marks):
                    self.mark(marks)
                case want.SayCursor():
                    _say_cursor(self)
                case want.ShapePointer(shape):
                    self._shape_pointer(shape)
                case want.PassOn():
                    pass  # said to Qt by who hears the key
                case (
                    want.Scroll()
                    | want.Zoom()
                    | want.ShowDay()
                    | want.ShowRow()
                    | want.ShowCursor()
                ):
                    self._bring_into_view(intent)
                case (
                    want.Create()
                    | want.Edit()
                    | want.Cancel()
                    | want.Change()
                    | want.Refuse()
                    | want.OpenMenu()
                ):
                    self._ask_for(intent)
                case _:
                    self._go_on_with_drag(intent)

    def _bring_into_view(self, intent: want.InView) -> None:
        from app.ui.plan.chart import intents as want

        match intent:
            case want.Scroll(x, y):
                self.scroll_by(x)
                self.scroll_rows_by(y)
            case want.Zoom(days, at):
                self.zoom(days, at)
            case want.ShowDay(day):
                self.show_day(day)
            case want.ShowRow(unit_id):
                self.show_row(unit_id)
            case want.ShowCursor():
                if self.marks.unit_id is not None:
                    self.show_row(self.marks.unit_id)
                self.approach(self.marks.day)

    def _go_on_with_drag(self, intent: want.OfDrag) -> None:
        from app.ui.plan.chart import intents as want

        match intent:
            case want.ShowDrag(stay, outcome, at):
                self.show_drag(stay, outcome)
                self.note.tell(self.texts, outcome, self.viewport().mapTo(self, at))
            case want.HideDrag():
                self._tick.stop()
                self.note.hide()
                self.show_drag(None, None)
            case want.ScrollAtEdges():
                self._tick.start()
            case want.FollowDrag():
                self._do(self.pointer.follow(self.scene()))
            case want.GiveUpDrag():
                self._do(self.pointer.give_up())
            case want.TellDragEnded():
                self.ended.emit(
                    self.texts.tr(
                        "This was changed elsewhere while you were dragging it. Nothing was moved; "
                        "please look at it again."
                    )
                )

    def _ask_for(self, intent: want.OfStay) -> None:
        from app.ui.plan.chart import intents as want

        match intent:
            case want.Create(unit_id, arrival, departure):
                self.create_wanted.emit(unit_id, arrival, departure)
            case want.Edit(stay):
                self.edit_wanted.emit(stay)
            case want.Cancel(stay):
                self.cancel_wanted.emit(stay)
            case want.Change(stay, draft):
                self.change_wanted.emit(stay, draft)
            case want.Refuse(problem, aloud):
                if aloud:
                    announce(self, self.texts.tell(problem))
                self.refused.emit(problem)
            case want.OpenMenu(bar, at):
                self.menu_wanted.emit(bar, self.viewport().mapToGlobal(at))

    def _shape_pointer(self, shape: Qt.CursorShape | None) -> None:
        if shape is None:
            self.viewport().unsetCursor()
        elif self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    # ---- what is heard ----

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self.pointer.dragging:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._do(self.pointer.press(event, self.scene()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._do(self.pointer.move(event, self.scene()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._do(self.pointer.release(event))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._do(self.pointer.double_click(event, self.scene()))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._do(self.pointer.menu(event, self.scene()))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turn(event, over_rows=True)

    def _turn(self, event: QWheelEvent, *, over_rows: bool) -> None:
        """Upright over the rows where they do not fit, else through time."""
        event.accept()
        scene = self.scene()
        at = self.viewport().mapFromGlobal(event.globalPosition().toPoint()).x()
        self._do(self._wheel.turn(event, scene, at, upright=over_rows and scene.rows_scroll))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        from app.ui.plan.chart import intents as want
        from app.ui.plan.chart.keyboard import key_pressed

        intents = key_pressed(self.scene(), event.key(), event.modifiers())
        self._do(intents)
        if want.PassOn() in intents:
            event.ignore()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's name
        if self.hasFocus():
            from app.ui.plan.chart import intents as want
            from app.ui.plan.chart.keyboard import tab_pressed

            intents = tab_pressed(self.scene(), forward=next)
            self._do(intents)
            if want.PassOn() not in intents:
                return True
        return super().focusNextPrevChild(next)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        from app.ui.plan.chart.keyboard import focus_came

        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        self._do(focus_came(self.scene(), by_mouse=by_mouse))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update_marks()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            help_event: QHelpEvent = event  # type: ignore[assignment]  # by its type above
            show_tip(help_event, self.tip_at(help_event.pos()), self)
            return True
        if event.type() is QEvent.Type.Leave:
            self.viewport().unsetCursor()
        return super().viewportEvent(event)


def _say_cursor(chart: Chart) -> None:
    words = chart.cursor_words()
    announce(chart, words)
    # What was said is gone; who asks again, or reads with the fingers, asks for the name.
    name = chart.texts.tr("Occupancy plan")
    chart.setAccessibleName(f"{name}: {words}" if words else name)
