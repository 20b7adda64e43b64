"""Where a house lies, as far as it matters to one that moves."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Place(Protocol):
    """``app.services.data_folder.folder.DataFolder``."""

    @property
    def path(self) -> Path: ...

    @property
    def database(self) -> Path: ...

    @property
    def window_ini(self) -> Path: ...

    def make(self) -> object: ...

    def note_new(self) -> None: ...
