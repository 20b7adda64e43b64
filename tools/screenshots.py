"""Takes the pictures of README and handbook: ``make screenshots``.

The real window over the sample guest house, in a throwaway folder, in German and English, light
and dark; on Qt's offscreen platform, so no screen is needed.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.bootstrap import WINDOW_BUSY_TIMEOUT, opened
from app.server.hosting.embedded import EmbeddedServer
from app.services.data_folder import DataFolder
from app.services.services import Services
from app.ui.base.page import FIGURES, LINKS, OCCUPANCIES, PLAN
from app.ui.base.preferences import Preferences
from app.ui.look.theme import Appearance, Theme
from app.ui.window.frame.frame import Frame
from app.ui.window.program import Program

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (1440, 900)
LANGUAGES = ("de", "en")
PICTURED = {
    Appearance.LIGHT: (PLAN, OCCUPANCIES, LINKS, FIGURES),
    Appearance.DARK: (PLAN,),
}
_SETTLE_MS = 400


def main() -> int:
    """Take every picture, or only those whose names contain an argument."""
    wanted = sys.argv[1:]
    app = QApplication(sys.argv[:1])
    app.setFont(QFont("Inter"))
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(app, Appearance.LIGHT)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zimmerfrei-") as folder:
        data = DataFolder(Path(folder))
        with opened(data, busy_timeout=WINDOW_BUSY_TIMEOUT) as services:
            services.sample.fill()
            for language in LANGUAGES:
                _speak(services, language)
                _take(services, theme, language, wanted)
    return 0


def _speak(services: Services, language: str) -> None:
    services.settings.set("language", language)


def _take(services: Services, theme: Theme, language: str, wanted: list[str]) -> None:
    preferences = Preferences(services.folder.window_ini)
    # Any free port; the pictures show the usual one.
    server = EmbeddedServer(services, port=0)
    frame = Frame(preferences)
    program = Program(frame, services, server, preferences, tray_available=lambda: False)
    frame.resize(*SIZE)
    program.show()
    frame.show()
    program.begin()
    for appearance, pages in PICTURED.items():
        theme.set_appearance(appearance)
        for key in pages:
            name = f"{key}-{language}-{appearance.value}.png"
            if wanted and not any(part in name for part in wanted):
                continue
            program.shell.go(key)
            _settle()
            frame.grab().save(str(PICTURES / name))
            print(name)
    program.end()
    frame.let_go()
    frame.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _settle() -> None:
    """Let what was queued be painted: pages fill their cards turn by turn."""
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        raise SystemExit(main())
