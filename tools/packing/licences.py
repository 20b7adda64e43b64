"""Under which terms the parts of a bundle are given away, as a Debian package says it.

What the program itself lists (`make licences`), and what a bundle takes of the system it was built
on.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from app.services.program.parts import Part, licence_text

_OTHERS: Final = (
    "Zimmerfrei brings these parts along, each under the terms that follow its name. Qt and "
    "PySide6 lie in the program's folder as files of their own, which may be exchanged."
)


class SystemPart(NamedTuple):
    """A Debian package of which the bundle has files. `terms` is its own copyright file."""

    name: str
    terms: str


def debian_parts(sources: Iterable[Path]) -> Iterator[SystemPart]:
    """Yield the Debian packages that files of this system come from, each once."""
    names = set()
    for source in sources:
        # The same file under both names, since /lib became a link to /usr/lib.
        whole = str(source.resolve())
        names |= {str(source), whole, whole.removeprefix("/usr")}
    if not names:
        return
    owned = subprocess.run(
        ["dpkg-query", "--search", *sorted(names)], capture_output=True, text=True, check=False
    ).stdout
    for package in sorted({line.partition(":")[0] for line in owned.splitlines()}):
        terms = Path("/usr/share/doc", package, "copyright")
        yield SystemPart(package, terms.read_text("utf-8", errors="replace"))


def copyright_text(own: str, parts: Iterable[Part], system: Iterable[SystemPart]) -> str:
    """Return the whole text: our own terms, then everybody else's; the same words only once.

    Args:
        own: our terms.
        parts: what the program lists.
        system: what else a bundle has.
    """
    written = [own.rstrip(), _OTHERS]
    told: dict[str, str] = {}
    for part in parts:
        facts = [f"Licence: {part.licence}", part.home, part.source]
        text = licence_text(part).strip()
        if text in told:
            facts.append(f"Its text stands above, at {told[text]}.")
        body = ["\n".join(filter(None, facts))]
        if text and text not in told:
            told[text] = part.title
            body.append(text)
        written.append(_section(part.title, body))
    written += [_section(one.name, [one.terms.strip()]) for one in system]
    return "\n\n".join(written) + "\n"


def _section(title: str, body: Iterable[str]) -> str:
    line = "=" * len(title)
    return "\n\n".join((f"{line}\n{title}\n{line}", *body))
