"""What was read of a source: what is new, the portal's rules, its occupancies, what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.importing.report import words
from app.core.importing.source import Verdict
from app.core.stays.occupancy import Kind, Status
from app.dataclass import dataclass
from app.ui.kit import Button, Card, Label, Role, SectionLabel, Variant
from app.ui.kit.controls.layouts import add_layout, drop_all
from app.ui.links.comes.line import RuleLine, StayLine
from app.ui.look import icons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QMenu

    from app.core.importing.report.standing import SourceReport
    from app.core.importing.source import SeenStay
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue

SHOWN: Final = 6
"""So many occupancies are listed before the owner asks for all."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the pane knows of a source; `occupancies` are by id those that its stays have become."""

    report: SourceReport
    occupancies: Mapping[int, Occupancy]
    today: date

    @property
    def rules(self) -> tuple[SeenStay, ...]:
        """What is no booking: rules of the portal, and the owner's own that come back."""
        return tuple(one for one in self._standing() if not one.counts_as.occupies)

    @property
    def stays(self) -> tuple[SeenStay, ...]:
        """What is an occupancy and not past yet."""
        return tuple(
            one
            for one in self._standing()
            if one.counts_as.occupies and one.stay.departure >= self.today
        )

    def new(self, one: SeenStay) -> bool:
        """Whether a stay came with the last complete reading, where that was not the first."""
        progress = self.report.look.progress
        if progress.read_at is None or progress.reads <= 1:
            return False
        return one.first_seen >= progress.read_at

    def _standing(self) -> tuple[SeenStay, ...]:
        return tuple(one for one in self.report.seen if one.gone_at is None)


class SourceStays(QWidget):
    """Rules first, then occupancies, then what could not be read.

    Signals:
        overruled(int, Verdict): the seen stay with this id is something else, says the owner.
        plan_wanted(int): show this occupancy in the plan.
    """

    overruled = Signal(int, object)
    plan_wanted = Signal(int)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._known: Known | None = None
        self._all = False
        self._refused_shown = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(13)
        self._rules_heading = SectionLabel(texts.tr("These are no bookings"), parent=self)
        self._rules_card = Card(name="source_rules", parent=self)
        self._rules_card.body.setContentsMargins(12, 10, 12, 10)
        self._rules_card.body.setSpacing(8)
        self._stays_heading = SectionLabel("", name="source_stays_heading", parent=self)
        self._stays = _column()
        self._refused = _column()
        self._all_button = self._link("source_all", self._show_all)
        self._refused_button = self._link("source_refused", self._turn_refused)
        add_layout(column, _group(self._rules_heading, self._rules_card))
        stays = _group(self._stays_heading)
        add_layout(stays, self._stays)
        stays.addWidget(self._all_button, 0, Qt.AlignmentFlag.AlignLeft)
        add_layout(column, stays)
        refused = _group()
        refused.addWidget(self._refused_button, 0, Qt.AlignmentFlag.AlignLeft)
        add_layout(refused, self._refused)
        add_layout(column, refused)

    def begin_anew(self) -> None:
        """Another source is shown: what was unfolded is folded again."""
        self._all = self._refused_shown = False
        self._known = None

    def show_known(self, known: Known) -> None:
        """Show what was read."""
        if known == self._known:
            return
        self._known = known
        self._draw()

    def _draw(self) -> None:
        if self._known is not None:
            self._draw_rules(self._known)
            self._draw_stays(self._known)
            self._draw_refused(self._known.report)

    def _draw_rules(self, known: Known) -> None:
        drop_all(self._rules_card.body)
        for one in known.rules:
            button = Button(self._texts.tr("block all the same"), Variant.LINK, parent=self)
            button.setObjectName("rule_block")
            button.setProperty("inline", True)
            button.clicked.connect(self._overruling(one, Verdict.BLOCK))
            title = self._texts.tr(words.VERDICTS[one.counts_as])
            button.setAccessibleName(f"{title}: {button.text()}")
            says = words.rule_words(self._texts, one, known.today)
            line = RuleLine(title, says, button, name=f"rule_{one.id}", parent=self._rules_card)
            self._rules_card.body.addWidget(line)
        for widget in (self._rules_heading, self._rules_card):
            widget.setVisible(bool(known.rules))

    def _draw_stays(self, known: Known) -> None:
        drop_all(self._stays)
        stays = known.stays
        heading = self._texts.trn("{n} occupancy", "{n} occupancies", len(stays))
        self._stays_heading.setText(heading)
        # Nobody is made to press a button for one or two more.
        limit = len(stays) if self._all or len(stays) <= SHOWN + 2 else SHOWN
        for one in stays[:limit]:
            self._stays.addWidget(self._stay_line(known, one))
        self._all_button.setText(self._texts.tr("show all …"))
        self._all_button.setVisible(limit < len(stays))
        self._stays_heading.setVisible(known.report.look.progress.read_at is not None)

    def _stay_line(self, known: Known, one: SeenStay) -> StayLine:
        occupancy = known.occupancies.get(one.occupancy_id or 0)
        who, below = stay_words(self._texts, one, occupancy)
        return StayLine(
            words.span(self._texts, one.stay.arrival, one.stay.departure),
            who,
            chip=self._texts.trp("occupancy", "new") if known.new(one) else "",
            below=below,
            more=self._texts.tr("More"),
            fill=self._filling(one, occupancy),
            name=f"seen_{one.id}",
            parent=self,
        )

    def _filling(self, one: SeenStay, occupancy: Occupancy | None) -> Callable[[QMenu], None]:
        def fill(menu: QMenu) -> None:
            tr = self._texts.tr
            if occupancy is not None:
                show = menu.addAction(icons.icon("calendar-days"), tr("Show in plan"))
                show.setObjectName("show_in_plan")
                show.triggered.connect(lambda: self.plan_wanted.emit(occupancy.id))
            no = menu.addAction(icons.icon("eye-off"), tr("No booking: leave it out"))
            no.setObjectName("no_booking")
            no.triggered.connect(self._overruling(one, Verdict.HOLD))

        return fill

    def _draw_refused(self, report: SourceReport) -> None:
        drop_all(self._refused)
        texts = self._texts
        number = len(report.refused) + len(report.listed)
        self._refused_button.setVisible(bool(number))
        counted = texts.trn("{n} entry was left out …", "{n} entries were left out …", number)
        hide = texts.tr("Hide what was left out")
        self._refused_button.setText(hide if self._refused_shown else counted)
        if not self._refused_shown:
            return
        for what, why in left_out(texts, report):
            line = Label(f"{what}: {why}", Role.SMALL, wrap=True, parent=self)
            line.setObjectName("left_out")
            self._refused.addWidget(line)

    def _overruling(self, one: SeenStay, verdict: Verdict) -> Callable[..., None]:
        return lambda *_: self.overruled.emit(one.id, verdict)

    def _show_all(self) -> None:
        self._all = True
        self._draw()

    def _turn_refused(self) -> None:
        self._refused_shown = not self._refused_shown
        self._draw()

    def _link(self, name: str, on_click: Callable[[], None]) -> Button:
        button = Button("", Variant.LINK, name=name, parent=self)
        button.setProperty("inline", True)
        button.clicked.connect(on_click)
        return button


def stay_words(texts: Catalogue, one: SeenStay, occupancy: Occupancy | None) -> tuple[str, str]:
    """Return who a stay is of, and what the owner has made of it where that differs."""
    tr = texts.tr
    own = {Verdict.BLOCK: tr("Block"), Verdict.OPTION: tr("Option")}
    feed = one.stay.guest or own.get(one.counts_as, tr("Reserved"))
    if occupancy is None:
        return feed, ""
    if occupancy.status is Status.CANCELLED:
        return feed, tr("cancelled here; the portal still reports it")
    below = ""
    if (occupancy.arrival, occupancy.departure) != (one.stay.arrival, one.stay.departure):
        days = words.span(texts, occupancy.arrival, occupancy.departure)
        below = tr("with you: {days}", days=days)
    if occupancy.guest and occupancy.guest != one.stay.guest:
        return tr("{guest} (added by you)", guest=occupancy.guest), below
    if one.counts_as is Verdict.BOOKING and occupancy.kind is Kind.OWNER:
        return tr("Owner stay"), below
    return feed, below


def left_out(texts: Catalogue, report: SourceReport) -> Sequence[tuple[str, str]]:
    """Return what could not be read or takes no night, each with why."""
    refused = [(one.what, texts.tr(one.why.text, **one.why.values)) for one in report.refused]
    listed = [(one.what, texts.tr(one.why.text, **one.why.values)) for one in report.listed]
    return [*refused, *listed]


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    return column


def _group(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    for widget in widgets:
        column.addWidget(widget)
    return column
