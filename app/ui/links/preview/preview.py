"""The preview of a link: exactly what goes out, read from the bytes that go out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.errors import UserError
from app.core.links.link import LinkKind, Scope
from app.core.stays.dates import FIRST_DAY, LAST_DAY, month_after
from app.dataclass import dataclass
from app.ui.kit import BusyBar, Button, Card, IconButton, Label, Role, SegmentedControl, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base.words import brief_portal
from app.ui.links.preview.load import Latest, PreviewLoader
from app.ui.links.preview.month import MonthView
from app.ui.links.preview.own import OwnStays
from app.ui.links.preview.spans import month_of, sent_spans

if TYPE_CHECKING:
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.ui.base.context import Context
    from app.ui.links.preview.load import Sent
    from app.ui.links.preview.spans import Span

OWNER, READER = "owner", "reader"
_LONG_MS: Final = 150
"""Work that is done sooner needs no bar."""


@dataclass(frozen=True, slots=True)
class _Month:
    """What stands in a month of a link, as one of the two sees it."""

    key: tuple[int, str, date]
    spans: tuple[Span, ...]


class Preview(Card):
    """A month with a switch between owner and reader, how much it is in all, and the way to all.

    `sent` is what readers get, None as long as it is being built.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(name="link_preview", parent=parent)
        self.setProperty("sunken", "true")
        self._context = context
        self._texts = context.texts
        self._link: Link | None = None
        self._archived = False
        self.sent: Sent | None = None
        self._shown: tuple[int, str, date] | None = None
        self._seeking = False
        self._own = OwnStays(context)
        self._today = context.services.house_clock.today()
        self._month = month_of(self._today)
        self.loader = PreviewLoader(context.services.links, self)
        self.loader.loaded.connect(self._take)
        self.loader.failed.connect(self._tell_failure)
        # A month of a large house is more than the window could wait for.
        self.months = Latest(self)
        self.months.loaded.connect(self._take_month)
        self.months.failed.connect(self._tell_failure)
        self._build()

    def show_link(self, link: Link | None, *, archived: bool) -> None:
        """Show what the readers of `link` get now; what stood there stays until that is built."""
        if link is None or self._link is None or link.id != self._link.id:
            self.sent = None
            self._month = month_of(self._context.services.house_clock.today())
            self._seeking = True
        self._link, self._archived = link, archived
        self._own.show_link(link)
        self._failure.hide()
        self.loader.load(link)
        if link is not None:
            self._name_switch(link)
            self._slow.start()
        self._draw()

    def day_changed(self) -> None:
        """Mark another day; whoever looks at today's month goes along into the next one."""
        before, self._today = self._today, self._context.services.house_clock.today()
        if self._month == month_of(before):
            self._month = month_of(self._today)
        self._draw()

    @property
    def busy(self) -> bool:
        """Whether something is still being built or looked up."""
        return self.loader.busy or self.months.busy

    def turn(self, step: int) -> None:
        """Go to the month so many months on; 0 is that of today."""
        today = month_of(self._context.services.house_clock.today())
        month = month_after(self._month, step) if step else today
        self._seeking = False
        if month_of(FIRST_DAY) <= month <= LAST_DAY:
            self._month = month
            self._draw()

    # ---- what it is made of ----

    def _build(self) -> None:
        self.body.setSpacing(6)
        self.body.setContentsMargins(10, 10, 10, 10)
        tr = self._texts.tr
        self._switch = SegmentedControl(
            [(OWNER, tr("You see")), (READER, tr("The reader sees"))],
            accessible_name=tr("Whose view"),
            name="preview_switch",
            parent=self,
        )
        self._switch.select(READER)
        self._switch.chosen.connect(lambda _key: self._draw())
        self.body.addWidget(self._switch)
        self._state = Label("", Role.SMALL, wrap=True, name="preview_state", parent=self)
        self.body.addWidget(self._state)
        add_layout(self.body, self._make_months())
        self.view = MonthView(self._texts, self)
        self.view.turned.connect(self.turn)
        self.body.addWidget(self.view)
        self._failure = Label("", Role.ERROR, wrap=True, name="preview_failure", parent=self)
        self._failure.hide()
        self.body.addWidget(self._failure)
        self._busy = BusyBar("", name="preview_busy", parent=self)
        self.body.addWidget(self._busy)
        self._slow = QTimer(self, singleShot=True, interval=_LONG_MS)
        self._slow.timeout.connect(self._show_busy)
        add_layout(self.body, self._make_foot())

    def _make_months(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._title = Label("", Role.STRONG, name="preview_title", parent=self)
        row.addWidget(self._title, 1)
        self._turners = []
        for icon, name, text, step in (
            ("chevron-left", "preview_back", self._texts.tr("Month before"), -1),
            ("chevron-right", "preview_on", self._texts.tr("Month after"), 1),
        ):
            button = IconButton(icon, text, ghost=True, name=name, parent=self)
            button.clicked.connect(lambda _checked=False, step=step: self.turn(step))
            row.addWidget(button)
            self._turners.append(button)
        return row

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        self._count = Label("", Role.SMALL, wrap=True, name="preview_count", parent=self)
        row.addWidget(self._count, 1)
        self._all = Button(
            self._texts.tr("as a list …"), Variant.LINK, name="preview_all", parent=self
        )
        self._all.setProperty("inline", True)
        self._all.clicked.connect(self._open_list)
        row.addWidget(self._all)
        return row

    def _name_switch(self, link: Link) -> None:
        self._switch.segment(READER).setText(reader_sees(self._texts, link))

    # ---- what it shows ----

    def _draw(self) -> None:
        self._title.setText(self._texts.month(self._month))
        self._state.setText(self._state_words())
        self._state.setVisible(bool(self._state.text()))
        self._draw_month()
        self._count.setText(self._count_words())
        for part in (self.view, self._title, *self._turners, self._switch, self._count, self._all):
            part.setVisible(not self._archived)
        self._all.setEnabled(self.sent is not None)

    def _draw_month(self) -> None:
        """Show the month; what several units have in it as soon as that is found."""
        job = self._month_job()
        if job is None:
            self.months.wish(None)
            self._show_month(_Month(self._view_key(), ()))
        elif self._link is not None and self._link.several:
            if self._shown != self._view_key():
                self._show_month(_Month(self._view_key(), ()))
            self.months.wish(job)
        else:
            try:
                self._show_month(job())
            except UserError as error:
                self._tell_failure(error)

    def _view_key(self) -> tuple[int, str, date]:
        """What is looked at: while it is the same, what was found before may stay in sight."""
        return 0 if self._link is None else self._link.id, self._switch.current(), self._month

    def _month_job(self) -> Callable[[], _Month] | None:
        """Return what finds the spans of the month; the reader's come from the bytes alone."""
        link, key, month = self._link, self._view_key(), self._month
        if link is None:
            return None
        if self._switch.current() == OWNER:
            find = self._own.finder(month)
            return lambda: _Month(key, tuple(find()))
        if self.sent is None:
            return None
        view, kind = self.sent.view, link.kind
        return lambda: _Month(key, tuple(sent_spans(view, kind, month)))

    def _take_month(self, found: object) -> None:
        self._show_month(cast("_Month", found))

    def _show_month(self, found: _Month) -> None:
        self._shown = found.key
        several = self._link is not None and self._link.several
        name = self._switch.segment(self._switch.current()).text()
        today = self._context.services.house_clock.today()
        self.view.show_month(self._month, today, found.spans, several=several, name=name)

    def _state_words(self) -> str:
        if self._link is None:
            return ""
        if self._archived:
            return self._texts.tr(
                "This unit is archived: the link does not answer, and nobody sees anything."
            )
        if not self._link.enabled:
            return self._texts.tr("Disabled – this is what a reader would see.")
        return ""

    def _count_words(self) -> str:
        if self.sent is None:
            return ""
        count, last = len(self.sent.view), self.sent.view.last_day()
        changeovers = self.sent.link.kind is LinkKind.CHANGEOVERS
        if last is None and changeovers:
            return self._texts.tr("No changeover days.")
        if last is None:
            return self._texts.tr("Nothing entered: everything looks free.")
        month = self._texts.month(last - timedelta(days=1))
        if changeovers:
            return self._texts.trn(
                "{n} changeover day until {month}", "{n} changeover days until {month}", count,
                month=month,
            )  # fmt: skip
        return self._texts.trn(
            "Occupied: {n} period until {month}", "Occupied: {n} periods until {month}", count,
            month=month,
        )  # fmt: skip

    def _take(self, result: object) -> None:
        self.sent = cast("Sent", result)
        if self._seeking:
            self._seeking = False
            self._month = self._first_occupied(self.sent)
        self._end_busy()
        self._failure.hide()
        self._draw()

    def _first_occupied(self, sent: Sent) -> date:
        """Return the month to begin with: an empty one shows nothing of what goes out."""
        today = self._context.services.house_clock.today()
        return month_of(sent.view.first_taken(today) or today)

    def _tell_failure(self, error: UserError) -> None:
        self._end_busy()
        self._failure.setText(self._texts.tell(error))
        self._failure.show()

    def _show_busy(self) -> None:
        if self.loader.busy:
            self._busy.start(self._texts.tr("Building the calendar …"))

    def _end_busy(self) -> None:
        self._slow.stop()
        self._busy.finish()

    def _open_list(self) -> None:
        from app.ui.links.preview.list import PreviewList  # noqa: PLC0415  # when it is asked for

        if self.sent is not None:
            PreviewList(self._texts, self.sent, self.window()).open()


def reader_sees(texts: Catalogue, link: Link) -> str:
    """Say whose view the bytes are: "Airbnb sees"."""
    if link.kind is LinkKind.WEBSITE:
        return texts.tr("Visitors see")
    if link.portal:
        brief = brief_portal(link)
        return texts.tr("{portal} sees", portal=brief) if brief else texts.tr("The portal sees")
    if link.target.scope is Scope.STAFF:
        return texts.tr("The staff member sees")
    return texts.tr("The reader sees")
