"""Takes the pictures of README and handbook: ``make screenshots``.

The real window over the sample guest house, in a throwaway folder, in German and English, light
and dark, and its dialogs; on Qt's offscreen platform, so no screen is needed.
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
from PySide6.QtWidgets import QApplication, QWidget

from app.server.hosting.embedded import EmbeddedServer
from app.services.services import Services
from app.ui.base.page import FIGURES, LINKS, OCCUPANCIES, PLAN
from app.ui.base.preferences import Preferences
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.page import LinksPage
from app.ui.look.theme import Appearance, Theme
from app.ui.window.frame.frame import Frame
from app.ui.window.frame.toast import Toast
from app.ui.window.program import Program
from tools.pictures.dialogs import DIALOGS, settle
from tools.pictures.house import pictured_house
from tools.pictures.small_png import save_small

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
    with (
        tempfile.TemporaryDirectory(prefix="zimmerfrei-") as folder,
        pictured_house(Path(folder)) as services,
    ):
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
    _put_notices_away(frame)
    camera = Camera(language, wanted)
    for appearance, pages in PICTURED.items():
        theme.set_appearance(appearance)
        for key in pages:
            program.shell.go(key)
            camera.take(key, appearance, frame)
    theme.set_appearance(Appearance.LIGHT)
    _take_portal(program, camera, frame)
    _take_dialogs(program, camera)
    program.end()
    frame.let_go()
    frame.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _put_notices_away(frame: Frame) -> None:
    """Let what is told for some seconds after the start be told, and be gone."""
    _pause()
    for notice in frame.findChildren(Toast):
        notice.hide()


def _take_portal(program: Program, camera: Camera, frame: Frame) -> None:
    """Take the page Integrationen with the portal that is read, and what comes from it."""
    program.shell.go(LINKS)
    page = program.shell.page(LINKS)
    if not isinstance(page, LinksPage):
        raise TypeError(page)
    _pause()
    source = page.context.services.sources.looks()[0].source
    page._intents.choose.emit(Chosen(Way.COMES, source.id))  # noqa: SLF001  # as a click does
    camera.take("portal", Appearance.LIGHT, frame)


def _take_dialogs(program: Program, camera: Camera) -> None:
    for name, make in DIALOGS.items():
        if camera.wants(name, Appearance.LIGHT):
            page = program.shell.page(LINKS)
            assert page is not None
            dialog = make(page.context, program.shell)
            dialog.open()
            camera.take(name, Appearance.LIGHT, dialog)
            dialog.close()
            dialog.deleteLater()


class Camera:
    """Takes pictures in one language: all of them, or those that are wanted by name."""

    def __init__(self, language: str, wanted: list[str]) -> None:
        self._language = language
        self._wanted = wanted

    def wants(self, key: str, appearance: Appearance) -> bool:
        """Tell whether this one is wanted."""
        name = self._name(key, appearance)
        return not self._wanted or any(part in name for part in self._wanted)

    def take(self, key: str, appearance: Appearance, widget: QWidget) -> None:
        """Take a picture of what the widget shows, once it is painted."""
        if self.wants(key, appearance):
            _pause()
            # What the last words have made wider or higher gets its place first.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            name = self._name(key, appearance)
            save_small(widget.grab().toImage(), PICTURES / name)
            print(name)

    def _name(self, key: str, appearance: Appearance) -> str:
        return f"{key}-{self._language}-{appearance.value}.png"


def _pause() -> None:
    """Let what was queued be painted: pages fill their cards turn by turn."""
    settle()
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        raise SystemExit(main())
