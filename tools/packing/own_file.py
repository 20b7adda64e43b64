"""Run first in a bundle on Linux: its code is read from the very file that was started.

An upgrade puts another file in its place while the program runs on, and modules that are first
needed afterwards would be looked for there, at places that are no longer theirs.
"""

import sys

if sys.platform == "linux":
    # Of PyInstaller, and only in a bundle.
    import pyimod02_importers  # type: ignore[import-not-found]

    pyimod02_importers.pyz_archive._filename = "/proc/self/exe"  # noqa: SLF001  # no way but this
