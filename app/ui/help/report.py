"""The report for whoever helps: all of it to be read first, then saved, copied or announced."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.core.errors import UserError
from app.core.mail_draft import mail_draft
from app.services.diagnostics.report import Report, make_report, save_report
from app.services.program.versions import versions
from app.ui.base.work import Work
from app.ui.export.saving import ask_where, say_saved
from app.ui.help.papers import Paper, Papers
from app.ui.kit import BusyBar, Button, CopyButton, Dialog, Label, Variant
from app.ui.kit.controls.layouts import add_layout

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context

_WIDTH, _HEIGHT = 860, 620


class ReportDialog(Dialog):
    """Collects the report on a worker thread and shows it file by file."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Error report"),
            texts.tr("Save as …"),
            texts.tr("Close"),
            name="report",
            width=640,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._report: Report | None = None
        self._target: Path | None = None
        room = self.screen().availableGeometry().size()
        self.resize(min(_WIDTH, room.width() - 40), min(_HEIGHT, room.height() - 60))
        self._make()
        self.submitted.connect(self._ask_where)
        self._collect()

    def _make(self) -> None:
        tr = self._texts.tr
        self.add_text(
            tr(
                "This is all that is in it. Names, contacts, addresses and secrets are taken out; "
                "please read it through all the same. Zimmerfrei sends nothing: you do, to whoever "
                "helps you."
            )
        )
        self.papers = Papers(tr("Files of the report"), name="report_papers", parent=self)
        self.content.addWidget(self.papers, 1)
        self.busy = BusyBar("", name="report_busy", parent=self)
        self.content.addWidget(self.busy)
        add_layout(self.content, self._make_mail())
        self._copy = CopyButton(
            tr("Copy"), tr("Copied"), variant=Variant.QUIET, name="report_copy", parent=self
        )
        self.add_left_button(self._copy)

    def _make_mail(self) -> QHBoxLayout:
        tr = self._texts.tr
        name = tr("E-mail address of who helps you")
        self.address = QLineEdit(self._context.services.settings.get().help_email, self)
        self.address.setObjectName("report_address")
        self.address.setAccessibleName(name)
        self.address.setPlaceholderText("anna@example.org")
        label = Label(name, parent=self)
        label.setBuddy(self.address)
        self._mail = Button(tr("Write an e-mail …"), name="report_mail", parent=self)
        self._mail.clicked.connect(self._write_mail)
        self.address.textChanged.connect(self._follow_address)
        self._follow_address()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.address, 1)
        row.addWidget(self._mail)
        return row

    def _follow_address(self) -> None:
        self._mail.setEnabled(bool(self.address.text().strip()))

    # ---- collecting ----

    def _collect(self) -> None:
        for button in (self.primary_button, self._copy):
            button.setEnabled(False)
        self.busy.start(self._texts.tr("Looking at everything …"))
        services, texts = self._context.services, self._texts

        def collect() -> Report:
            now = datetime.now(UTC)
            return make_report(services.folder, services.backups, services, texts, now)

        work = Work(collect)
        work.done.connect(self._show)
        work.failed.connect(self._fail)
        work.start()

    def _show(self, report: Report) -> None:
        self._report = report
        self.busy.finish()
        self.papers.show_papers([Paper(one.title, one.text) for one in report.files])
        self._copy.content = report.text()
        for button in (self.primary_button, self._copy):
            button.setEnabled(True)

    def _fail(self, error: UserError) -> None:
        self.busy.finish()
        self.set_error(self._texts.tell(error))

    # ---- what becomes of it ----

    def _ask_where(self) -> None:
        if self._report is None:
            return
        self.set_error(None)
        ask_where(
            self,
            self._context,
            title=self._texts.tr("Save the error report"),
            name=self._report.file_name,
            kind="ZIP",
            suffix="zip",
            on_chosen=self._save,
        )

    def _save(self, target: Path) -> None:
        if self._report is None:
            return
        try:
            save_report(self._report, target)
        except UserError as error:
            self._fail(error)
            return
        self._target = target
        say_saved(self._context, target)

    def _write_mail(self) -> None:
        """Open a draft in the owner's mail program, without the report: no draft can hold it."""
        services = self._context.services
        try:
            settings = services.settings.set("help_email", self.address.text())
        except UserError as error:
            self._fail(error)
            return
        self.set_error(None)
        QDesktopServices.openUrl(self.draft(settings.help_email))

    def draft(self, address: str) -> QUrl:
        """Return the address of a draft (RFC 6068)."""
        tr, found = self._texts.tr, versions()
        subject = tr("Zimmerfrei {version}: error report", version=found.program)
        where = (
            tr("(Please attach {file}.)", file=self._target.name)
            if self._target is not None
            else tr("(Please save the error report and attach it.)")
        )
        lines = [
            tr("This is what happened:"),
            "",
            "",
            where,
            f"Zimmerfrei {found.program}, {found.system}",
        ]
        return QUrl(mail_draft(address, subject, "\n".join(lines)))
