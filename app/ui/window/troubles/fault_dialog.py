"""What is said of bugs: that the data is safe, and all that whoever helps will want to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.services.program.versions import versions
from app.ui.kit import Button, CopyButton, Variant
from app.ui.kit.controls.fields import TextArea
from app.ui.kit.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.window.troubles.bugs import Bug

_LINES = 9


class FaultDialog(Dialog):
    """Shows bugs, the last one first; more of them come into the dialog that is open.

    Signals:
        report_wanted(): make a report for whoever helps.
    """

    report_wanted = Signal()

    def __init__(self, texts: Catalogue, logs: Path, parent: QWidget) -> None:
        super().__init__(
            texts.tr("Something went wrong that should not have"),
            texts.tr("Close"),
            name="fault",
            width=620,
            parent=parent,
        )
        self._texts = texts
        self.add_text(
            texts.tr(
                "Your data is safe, and Zimmerfrei goes on. If it happens again, please send an "
                "error report to whoever looks after Zimmerfrei for you. The log lies in {folder}.",
                folder=str(logs),
            )
        )
        self.details = TextArea(
            lines=_LINES,
            accessible_name=texts.tr("What happened, for whoever helps"),
            name="fault_details",
            parent=self,
        )
        self.details.setReadOnly(True)
        self.content.addWidget(self.details)
        report = Button(texts.tr("Create an error report …"), name="fault_report", parent=self)
        report.clicked.connect(self.report_wanted)
        self.add_left_button(report)
        self._copy = CopyButton(
            texts.tr("Copy"),
            texts.tr("Copied"),
            variant=Variant.QUIET,
            name="fault_copy",
            parent=self,
        )
        self.add_left_button(self._copy)
        self.submitted.connect(self.accept)

    def show_bugs(self, bugs: Sequence[Bug]) -> None:
        """Show all that there have been, each with how often."""
        found, texts = versions(), self._texts
        parts = [f"Zimmerfrei {found.program}, Python {found.python}, {found.system}"]
        for bug in bugs:
            often = texts.trn("happened {n} time", "happened {n} times", bug.count)
            parts.append(f"{bug.where} ({often})\n{bug.text}")
        said = "\n\n".join(parts)
        self.details.setPlainText(said)
        self._copy.content = said
