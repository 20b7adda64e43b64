"""Where an occupancy was read, since when it is known, and what the portal says of it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.importing.report import words
from app.core.importing.source import SeenStay, source_id_of
from app.core.portals import portal_name
from app.core.stays.occupancy import Status
from app.ui.kit import Button, Label, Role, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.portals.words import portal_of
from app.ui.stays.clash.words import at_time

if TYPE_CHECKING:
    from app.core.importing.report.standing import SourceReport
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context


class Origin(QWidget):
    """Two or three sentences, and the way to the reservation at the portal where it is known."""

    def __init__(self, context: Context, occupancy: Occupancy, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("origin")
        self._texts = context.texts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        report = _report(context, occupancy)
        seen = None if report is None else _seen(report, occupancy)
        today = context.services.house_clock.today()
        portal = portal_name(occupancy.portal)
        if report is not None:
            portal = portal_of(report.look.source)
        first = occupancy.created_at if seen is None else seen.first_seen
        known = context.texts.tr(
            "Read from {portal}, first seen {when}.",
            portal=portal or context.texts.tr("a portal"),
            when=at_time(context.texts, first, today),
        )
        column.addWidget(Label(known, Role.SMALL, wrap=True, name="origin_known", parent=self))
        differs = "" if seen is None else self._differing(occupancy, seen, portal)
        if differs:
            says = Label(differs, Role.SMALL, wrap=True, name="origin_differs", parent=self)
            column.addWidget(says)
        if seen is not None and seen.stay.link:
            add_layout(column, self._make_link(seen.stay.link, portal))

    def _differing(self, occupancy: Occupancy, seen: SeenStay, portal: str) -> str:
        """Say what the portal says now, where that is something else."""
        texts = self._texts
        if seen.gone_at is not None:
            return texts.tr("{portal} does not report it any more.", portal=portal)
        if occupancy.status is Status.CANCELLED:
            return texts.tr("{portal} still reports it.", portal=portal)
        days = seen.stay.arrival, seen.stay.departure
        if days == (occupancy.arrival, occupancy.departure):
            return ""
        return texts.tr(
            "{portal} reports {days}; your dates stand until it changes this booking itself.",
            portal=portal,
            days=words.span(texts, *days),
        )

    def _make_link(self, link: str, portal: str) -> QHBoxLayout:
        row = QHBoxLayout()
        words = self._texts.tr("Open the reservation at {portal}", portal=portal)
        button = Button(words, Variant.LINK, icon="external-link", name="origin_link", parent=self)
        button.setProperty("inline", True)
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(link)))
        row.addWidget(button)
        row.addStretch(1)
        return row


def _report(context: Context, occupancy: Occupancy) -> SourceReport | None:
    """What is known of the source; None where it is removed, of which nothing is known."""
    source_id = source_id_of(occupancy.source)
    if source_id is None:
        return None
    try:
        return context.services.sources.report(source_id)
    except UserError:
        return None


def _seen(report: SourceReport, occupancy: Occupancy) -> SeenStay | None:
    return next((one for one in report.seen if one.occupancy_id == occupancy.id), None)
