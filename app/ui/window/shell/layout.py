"""Where the parts of the window stand."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit.controls.layouts import add_layout


class ShellLayout(QVBoxLayout):
    """The sidebar at the left, the pages beside it below strips and troubles, the status below."""

    def __init__(
        self, shell: QWidget, sidebar: QWidget, trouble: QWidget, pages: QWidget, status: QWidget
    ) -> None:
        super().__init__(shell)
        self._trouble = trouble
        right = self._right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(trouble)
        right.addWidget(pages, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(sidebar)
        add_layout(upper, right, 1)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)
        add_layout(self, upper, 1)
        self.addWidget(status)

    def put_above(self, strip: QWidget) -> None:
        """Let a strip stand above the pages, and above all other strips."""
        self._right.insertWidget(0, strip)

    def put_below_trouble(self, strip: QWidget) -> None:
        """Let a strip stand between what went wrong and the pages."""
        self._right.insertWidget(self._right.indexOf(self._trouble) + 1, strip)
