"""The figures that are seen first: the rate, the nights and the arrivals of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.figures.words import percent, points, signed
from app.ui.kit import Card, ElidedLabel, Label, Role

if TYPE_CHECKING:
    from app.core.stays.figures import YearFigures
    from app.i18n import Catalogue


class Tile(Card):
    """One figure with what it means."""

    def __init__(self, title: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.body.setSpacing(2)
        self._title = title
        self.body.addWidget(Label(title, Role.SMALL, name=f"{name}_title", parent=self))
        self._figure = Label("", Role.TITLE, name=f"{name}_figure", parent=self)
        self._meaning = ElidedLabel("", Role.SMALL, name=f"{name}_meaning", parent=self)
        self.body.addWidget(self._figure)
        self.body.addWidget(self._meaning)

    def show_figure(self, figure: str, meaning: str) -> None:
        """Show another figure."""
        self._figure.setText(figure)
        self._meaning.setText(meaning)
        self.setAccessibleName(f"{self._title}: {figure}. {meaning}")


class Tiles(QWidget):
    """Three tiles in a row, each held against the year before."""

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rate = Tile(texts.tr("Occupancy rate"), name="tile_rate", parent=self)
        self._nights = Tile(texts.tr("Nights taken"), name="tile_nights", parent=self)
        self._stays = Tile(texts.tr("Arrivals"), name="tile_stays", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for tile in (self._rate, self._nights, self._stays):
            row.addWidget(tile, 1)

    def show_year(self, now: YearFigures, before: YearFigures) -> None:
        """Show the figures of a year."""
        texts, whole, last = self._texts, now.whole, before.whole
        out_of = texts.tr("of {n}", n=texts.number(sum(whole.available)))
        rates = points(whole.whole_year, last.whole_year)
        nights = self._against(whole.nights - last.nights, before)
        self._rate.show_figure(percent(texts, whole.whole_year), self._in_points(rates, before))
        self._nights.show_figure(texts.number(whole.nights), f"{out_of} · {nights}")
        self._stays.show_figure(
            texts.number(now.stays), self._against(now.stays - before.stays, before)
        )

    def _in_points(self, difference: str, before: YearFigures) -> str:
        if difference == "0" or not before.whole.nights:
            return self._against(0, before)
        return self._texts.tr("{n} points against {year}", n=difference, year=str(before.year))

    def _against(self, difference: int, before: YearFigures) -> str:
        texts, year = self._texts, str(before.year)
        if not before.whole.nights:
            return texts.tr("nothing to compare with in {year}", year=year)
        if not difference:
            return texts.tr("as in {year}", year=year)
        return texts.tr("{n} against {year}", n=signed(difference), year=year)
