"""The folder of a webspace, as owners type it."""

from __future__ import annotations

from app.core.publishing import faults


def folder_names(folder: str) -> list[str]:
    """Return the names of a folder and of those it lies in, outermost first.

    Raises:
        WebspaceError: it leads out of the webspace, or holds signs that no name has.
    """
    names = [name for name in folder.split("/") if name not in {"", "."}]
    if ".." in names or not folder.isprintable():
        raise faults.folder_missing(folder)
    return names
