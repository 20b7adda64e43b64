"""One link's address in the forms that a reader wants, each ready to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.links.address_forms import Form
from app.core.links.guides import guides
from app.core.portals import portal_name
from app.ui.guides.address_line import AddressLine
from app.ui.kit import Label, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.links.address_forms import AddressForms
    from app.core.links.guides import Guide
    from app.i18n import Catalogue


class Addresses(QWidget):
    """A line for each form of the address; hidden where there is none to give.

    Signals:
        copied(): an address is in the clipboard now.
    """

    copied = Signal()

    def __init__(
        self, texts: Catalogue, forms: AddressForms, note: str, parent: QWidget | None = None
    ) -> None:
        """`note` is what an owner must know before pasting it; empty where nothing."""
        super().__init__(parent)
        self._texts = texts
        self._forms = forms
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        # All that any guide needs, made once: Tab goes by the order in which widgets were made.
        most = 1 + max(len(guide.exceptions) for guide in guides().values())
        self._lines = [
            AddressLine(texts, name=f"guide_address_{place}", parent=self) for place in range(most)
        ]
        for line in self._lines:
            line.copied.connect(self.copied)
            column.addWidget(line)
        self._note = Label(note, Role.SMALL, wrap=True, name="guide_note", parent=self)
        self._note.setVisible(bool(note))
        column.addWidget(self._note)

    def show_guide(self, guide: Guide) -> None:
        """Show what this guide's reader wants."""
        wanted = list(self._wanted(guide))
        for line, (label, address) in zip(self._lines, wanted, strict=False):
            line.show_label(label)
            line.show_address(address)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(wanted))
        self.setVisible(bool(wanted))

    def _wanted(self, guide: Guide) -> Iterator[tuple[str, str]]:
        """Yield what each address is called that the guide's reader may want, and the address."""
        tr = self._texts.tr
        if guide.form is None or not self._forms.of(guide.form):
            return
        code = guide.form is Form.SNIPPET and self._forms.snippet
        label = tr("Code for your website") if code else tr("Address to paste")
        yield label, self._forms.of(guide.form)
        for portal, form in guide.exceptions.items():
            label = tr("Address to paste at {portal}", portal=portal_name(portal))
            yield label, self._forms.of(form)
