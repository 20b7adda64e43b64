"""The licences of all parts of the program, to be searched, read and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.texts import folded
from app.services.program.parts import Part, all_parts, licence_text
from app.services.program.versions import versions
from app.ui.help.papers import Paper, Papers
from app.ui.kit import CopyButton, Dialog, SearchField, Variant

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue

_WIDTH, _HEIGHT = 860, 640


class LicencesDialog(Dialog):
    """Lists the parts; what is typed narrows them by name and licence."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        """Read the parts (OSError: this installation lacks them)."""
        super().__init__(
            texts.tr("Licences"),
            texts.tr("Close"),
            name="licences",
            width=640,
            reading=True,
            parent=parent,
        )
        self._texts = texts
        self._parts = all_parts(versions())
        room = self.screen().availableGeometry().size()
        self.resize(min(_WIDTH, room.width() - 40), min(_HEIGHT, room.height() - 60))
        self.add_text(
            texts.tr("Zimmerfrei stands on the work of many others. Thank you to all of them.")
        )
        self.search = SearchField(
            texts.tr("Search part or licence …"),
            clear_text=texts.tr("Clear"),
            name="licences_search",
            parent=self,
        )
        self.content.addWidget(self.search)
        self.papers = Papers(texts.tr("Parts"), name="licences_papers", parent=self)
        self.content.addWidget(self.papers, 1)
        self._copy = CopyButton(
            texts.tr("Copy"),
            texts.tr("Copied"),
            variant=Variant.QUIET,
            name="licences_copy",
            parent=self,
        )
        self.add_left_button(self._copy)
        self.search.textChanged.connect(self._look_for)
        self.papers.turned.connect(self._follow)
        self.submitted.connect(self.accept)
        self._look_for("")

    def _look_for(self, words: str) -> None:
        wanted = folded(words).split()
        found = [part for part in self._parts if all(word in _searched(part) for word in wanted)]
        self.papers.show_papers([Paper(part.title, self._said(part)) for part in found])
        self._copy.setEnabled(bool(found))

    def _follow(self, paper: Paper) -> None:
        self._copy.content = f"{paper.title}\n{paper.text}"

    def _said(self, part: Part) -> str:
        tr = self._texts.tr
        lines = [tr("Licence: {licence}", licence=part.licence)]
        if part.home:
            lines.append(part.home)
        if part.source:
            lines.append(tr("Source code: {address}", address=part.source))
        if part.replaceable:
            lines.append(
                tr("It lies in files of its own beside the program, which may be replaced.")
            )
        return "\n".join(lines) + "\n\n" + licence_text(part)


def _searched(part: Part) -> str:
    return folded(f"{part.name} {part.licence}")
