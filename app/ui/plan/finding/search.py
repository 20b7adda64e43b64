"""The search field of the plan: goes from stay to stay in which the words occur."""

from __future__ import annotations

from bisect import insort
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from app.core.texts import folded
from app.override import override
from app.ui.kit import Label, Role, SearchField, announce
from app.ui.kit.floating.tips import set_tip
from app.ui.look import icons
from app.ui.look.tone import set_style_property
from app.ui.plan.finding.matches import Hit, Index, likeliest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue
    from app.ui.stays.bars import Bar

_SLICE: Final = 0.008
"""Seconds of searching after which the window gets its turn."""
_NARROW, _WIDE, _LEAST = 216, 290, 164
_WITH_STEPS: Final = 240
_ICON_ROOM: Final = 24


class Finder(SearchField):
    """Searches as one types; Enter or F3 goes on, Shift+Enter back, Esc ends.

    Large houses are searched in slices, so that typing never waits.

    Args:
        texts: the owner's language.
        bars: returns the bars of a unit.

    Signals:
        hit_chosen(int): bring this occupancy into view.
        hits_changed(frozenset[int]): these are found.
        ended(): the owner has found what was looked for, or given up.
    """

    hit_chosen = Signal(int)
    hits_changed = Signal(object)
    ended = Signal()

    def __init__(self, texts: Catalogue, bars: Callable[[int], Sequence[Bar]]) -> None:
        super().__init__(
            texts.tr("Search guest …"), clear_text=texts.tr("End the search"), name="plan_search"
        )
        self.setAccessibleName(texts.tr("Search guests, notes and portals"))
        self.setMinimumWidth(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._texts = texts
        self._index = Index(bars)
        self._units: Sequence[int] = ()
        self._fits: Callable[[Occupancy], bool] = _everything
        self._today = 0
        self._hits: list[Hit] = []
        self._at = -1
        self._rest: Iterator[tuple[int, int]] = iter(())
        self._wanted: int | None = None
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._seek)
        self._count = Label(role=Role.SMALL, name="plan_search_count", parent=self)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        trailing = QLineEdit.ActionPosition.TrailingPosition
        self._steps = []
        for name, icon, words, act in (
            ("next", "chevron-down", texts.tr("Next (Enter)"), self.go_on),
            ("previous", "chevron-up", texts.tr("Previous (Shift+Enter)"), self.go_back),
        ):
            step = self.addAction(icons.icon(icon, "muted"), trailing)
            step.setObjectName(f"plan_search_{name}")
            set_tip(step, words)
            step.setVisible(False)
            step.triggered.connect(act)
            self._steps.append(step)
        self.textChanged.connect(self._begin)
        self._show_count()

    def look_in(
        self, unit_ids: Sequence[int], fits: Callable[[Occupancy], bool] | None, today: int
    ) -> None:
        """Search these units, in this order, for stays that fit; `today` is an ordinal."""
        self._units, self._fits, self._today = tuple(unit_ids), fits or _everything, today
        self._again()

    def forget(self, unit_ids: set[int] | frozenset[int]) -> None:
        """Something has changed in these units."""
        self._index.forget(unit_ids)
        self._again()

    def begin(self) -> None:
        """Put the keyboard here, with what was searched for selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def finish(self) -> None:
        """Search no more."""
        self.clear()
        self.ended.emit()

    def go_on(self) -> None:
        """Go to the next hit, after the last one to the first."""
        self._step(1)

    def go_back(self) -> None:
        """Go to the hit before."""
        self._step(-1)

    @property
    def hits(self) -> list[int]:
        """The ids of what was found so far, by arrival."""
        return [hit.stay_id for hit in self._hits]

    @property
    def current(self) -> int | None:
        """The hit that was gone to last."""
        return self._hits[self._at].stay_id if 0 <= self._at < len(self._hits) else None

    def count_text(self) -> str:
        """What stands in the field beside the words: "3 of 7"."""
        return self._count.text()

    # ---- searching ----

    def _begin(self) -> None:
        self._wanted = None
        self._start()

    def _again(self) -> None:
        """The same words, over something else; the hit that is in view stays the one."""
        if self.text().strip():
            self._wanted = self.current
            self._start()

    def _start(self) -> None:
        self._hits, self._at = [], -1
        words = folded(self.text()).split()
        units = enumerate(self._units) if words else enumerate(())
        self._rest = iter(units)
        self._turn.start()
        self._seek()

    def _seek(self, *, whole: bool = False) -> None:
        """Search for a while; with `whole`, to the end."""
        words = folded(self.text()).split()
        until = perf_counter() + _SLICE
        for place, unit_id in self._rest:
            for hit in self._index.find(unit_id, place, words, self._fits):
                insort(self._hits, hit)
            if not whole and perf_counter() > until:
                self._show_count()
                return
        self._turn.stop()
        self._found()

    def _found(self) -> None:
        self.hits_changed.emit(frozenset(hit.stay_id for hit in self._hits))
        wanted, self._wanted = self._wanted, None
        before = [at for at, hit in enumerate(self._hits) if hit.stay_id == wanted]
        if before:
            # It is in view already, and the owner may have moved on.
            self._at = before[0]
        elif self._hits:
            self._at = likeliest(self._hits, self._today)
            self.hit_chosen.emit(self._hits[self._at].stay_id)
        self._show_count()
        if self.text() and self.hasFocus():
            announce(self, self.count_text())

    def _step(self, way: int) -> None:
        if not self.text():
            self.begin()
            return
        if self._turn.isActive():
            self._seek(whole=True)
            return
        if self._hits:
            self._at = (self._at + way) % len(self._hits)
            self.hit_chosen.emit(self._hits[self._at].stay_id)
            self._show_count()
            announce(self, self.count_text())

    # ---- what stands in the field ----

    def _show_count(self) -> None:
        texts, searching = self._texts, bool(self.text().strip())
        for step in self._steps:
            # In a narrow field the keys must do.
            step.setVisible(searching and len(self._hits) > 1 and self.width() >= _WITH_STEPS)
        if not searching:
            # The key can be looked up; what is asked for here has to be read whole.
            words = texts.tr("Ctrl+F")
            words = words if self._has_room_beside(words) else ""
        elif self._turn.isActive():
            words = texts.tr("searching …")
        elif self._hits:
            words = texts.tr("{n} of {count}", n=self._at + 1, count=texts.number(len(self._hits)))
        else:
            words = texts.tr("nothing found")
        missing = searching and not self._hits and not self._turn.isActive()
        set_style_property(self._count, "role", (Role.ERROR if missing else Role.SMALL).value)
        self._count.setText(words)
        self._place_count()
        self.updateGeometry()

    def _has_room_beside(self, words: str) -> bool:
        """Tell whether these words leave the question in the empty field whole."""
        beside = self._count.fontMetrics().horizontalAdvance(words) + 6
        return self._question_end() + beside + 10 <= self.width()

    def _question_end(self) -> int:
        """Return where the question in the empty field ends."""
        asked = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return self.cursorRect().center().x() + 2 + asked

    def _place_count(self) -> None:
        shown = 1 if self.text() else 0
        right = _ICON_ROOM * (shown + sum(step.isVisible() for step in self._steps)) + 10
        size = self._count.sizeHint()
        self._count.resize(size)
        self._count.move(self.width() - right - size.width(), (self.height() - size.height()) // 2)
        # Typed words end before the count.
        self.setTextMargins(0, 0, size.width() + 6, 0)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDE if self.text() else _NARROW, super().sizeHint().height())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.text():
            self.setMinimumWidth(max(_LEAST, self._question_end() + 10))
        self._show_count()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_count()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.go_back() if back else self.go_on()
        elif event.key() == Qt.Key.Key_Up:
            self.go_back()
        elif event.key() == Qt.Key.Key_Down:
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.finish()
        else:
            super().keyPressEvent(event)


def _everything(_stay: Occupancy) -> bool:
    return True
