from app.ui.page import Page
class SettingsPage(Page):
    def redraw(self, moved): pass
