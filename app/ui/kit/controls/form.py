"""Forms: a label above its field, and under it what is wrong, in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.kit.controls.labels import Label, Role
from app.ui.kit.controls.layouts import insert_layout
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.look.tone import set_style_property


class ErrorLine(QWidget):
    """A sentence that says what is wrong, with a sign; takes no room while all is well."""

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        self._sign = Label(parent=self)
        self._sign.setFixedWidth(14)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label(role=Role.ERROR, wrap=True, name=name, parent=self)
        row.addWidget(self._words, 1)
        current_theme().changed.connect(self._draw)
        self._draw()
        self.hide()

    def set_text(self, text: str | None) -> None:
        """Say what is wrong, or nothing."""
        self._words.setText(text or "")
        self.setVisible(bool(text))

    def text(self) -> str:
        """What is being said."""
        return self._words.text()

    def _draw(self) -> None:
        sign = icons.pixmap("circle-alert", "bad", 14, self.devicePixelRatioF())
        self._sign.setPixmap(sign)


class FormRow(QWidget):
    """A field with its label above and, below, a hint and what is wrong with it."""

    def __init__(
        self, label: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._hint_text = hint
        name = field.objectName()
        self.setObjectName(f"{name}_row" if name else "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.label = Label(label, Role.SMALL, parent=self)
        self.label.setBuddy(field)
        self.label.setVisible(bool(label))
        column.addWidget(self.label)
        column.addWidget(field)
        self.hint = Label(hint, Role.SMALL, wrap=True, parent=self)
        self.hint.setVisible(bool(hint))
        column.addWidget(self.hint)
        self._error = ErrorLine(name=f"{name}_error" if name else "", parent=self)
        column.addWidget(self._error)
        column.addStretch(1)
        if not field.accessibleName():
            field.setAccessibleName(label)
        field.setAccessibleDescription(hint)

    def set_error(self, text: str | None) -> None:
        """Say under the field what is wrong with it, or nothing where all is well."""
        self._error.set_text(text)
        self.hint.setVisible(bool(self._hint_text) and not text)
        self.field.setAccessibleDescription(text or self._hint_text)
        set_style_property(self.field, "invalid", "true" if text else "false")

    def error(self) -> str:
        """What is said to be wrong, empty where nothing is."""
        return self._error.text()

    def set_hint(self, text: str) -> None:
        """Show another hint under the field."""
        self._hint_text = text
        self.hint.setText(text)
        self.hint.setVisible(bool(text) and not self.error())
        if not self.error():
            self.field.setAccessibleDescription(text)


class Form(QWidget):
    """Rows of fields one below the other, or side by side.

    Tab goes through them in the order they were added.
    """

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows: list[FormRow] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.body.addStretch(1)

    def add(self, label: str, field: QWidget, *, hint: str = "") -> FormRow:
        """Add a row of its own."""
        row = FormRow(label, field, hint=hint, parent=self)
        self._rows.append(row)
        self.body.insertWidget(self.body.count() - 1, row)
        return row

    def add_side_by_side(self, *pairs: tuple[str, QWidget]) -> list[FormRow]:
        """Add several rows, given as label and field, beside one another."""
        line = QHBoxLayout()
        line.setSpacing(12)
        rows = [FormRow(label, field, parent=self) for label, field in pairs]
        for row in rows:
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self._rows += rows
        insert_layout(self.body, self.body.count() - 1, line)
        return rows

    def clear_errors(self) -> None:
        """Take all sentences about errors away."""
        for row in self._rows:
            row.set_error(None)

    def focus_first_error(self) -> bool:
        """Put the focus on the first field that is wrong; whether there is one."""
        for row in self._rows:
            if row.error():
                row.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False
