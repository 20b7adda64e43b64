"""What the program is: its version, what it runs on, and under which licence."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from app.core.times.version_age import age_words
from app.services.program.versions import versions
from app.ui.kit import Button, CopyButton, Dialog, Label, Role, Separator, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue

_LOGO = 48


class AboutDialog(Dialog):
    """The program's name and versions, ready to be copied for whoever helps."""

    def __init__(self, texts: Catalogue, today: date, parent: QWidget) -> None:
        super().__init__(
            texts.tr("About Zimmerfrei"),
            texts.tr("Close"),
            name="about_dialog",
            width=440,
            reading=True,
            parent=parent,
        )
        self._texts = texts
        found = versions()
        self.heading.hide()
        self._add_name(texts, found.program)
        self.add_text(
            texts.tr(
                "{age}. Whether there is a newer one you see where you got Zimmerfrei from; it "
                "does not ask by itself.",
                age=age_words(texts, found.released, today),
            )
        ).setObjectName("about_age")
        self.content.addWidget(Separator(self))
        facts = (
            ("Python", found.python),
            ("Qt", qVersion()),
            ("PySide6", PySide6.__version__),
            ("SQLite", found.sqlite),
            ("OpenSSL", ssl.OPENSSL_VERSION.removeprefix("OpenSSL ")),
            (texts.tr("System"), found.system),
        )
        self._add_facts(facts)
        self.content.addWidget(Separator(self))
        self.add_text(
            texts.tr(
                "Free software under the MIT licence. Your data stays on this computer; "
                "Zimmerfrei sends nothing to its makers."
            )
        )
        title = f"Zimmerfrei {found.program} ({found.released})"
        self._add_copy("\n".join([title, *(f"{what} {version}" for what, version in facts)]))
        self._add_licences()
        self.submitted.connect(self.accept)

    def _add_copy(self, words: str) -> None:
        self.add_left_button(
            CopyButton(
                self._texts.tr("Copy"),
                self._texts.tr("Copied"),
                content=words,
                variant=Variant.QUIET,
                name="about_copy",
                parent=self,
            )
        )

    def _add_licences(self) -> None:
        licences = Button(self._texts.tr("Licences …"), name="about_licences", parent=self)
        licences.clicked.connect(self._open_licences)
        self.add_left_button(licences)

    def _open_licences(self) -> None:
        from app.ui.help.licences import LicencesDialog  # noqa: PLC0415  # seldom

        LicencesDialog(self._texts, self).open()

    def _add_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (what, version) in enumerate(facts):
            grid.addWidget(Label(what, Role.MUTED, parent=self), row, 0)
            value = Label(version, name=f"about_{what.lower()}", parent=self)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, row, 1)
        add_layout(self.content, grid)

    def _add_name(self, texts: Catalogue, version: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(14)
        self._logo = Label(parent=self)
        current_theme().changed.connect(self._draw)
        self._draw()
        row.addWidget(self._logo)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label("Zimmerfrei", Role.TITLE, name="about_name", parent=self))
        words.addWidget(
            Label(
                texts.tr("Version {version}", version=version),
                Role.MUTED,
                name="about_version",
                parent=self,
            )
        )
        add_layout(row, words)
        row.addStretch(1)
        add_layout(self.content, row)

    def _draw(self) -> None:
        self._logo.setPixmap(icons.logo(_LOGO, self.devicePixelRatioF()))
