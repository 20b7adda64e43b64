"""Opening an address that holds a link's token, without showing it to other users of the computer.

Linux shows everybody which programs run with which words, and an address that is opened is such a
word, of ``xdg-open`` and of the browser. There a page is opened instead that only its owner may
read, and that leads on to the address. Windows and macOS show other users nothing of the kind.
"""

from __future__ import annotations

import html
import os
import secrets
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QStandardPaths, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

_READ_AFTER_MS: Final = 60_000
_PAGE: Final = """<!DOCTYPE html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={url}">
<title>Zimmerfrei</title>
<a href="{url}">Zimmerfrei …</a>
"""


def open_secretly(url: QUrl) -> bool:
    """Open an address outside; False where nothing here does that."""
    if sys.platform in {"win32", "darwin"}:
        return QDesktopServices.openUrl(url)
    page = _page_to(url)
    if page is None:
        return False
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
        page.unlink(missing_ok=True)
        return False
    _let_go_of(page)
    return True


def _page_to(url: QUrl) -> Path | None:
    """Write a page that leads to `url`; None where it can be written nowhere."""
    where = QStandardPaths.StandardLocation
    # Browsers that come as a snap or flatpak may read downloads, but no hidden or temporary files.
    for place in (where.DownloadLocation, where.HomeLocation):
        page = Path(
            QStandardPaths.writableLocation(place), f"zimmerfrei-{secrets.token_hex(8)}.html"
        )
        target = html.escape(bytes(url.toEncoded().data()).decode("ascii"), quote=True)
        try:
            file = os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as written:
                written.write(_PAGE.format(url=target))
        except OSError:
            continue
        return page
    return None


def _let_go_of(page: Path) -> None:
    """Take the page away when the browser must have read it."""
    app = QCoreApplication.instance()
    assert app is not None
    timer = QTimer(app, singleShot=True, interval=_READ_AFTER_MS)

    def take_away() -> None:
        page.unlink(missing_ok=True)
        timer.deleteLater()

    timer.timeout.connect(take_away)
    app.aboutToQuit.connect(lambda: page.unlink(missing_ok=True))
    timer.start()
