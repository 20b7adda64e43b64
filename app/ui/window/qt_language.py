"""Lets Qt speak the window's language: its dates and numbers, and its own dialogs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from app.core.settings import SYSTEM_LANGUAGE
from app.i18n import LANGUAGES, SOURCE_LANGUAGE, system_language


def spoken(setting: str) -> str:
    """Return the language that the owner's setting means."""
    return system_language() if setting == SYSTEM_LANGUAGE else setting


class QtLanguage(QObject):
    """Qt's own words. One per QApplication, whose child it is."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._app = app
        self._translator: QTranslator | None = None

    def speak(self, language: str) -> None:
        """Write dates and numbers, and show Qt's own dialogs, in this language."""
        system = QLocale.system()
        of_system = system.name().split("_")[0] == language
        # The country's own forms (Austria's "Jänner") where the system speaks this language.
        QLocale.setDefault(QLocale(system.name() if of_system else LANGUAGES[language].locale))
        self.fall_silent()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator = QTranslator(self)
        # Qt's source texts are English: no file is missing there.
        if language != SOURCE_LANGUAGE and translator.load(f"qtbase_{language}", folder):
            self._app.installTranslator(translator)
            self._translator = translator

    def fall_silent(self) -> None:
        """Let Qt's own words be English again."""
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
