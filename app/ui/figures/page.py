"""The page Auswertung: how full the house is, by unit and month, by kind and origin, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from app.override import override
from app.ui.base.page import Page
from app.ui.base.work import Work
from app.ui.figures import lines
from app.ui.figures.by_year import FiguresByYear
from app.ui.figures.cards import PlotCard
from app.ui.figures.choice import Choice
from app.ui.figures.tiles import Tiles
from app.ui.figures.words import percent
from app.ui.kit import EmptyState, PageHeader, ScrollPage
from app.ui.kit.controls.layouts import add_layout
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from app.core.stays.figures import YearFigures
    from app.i18n import Catalogue
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.figures.lines import UnitRow

_QUARTERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def _read_plots() -> object:
    from app.ui.figures import plots  # noqa: PLC0415  # loads numpy

    return plots


class FiguresPage(Page):
    """Figures first; the plots come as soon as their library is there."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts = context.texts
        self._today = context.services.house_clock.today()
        self._by_year = FiguresByYear(context.services.units, context.services.nights)
        self._rows: list[UnitRow] = []
        self._chosen: int | None = None
        self._stale = False
        self._plots_asked = False
        self._strips: Any = None
        self._year_plot: Any = None
        self._kind_plot: Any = None
        self._origin_plot: Any = None
        self._make_header()
        self._make_body()
        self._connect()
        self._offer_years()
        self._draw()

    # ---- what it is made of ----

    def _make_header(self) -> None:
        texts = self._texts
        self._header = PageHeader(texts.tr("Figures"), " ", parent=self)
        self.choice = Choice(texts, self._today.year, self)
        self._header.add_action(self.choice)

    def _make_body(self) -> None:
        texts = self._texts
        self._tiles = Tiles(texts, self)
        self._make_cards()
        shares = QHBoxLayout()
        shares.setSpacing(10)
        shares.addWidget(self.by_kind, 1)
        shares.addWidget(self.by_origin, 1)
        self._body = ScrollPage(name="figures_body", parent=self)
        self._body.body.addWidget(self._tiles)
        self._body.body.addWidget(self.units)
        self._body.body.addWidget(self.year)
        add_layout(self._body.body, shares)
        self._body.add_end()
        self._none_yet = EmptyState(
            "chart-column",
            texts.tr("No figures yet"),
            texts.tr("As soon as somebody stays, this page shows how full your house is."),
            texts.tr("To the occupancies"),
            action_icon="list",
            name="no_figures",
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._body)
        self._stack.addWidget(self._none_yet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)

    def _make_cards(self) -> None:
        texts = self._texts
        self.units = PlotCard(
            texts,
            texts.tr("By unit and month"),
            name="figures_units",
            row_high=36,
            most_rows=10,
            least=(104, 96),
        )
        self.year = PlotCard(texts, "", name="figures_year_card", row_high=28, least=(100, 200))
        self.year.figures.setStretch(0, 4)
        self.year.figures.setStretch(1, 7)
        self.by_kind = PlotCard(
            texts, texts.tr("Nights by kind"), name="figures_kind", row_high=32, least=(90, 40)
        )
        self.by_origin = PlotCard(
            texts,
            texts.tr("Nights of bookings by origin"),
            name="figures_origin",
            row_high=32,
            least=(90, 40),
        )

    def _connect(self) -> None:
        self.choice.changed.connect(self._draw)
        self.units.table.row_chosen.connect(self._choose_row)
        self._none_yet.action_chosen.connect(lambda: self.context.notices.go("occupancies"))
        current_theme().changed.connect(self._draw)

    # ---- what the window calls ----

    @override
    def redraw(self, moved: Moved) -> None:
        if not (moved.units or moved.house):
            return
        self._by_year.forget()
        self._reckon()

    @override
    def day_changed(self) -> None:
        self._today = self.context.services.house_clock.today()
        self._reckon()

    def _reckon(self) -> None:
        # Reading and reckoning take a while with very many stays: not while nobody looks.
        if self.isVisible():
            self._offer_years()
            self._draw()
        else:
            self._stale = True

    @override
    def opened(self) -> None:
        if self._stale:
            self._stale = False
            self._offer_years()
            self._draw()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._plots_asked:
            self._plots_asked = True
            # Half a second of pure reading: the window goes on meanwhile.
            work = Work(_read_plots)
            work.done.connect(self._add_plots)
            work.start()

    def _choose_row(self, row: int) -> None:
        if row < len(self._rows) and self._rows[row].unit_id != self._chosen:
            self._chosen = self._rows[row].unit_id
            self._draw_year()

    # ---- what is shown ----

    def _offer_years(self) -> None:
        this_year = self._today.year
        self.choice.offer_years(self._by_year.years(this_year), this_year)

    def _draw(self) -> None:
        self.choice.setVisible(not self._by_year.empty())
        if self._by_year.empty():
            self._stack.setCurrentWidget(self._none_yet)
            self._header.set_subtitle("")
            return
        self._stack.setCurrentWidget(self._body)
        year, kinds = self.choice.year, self.choice.kinds
        now, before = self._by_year.figures(year, kinds), self._by_year.figures(year - 1, kinds)
        self._header.set_subtitle(_subtitle(self._texts, now, self._today))
        self._rows = lines.unit_rows(self._texts, now, before)
        if self._chosen not in {row.unit_id for row in self._rows}:
            self._chosen = None
        self._tiles.show_year(now, before)
        self._draw_units()
        self._draw_year()
        self._draw_shares(now, before)

    def _draw_units(self) -> None:
        texts = self._texts
        headings = [texts.tr("Unit"), *texts.language.short_months, str(self.choice.year)]
        self.units.set_note(
            texts.tr(
                "Occupancy rate in per cent · the wide pale bars are {year}",
                year=str(self.choice.year - 1),
            )
        )
        self.units.set_lines(headings, lines.unit_lines(texts, self._rows))
        if self._strips is not None:
            self._strips.show_rates(
                [lines.twelve(row.now) for row in self._rows],
                [row.before and lines.twelve(row.before) for row in self._rows],
            )

    def _draw_year(self) -> None:
        texts, year = self._texts, self.choice.year
        row = next((row for row in self._rows if row.unit_id == self._chosen), self._rows[0])
        self.year.heading.setText(
            texts.tr("{year} against {before}", year=str(year), before=str(year - 1))
        )
        self.year.set_note(
            texts.tr(
                "{name} · full bars {year}, hollow ones {before}",
                name=row.name,
                year=str(year),
                before=str(year - 1),
            )
        )
        self.year.table.setAccessibleName(self.year.heading.text())
        headings = [texts.tr("Month"), str(year), str(year - 1), texts.trp("column", "Difference")]
        self.year.set_lines(headings, lines.year_lines(texts, row, year))
        if self._year_plot is not None:
            before = lines.twelve(row.before) if row.before is not None else []
            self._year_plot.show_rates(lines.twelve(row.now), before)

    def _draw_shares(self, now: YearFigures, before: YearFigures) -> None:
        texts = self._texts
        for card, plot, heading, found in (
            (
                self.by_kind,
                self._kind_plot,
                texts.tr("Kind"),
                lines.kind_shares(texts, now, before),
            ),
            (
                self.by_origin,
                self._origin_plot,
                texts.tr("Origin"),
                lines.origin_shares(texts, now, before),
            ),
        ):
            headings = [
                heading,
                texts.tr("Nights"),
                texts.trp("column", "Share"),
                str(before.year),
            ]
            card.set_note("" if found else texts.tr("There are none in either year."))
            card.set_lines(headings, lines.share_lines(texts, found))
            if plot is not None:
                plot.show_shares([(share.nights, share.colour) for share in found])

    def _add_plots(self, plots: Any) -> None:
        texts = self._texts
        months = texts.language.short_months
        quarters = [percent(texts, rate) for rate in _QUARTERS]
        self._strips = plots.StripPlot(self.units.holder, self.units.table, [m[0] for m in months])
        self._year_plot = plots.YearPlot(self.year.holder, months, quarters)
        self._kind_plot = plots.SharePlot(self.by_kind.holder, "plot_kind", self.by_kind.table)
        self._origin_plot = plots.SharePlot(
            self.by_origin.holder, "plot_origin", self.by_origin.table
        )
        beside = texts.tr("The figures stand in the table beside it.")
        for plot, card in (
            (self._strips, self.units),
            (self._year_plot, self.year),
            (self._kind_plot, self.by_kind),
            (self._origin_plot, self.by_origin),
        ):
            plot.widget.setAccessibleName(card.table.accessibleName())
            plot.widget.setAccessibleDescription(beside)
        self._draw()


def _subtitle(texts: Catalogue, now: YearFigures, today: date) -> str:
    units = texts.trn("{n} unit", "{n} units", len(now.units))
    if now.year < today.year:
        return units
    day = texts.day(today)
    return texts.tr("{units} · booked as of {day}", units=units, day=day)
