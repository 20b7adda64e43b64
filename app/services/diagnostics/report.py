"""A report for whoever helps: versions, settings, what a check says, the log; in one file.

The owner reads all of it before it goes anywhere, and sends it by hand. Names, contacts, addresses
and secrets are taken out.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.dataclass import dataclass
from app.services.diagnostics import contents
from app.services.diagnostics.private import discretion, without_places
from app.services.exchange.files import written_whole

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.services.backups.backups import Backups
    from app.services.data_folder.folder import DataFolder
    from app.services.services import Services

_LOGS = "zimmerfrei.log*"


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file of a report: its name, what it is in the owner's words, what stands in it."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that is sent, in the order in which it is read; `made_at` is UTC."""

    files: tuple[ReportFile, ...]
    made_at: datetime

    @property
    def file_name(self) -> str:
        """What its file might be called, without a suffix."""
        return f"zimmerfrei-report-{self.made_at:%Y-%m-%d-%H%M}"

    def text(self) -> str:
        """Return all of it in one text."""
        parts = (f"==== {one.name} ====\n\n{one.text.rstrip()}\n" for one in self.files)
        return "\n".join(parts)


def make_report(
    folder: DataFolder,
    backups: Backups,
    services: Services | None,
    texts: Catalogue,
    made_at: datetime,
    trouble: UserError | None = None,
) -> Report:
    """Collect everything; takes a while, for all backups are looked at.

    Args:
        folder: the data folder.
        backups: of the data folder.
        services: None where the data cannot be opened: then there is less to tell.
        texts: the owner's language.
        made_at: the present time in UTC.
        trouble: why the data cannot be opened.
    """
    hidden = discretion(services)
    files = [
        ReportFile("versions.txt", texts.tr("Versions"), contents.versions_text(texts)),
        ReportFile(
            "settings.txt",
            texts.tr("Settings and how much there is"),
            contents.settings_text(texts, folder, services, trouble),
        ),
        ReportFile(
            "check.txt", texts.tr("Result of the check"), contents.check_text(texts, backups)
        ),
        *_logs(folder, texts),
    ]
    cleaned = (
        ReportFile(one.name, one.title, hidden.hide(without_places(one.text, folder)))
        for one in files
    )
    return Report(tuple(cleaned), made_at)


def _logs(folder: DataFolder, texts: Catalogue) -> list[ReportFile]:
    """Return the log, the newest file first."""
    found = []
    for place, path in enumerate(sorted(folder.logs.glob(_LOGS))):
        title = texts.tr("Log") if not place else texts.tr("Log, older part {n}", n=place)
        try:
            text = path.read_text("utf-8", errors="replace")
        except OSError:
            text = texts.tr("This file cannot be read.")
        found.append(ReportFile(path.name, title, text))
    return found


def save_report(report: Report, target: Path) -> None:
    """Write the report as a ZIP file (UserError where that cannot be)."""
    when = report.made_at
    # ZIP knows no years before 1980.
    moment = (max(when.year, 1980), when.month, when.day, when.hour, when.minute, when.second)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in report.files:
            entry = zipfile.ZipInfo(one.name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, one.text)
    with written_whole(target) as draft:
        draft.write_bytes(buffer.getvalue())
