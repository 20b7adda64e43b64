"""What a link says of an occupancy: three presets, a tick for each fact, and who then sees what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.links.details import FIELD_LABELS, PRESET_LABELS, Field, Preset
from app.core.links.link import LinkKind
from app.core.links.names import visible_fields
from app.ui.kit import Banner, Button, Label, Role, SectionLabel, SegmentedControl, Tone, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base.words import tells_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.links.details import Details
    from app.core.links.link import Link
    from app.i18n import Catalogue

_COLUMNS: Final = 2


class FieldChoice(QWidget):
    """The ticks of one link.

    A link for a website has none. Of changeover days the number of persons comes first, the rest
    is seldom wanted and stands under "Show more".

    Signals:
        chosen(Details): the owner wants the link to say this.
    """

    chosen = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._link: Link | None = None
        self._more = False
        self._tells = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        add_layout(column, self._make_heading())
        self._fixed = Label(
            texts.tr("Free and occupied, never more: everybody can read the address on your site."),
            wrap=True,
            name="detail_fixed",
            parent=self,
        )
        column.addWidget(self._fixed)
        self._presets = self._make_presets()
        column.addWidget(self._presets)
        self.persons = self._tick(Field.PERSONS, texts.tr("Number of persons who arrive next"))
        self.persons.setObjectName("detail_next_persons")
        column.addWidget(self.persons)
        self._show_more = Button("", Variant.LINK, name="detail_more", parent=self)
        self._show_more.setProperty("inline", True)
        self._show_more.clicked.connect(self._turn_more)
        line = QHBoxLayout()
        line.addWidget(self._show_more)
        line.addStretch(1)
        add_layout(column, line)
        self._grid = QWidget(self)
        self.ticks = self._make_ticks()
        column.addWidget(self._grid)
        self._told = Banner(Tone.CAREFUL, "", name="detail_told", parent=self)
        column.addWidget(self._told)

    def show_link(self, link: Link) -> None:
        """Show what the link says."""
        if self._link is None or link.id != self._link.id:
            self._tells, self._more = False, False
            # Of changeover days the number of persons stands above, by itself.
            apart = link.kind is LinkKind.CHANGEOVERS
            self._place([f for f in Field if not (apart and f is Field.PERSONS)])
        self._link = link
        website = link.kind is LinkKind.WEBSITE
        changeovers = link.kind is LinkKind.CHANGEOVERS
        self._fixed.setVisible(website)
        self._presets.setVisible(not website and not changeovers)
        self.persons.setVisible(changeovers)
        self._show_more.setVisible(changeovers)
        self._grid.setVisible(not website and (not changeovers or self._more))
        self._show_choice(link)
        self._say_told(link)

    # ---- what it is made of ----

    def _make_heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(SectionLabel(self._texts.tr("What the reader sees"), parent=self))
        row.addStretch(1)
        self._own = Label(
            self._texts.tr("own choice"), Role.SMALL, name="detail_own_choice", parent=self
        )
        row.addWidget(self._own)
        return row

    def _make_presets(self) -> SegmentedControl:
        presets = SegmentedControl(
            [(preset.value, self._texts.tr(PRESET_LABELS[preset])) for preset in Preset],
            accessible_name=self._texts.tr("What the link shows"),
            name="detail_preset",
            parent=self,
        )
        presets.chosen.connect(self._choose_preset)
        return presets

    def _make_ticks(self) -> dict[Field, QCheckBox]:
        self._places = QGridLayout(self._grid)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setHorizontalSpacing(10)
        self._places.setVerticalSpacing(0)
        return {field: self._tick(field, self._texts.tr(FIELD_LABELS[field])) for field in Field}

    def _place(self, fields: Sequence[Field]) -> None:
        """Put the ticks of these fields side by side, without a gap."""
        for tick in self.ticks.values():
            self._places.removeWidget(tick)
            tick.hide()
        for place, field in enumerate(fields):
            self._places.addWidget(self.ticks[field], place // _COLUMNS, place % _COLUMNS)
            self.ticks[field].show()

    def _tick(self, field: Field, text: str) -> QCheckBox:
        tick = QCheckBox(text, self)
        tick.setObjectName(f"detail_{field.value}")
        tick.clicked.connect(lambda on: self._choose_field(field, on=on))
        return tick

    # ---- what it shows ----

    def _show_choice(self, link: Link) -> None:
        fields = link.details.fields
        preset = link.details.preset
        if preset is None:
            self._presets.select_none()
        else:
            self._presets.select(preset.value)
        self._own.setVisible(preset is None and not self._presets.isHidden())
        for field, tick in self.ticks.items():
            tick.setChecked(field in fields)
        self.persons.setChecked(Field.PERSONS in fields)
        tr = self._texts.tr
        self._show_more.setText(tr("Show less") if self._more else tr("Show more"))

    def _say_told(self, link: Link) -> None:
        """Say who sees what, after more was ticked here, until nothing is."""
        told = visible_fields(self._texts, link) if self._tells else ""
        self._tells = bool(told)
        self._told.setVisible(self._tells)
        self._told.set_content(Tone.CAREFUL, "", told)

    # ---- what the owner does ----

    def _choose_preset(self, key: str) -> None:
        if self._link is not None:
            self._choose(self._link.details.with_preset(Preset(key)))

    def _choose_field(self, field: Field, *, on: bool) -> None:
        if self._link is not None:
            before = self._link.details
            fields = before.fields | {field} if on else before.fields - {field}
            self._choose(replace(before, fields=fields))

    def _choose(self, details: Details) -> None:
        assert self._link is not None  # somebody has just used what is shown of it
        self._tells = self._tells or tells_more(self._link.details, details)
        self.chosen.emit(details)

    def _turn_more(self) -> None:
        self._more = not self._more
        if self._link is not None:
            self.show_link(self._link)
