"""What moving a house needs to know of a data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Place(Protocol):
    """A data folder; ``app.services.data_folder.folder.DataFolder`` is one."""

    @property
    def path(self) -> Path: ...

    @property
    def database(self) -> Path: ...

    @property
    def window_ini(self) -> Path: ...

    def make(self) -> object: ...

    def note_new(self) -> None: ...
