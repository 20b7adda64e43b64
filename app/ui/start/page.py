from app.ui.page import Page
from PySide6.QtCore import Signal
class StartPage(Page):
    house_made = Signal()
    sample_made = Signal()
    def redraw(self, moved): pass
