"""The window: Qt widgets that show services and the server's state.

Nothing here touches SQL, Flask or sockets. Importing this package does not load PySide6.
"""
