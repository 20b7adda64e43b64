"""Makes the handbooks as PDF: ``make handbook``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QFont, QGuiApplication

from app.i18n import WINDOW_LANGUAGES, catalogue
from app.ui.help.handbook import handbook
from app.ui.help.printed import file_name_of, save_book

DIST = Path(__file__).parent.parent / "dist"


def main() -> int:
    """Write one PDF for each language."""
    app = QGuiApplication(sys.argv[:1])
    app.setFont(QFont("Inter"))
    DIST.mkdir(exist_ok=True)
    for key in WINDOW_LANGUAGES:
        texts = catalogue(key)
        path = handbook(texts.language)
        if path is not None:
            target = DIST / f"{file_name_of(path)}.pdf"
            save_book(path, texts, target)
            print(target.relative_to(DIST.parent))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
