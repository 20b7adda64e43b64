"""What the bundle of ``build_installer.spec`` starts with: the program, in the owner's environment.

The bundle's loader points every program at the bundle's own libraries, which on Linux all that the
window opens would inherit: the browser for "Zu Google Kalender", the file manager, the reader of
the handbook. They would load libraries that do not belong to them, and some would not start.
"""

import os
import sys
from collections.abc import MutableMapping

# Set for this process alone, which has read them by now or finds its parts without them.
_OURS = ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")


def give_back(environ: MutableMapping[str, str]) -> None:
    """Make of a bundle's environment the one that it was started in."""
    for name in _OURS:
        environ.pop(name, None)
        # Where there was one before, the loader has kept it under this name.
        before = environ.pop(f"{name}_ORIG", None)
        if before:
            environ[name] = before


def refuse_faulty_sqlite(version: tuple[int, ...] | None = None) -> None:
    """End the build of a bundle whose SQLite, by default this Python's, may lose changes."""
    import sqlite3  # noqa: PLC0415  # not at each start of the bundle, which has been asked

    from app.storage.engine.sqlite import has_wal_reset_fault  # noqa: PLC0415

    version = version or sqlite3.sqlite_version_info
    if has_wal_reset_fault(version):
        raise SystemExit(
            f"This Python has SQLite {'.'.join(map(str, version))}, whose log may lose changes. "
            "Please build with a Python that has SQLite 3.51.3 or newer, 3.50.7 or 3.44.6."
        )


if __name__ == "__main__":
    if sys.platform == "linux":
        give_back(os.environ)
    from app.cli import main

    main()
