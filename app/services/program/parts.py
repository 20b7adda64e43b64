"""What the program is made of, and under which licences: for the owner to read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from app import resources
from app.dataclass import dataclass
from app.services.program.versions import Versions


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the program.

    `version` is empty where it depends on the system. `source` says where the code can be got that
    the licence grants, `replaceable` that the part lies in files of its own, which may be replaced.
    """

    name: str
    version: str
    licence: str
    home: str
    source: str
    replaceable: bool
    texts: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"{self.name} {self.version}".rstrip()


def all_parts(running: Versions) -> list[Part]:
    """Return all parts by name; of some the version is what is `running` here.

    Raises:
        OSError: this installation lacks them.
    """
    own = {"Zimmerfrei": running.program, "Python": running.python, "SQLite": running.sqlite}
    with _folder().joinpath("parts.json").open(encoding="utf-8") as file:
        listed = [Part(**{**one, "texts": tuple(one["texts"])}) for one in json.load(file)]
    return [replace(part, version=own.get(part.name, part.version)) for part in listed]


def licence_text(part: Part) -> str:
    """Return the texts of a part's licences, one below the other."""
    texts = (_folder().joinpath("texts", f"{name}.txt") for name in part.texts)
    return "\n\n\n".join(path.read_text("utf-8").strip() for path in texts)


def _folder() -> Path:
    return resources.path("licences")
