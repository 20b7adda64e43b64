"""What stands around every page: the window itself, sidebar, status line, messages, tray."""
