"""Asks whose public holidays the plan shall show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.kit import Dialog, Form
from app.ui.kit.floating.popups import ComboBox
from app.ui.stays.holidays import Region, countries, country_name, states, system_country

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue


class RegionDialog(Dialog):
    """A country and one of its states.

    Signals:
        chosen(Region): the owner chose this one.
    """

    chosen = Signal(object)

    def __init__(self, texts: Catalogue, region: Region, parent: QWidget) -> None:
        super().__init__(
            texts.tr("Public holidays"),
            texts.tr("Show"),
            texts.tr("Cancel"),
            name="region_dialog",
            width=400,
            parent=parent,
        )
        self._texts = texts
        self.country = ComboBox()
        self.country.setObjectName("country")
        self.state = ComboBox()
        self.state.setObjectName("state")
        own = system_country()
        self.country.addItem(texts.tr("No public holidays"), "")
        self.country.addItem(country_name(own, texts.language.key), own)
        self.country.insertSeparator(2)
        for code, name in countries(texts.language.key):
            self.country.addItem(name, code)
        form = Form(parent=self)
        form.add(texts.tr("Country"), self.country)
        self._state_row = form.add(texts.tr("State or region"), self.state)
        self.content.addWidget(form)
        self.country.setCurrentIndex(max(self.country.findData(region.country), 0))
        self._offer_states()
        self.state.setCurrentIndex(max(self.state.findData(region.state), 0))
        self.country.currentIndexChanged.connect(self._offer_states)
        self.submitted.connect(self._submit)
        self.country.setFocus()

    def _offer_states(self) -> None:
        self.state.clear()
        self.state.addItem(self._texts.tr("The whole country"), "")
        for code, name in states(self.country.currentData() or ""):
            self.state.addItem(name, code)
        self._state_row.setVisible(self.state.count() > 1)

    def _submit(self) -> None:
        self.accept()
        country = self.country.currentData() or ""
        self.chosen.emit(Region(country, (self.state.currentData() or "") if country else ""))
