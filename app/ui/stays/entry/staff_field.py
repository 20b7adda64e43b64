"""Choosing the staff member in charge, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from app.core.errors import UserError
from app.ui.kit.floating.popups import ComboBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.services.house.staff import Staff


class StaffField(ComboBox):
    """Nobody, and all staff members by name.

    Somebody who has been removed is offered only as long as they are in charge here.
    """

    def __init__(self, texts: Catalogue, staff: Staff, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("staff")
        self._texts = texts
        self._staff = staff
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.read()

    def staff_id(self) -> int | None:
        """Who is chosen, None for nobody."""
        chosen: int | None = self.currentData()
        return chosen

    def choose(self, staff_id: int | None) -> None:
        """Choose somebody, or nobody (None)."""
        if self._place(staff_id) < 0 and staff_id is not None:
            self.addItem(self._removed(staff_id), staff_id)
        self.setCurrentIndex(self._place(staff_id))

    def read(self) -> None:
        """Read again who there is; who is chosen stays."""
        chosen = self.staff_id()
        self.clear()
        self.addItem(self._texts.tr("nobody"), None)
        for member in self._staff.all():
            self.addItem(member.name, member.id)
        self.choose(chosen)

    def offers(self) -> bool:
        """Whether there is anybody to choose."""
        return self.count() > 1

    def _place(self, staff_id: int | None) -> int:
        return next((at for at in range(self.count()) if self.itemData(at) == staff_id), -1)

    def _removed(self, staff_id: int) -> str:
        try:
            name = self._staff.get(staff_id).name
        except UserError:
            name = str(staff_id)
        return self._texts.tr("{name} (removed)", name=name)
