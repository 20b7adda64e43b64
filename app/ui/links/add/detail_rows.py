"""How much a new link says: a preset, or for staff members the days and the number of persons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from app.core.links.details import PRESET_LABELS, Details, Field, Preset
from app.core.links.link import LinkKind, default_details
from app.ui.kit import Label, Role, SegmentedControl

if TYPE_CHECKING:
    from app.i18n import Catalogue


class DetailRows(QWidget):
    """One of the three presets with what it means; fixed for a website.

    Signals:
        changed(): the owner chose otherwise.
    """

    changed = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._kind = LinkKind.CALENDAR
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._heading = Label(texts.tr("What the link shows"), Role.SMALL, parent=self)
        column.addWidget(self._heading)
        self.preset = SegmentedControl(
            [(preset.value, texts.tr(label)) for preset, label in PRESET_LABELS.items()],
            accessible_name=texts.tr("What the link shows"),
            name="link_preset",
            parent=self,
        )
        column.addWidget(self.preset)
        self.persons = QCheckBox(texts.tr("with the number of persons who arrive next"), self)
        self.persons.setObjectName("link_persons")
        fields = default_details(LinkKind.CHANGEOVERS).fields
        self.persons.setChecked(Field.PERSONS in fields)
        column.addWidget(self.persons)
        # Room for what is not in sight yet: the dialog does not grow with a click.
        self.setMinimumWidth(self.persons.sizeHint().width())
        # One upon the other: high enough for all, nothing jumps.
        self._meanings = QStackedWidget(self)
        self._pages = [self._meaning(place, words) for place, words in enumerate(self._words())]
        column.addWidget(self._meanings)
        self.preset.chosen.connect(self._tell)
        self.persons.toggled.connect(self._tell)
        self.show_kind(LinkKind.CALENDAR)

    def show_kind(self, kind: LinkKind) -> None:
        """Offer what a link of this kind can say."""
        self._kind = kind
        self.preset.setVisible(kind is LinkKind.CALENDAR)
        self.persons.setVisible(kind is LinkKind.CHANGEOVERS)
        self._show_meaning()

    def begin_anew(self) -> None:
        """Say as little as a new link does."""
        self.preset.select(Preset.OCCUPIED.value)
        self._show_meaning()

    def details(self) -> Details:
        """The level of detail that is chosen."""
        details = default_details(self._kind)
        match self._kind:
            case LinkKind.CALENDAR:
                return details.with_preset(Preset(self.preset.current()))
            case LinkKind.CHANGEOVERS:
                fields = frozenset({Field.PERSONS}) if self.persons.isChecked() else frozenset()
                return replace(details, fields=fields)
            case LinkKind.WEBSITE:
                return details

    def _words(self) -> tuple[str, ...]:
        """What each choice means, in the order of the presets, then of the other kinds."""
        tr = self._texts.tr
        return (
            tr("Readers learn which days are occupied, and nothing else."),
            tr("Readers also see what it is: booking, owner stay or block, and the portal."),
            tr(
                "Readers see everything: guest, contact, persons, note. Only for people whom you "
                "trust with it."
            ),
            tr("One entry a day on which somebody leaves, with the next arrival. No guest data."),
            tr("Free and occupied, nothing else. This cannot be changed for a website."),
        )

    def _meaning(self, place: int, words: str) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            Label(words, Role.SMALL, wrap=True, name=f"link_meaning_{place}", parent=page)
        )
        column.addStretch(1)
        self._meanings.addWidget(page)
        return page

    def _show_meaning(self) -> None:
        match self._kind:
            case LinkKind.CALENDAR:
                place = list(Preset).index(Preset(self.preset.current()))
            case LinkKind.CHANGEOVERS:
                place = len(Preset)
            case LinkKind.WEBSITE:
                place = len(Preset) + 1
        self._meanings.setCurrentWidget(self._pages[place])

    def _tell(self) -> None:
        self._show_meaning()
        self.changed.emit()
