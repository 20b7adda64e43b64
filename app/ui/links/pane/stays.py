"""Which occupancies are in a link: options, owner stays, blocks, and what came from its portal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.links.details import OPTIONS_LABELS, Options
from app.core.links.link import LinkKind
from app.ui.kit import Label, Role, SectionLabel
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.popups import ComboBox
from app.ui.kit.floating.tips import as_entry
from app.ui.links.base.words import brief_portal, short_portal

if TYPE_CHECKING:
    from app.core.links.details import Details
    from app.core.links.link import Link
    from app.i18n import Catalogue


class StaysChoice(QWidget):
    """What is in a link and what is left out of it, with what that means.

    Signals:
        chosen(Details): the owner wants it so.
    """

    chosen = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._link: Link | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        heading = texts.tr("Which occupancies")
        column.addWidget(SectionLabel(heading, name="detail_stays_heading", parent=self))
        add_layout(column, self._make_kinds())
        add_layout(column, self._make_options())
        self._left_out = Label("", Role.SMALL, wrap=True, name="detail_left_out", parent=self)
        column.addWidget(self._left_out)
        self._echo = Label("", Role.SMALL, wrap=True, name="detail_echo", parent=self)
        column.addWidget(self._echo)
        self._no_own = QCheckBox(self)
        self._no_own.setObjectName("detail_no_own_entries")
        self._no_own.clicked.connect(lambda on: self._choose(own_entries=not on))
        column.addWidget(self._no_own)
        self._danger = Label("", Role.ERROR, wrap=True, name="detail_no_own_warning", parent=self)
        column.addWidget(self._danger)

    def show_link(self, link: Link, *, imports: bool) -> None:
        """Show what is in the link; `imports` tells whether anything was read from a portal."""
        self._link = link
        details = link.details
        self._owner.setChecked(details.owner_stays)
        self._blocks.setChecked(details.blocks)
        self._offer_options(link)
        self._left_out.setText(self._gap_words(link))
        self._left_out.setVisible(bool(self._left_out.text()))
        self._show_portal(link, imports=imports)

    def _make_kinds(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        self._owner = QCheckBox(self._texts.tr("Owner stays"), self)
        self._owner.setObjectName("detail_owner_stays")
        self._owner.clicked.connect(lambda on: self._choose(owner_stays=on))
        grid.addWidget(self._owner, 0, 0)
        self._blocks = QCheckBox(self._texts.tr("Blocks"), self)
        self._blocks.setObjectName("detail_blocks")
        self._blocks.clicked.connect(lambda on: self._choose(blocks=on))
        grid.addWidget(self._blocks, 0, 1)
        return grid

    def _make_options(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        label = Label(self._texts.tr("Options"), parent=self)
        row.addWidget(label)
        self._options = ComboBox(self)
        self._options.setObjectName("detail_options")
        self._options.setAccessibleName(self._texts.tr("Options"))
        self._options.activated.connect(
            lambda _at: self._choose(options=Options(self._options.currentData()))
        )
        label.setBuddy(self._options)
        row.addWidget(self._options, 1)
        return row

    def _offer_options(self, link: Link) -> None:
        wanted = link.details.options
        # Neither a website nor a changeover day knows "tentative".
        knows = link.kind is LinkKind.CALENDAR
        offered = [o for o in Options if o is not Options.TENTATIVE or knows or o is wanted]
        with QSignalBlocker(self._options):
            self._options.clear()
            for option in offered:
                self._options.addItem(self._texts.tr(OPTIONS_LABELS[option]), option.value)
            self._options.setCurrentIndex(offered.index(wanted))

    def _gap_words(self, link: Link) -> str:
        """Say what it means that something is left out, nothing where all is in."""
        details = link.details
        if details.options is not Options.LEFT_OUT and details.owner_stays and details.blocks:
            return ""
        if link.kind is LinkKind.CHANGEOVERS:
            if details.options is not Options.LEFT_OUT and details.owner_stays:
                return ""  # nobody cleans after a block
            return self._texts.tr("No cleaning is shown for them.")
        if link.kind is LinkKind.WEBSITE:
            return self._texts.tr("Your website shows these days as free.")
        return self._texts.tr("These days can still be booked at the portal.")

    def _show_portal(self, link: Link, *, imports: bool) -> None:
        applies = bool(link.portal) and link.kind is LinkKind.CALENDAR
        without = applies and not link.details.own_entries
        portal = short_portal(link)
        self._echo.setVisible(applies and imports)
        self._no_own.setVisible(applies)
        self._danger.setVisible(without)
        if not applies:
            return
        self._echo.setText(
            self._texts.tr(
                "What was read from {portal} and is unchanged since does not go back there.",
                portal=portal,
            )
        )
        self._no_own.setText(self._no_own_words(link))
        self._no_own.setChecked(without)
        warning = self._texts.tr(
            "If you change the days of a booking from {portal} here, {portal} hears nothing of it.",
            portal=portal,
        )
        self._danger.setText(warning if without else "")
        self._no_own.setAccessibleDescription(warning)

    def _no_own_words(self, link: Link) -> str:
        """Say that the owner's entries of this portal are meant, and no others."""
        portal = brief_portal(link)
        if not portal:
            return self._texts.tr("Leave out your own entries of this portal")
        # In a name that the owner chose, Qt would take "&" for the mark of a shortcut.
        named = as_entry(portal)
        return self._texts.tr("Leave out your own entries of {portal}", portal=named)

    def _choose(self, **choice: object) -> None:
        if self._link is not None:
            details: Details = replace(self._link.details, **choice)  # type: ignore[arg-type]
            self.chosen.emit(details)
