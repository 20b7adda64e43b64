"""Under which terms the parts of a bundle are given away, as a Debian package says it."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import NamedTuple

_TEXT = re.compile(r"(^|/)(licen[cs]es?|copying|notice)[^/]*(/|$)", re.IGNORECASE)


class Part(NamedTuple):
    """Something that others made. `terms` are their own words, one text for each file of theirs."""

    name: str
    terms: tuple[str, ...]


def python_parts(lock: str) -> Iterator[Part]:
    """Yield the packages of a lock file that are installed here.

    What the lock holds for other systems is not.
    """
    for name in re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE):
        try:
            found = distribution(name)
        except ModuleNotFoundError:
            continue
        yield Part(f"{found.name} {found.version}", tuple(_terms(found)))
    own = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    terms = own.read_text("utf-8") if own.exists() else "PSF-2.0: https://docs.python.org/license"
    yield Part(f"Python {sysconfig.get_python_version()}", (terms,))


def _terms(found: Distribution) -> Iterator[str]:
    for field in ("License-Expression", "License", "Classifier"):
        if said := found.metadata.get_all(field):
            yield "\n".join(said)
            break
    for file in found.files or []:
        if _TEXT.search(str(file)) and file.suffix not in {".py", ".pyc"}:
            yield file.locate().read_text(encoding="utf-8", errors="replace")  # type: ignore[attr-defined]


def debian_parts(sources: Iterable[Path]) -> Iterator[Part]:
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
        yield Part(package, (terms.read_text("utf-8", errors="replace"),))


def copyright_text(own: str, parts: Iterable[Part]) -> str:
    """Return the whole text: our own terms, then everybody else's, by name."""
    others = sorted(set(parts), key=lambda part: part.name.casefold())
    written = [own.rstrip()]
    written.append(
        "Zimmerfrei brings these parts along, each under the terms that follow its name. Qt and "
        "PySide6 are used under the LGPL 3, whose text is in /usr/share/common-licenses/LGPL-3 and "
        "https://www.gnu.org/licenses/lgpl-3.0.html; their sources are at https://download.qt.io. "
        "They lie in the program's folder as files of their own, which may be exchanged. SQLite "
        "is in the public domain."
    )
    for part in others:
        line = "=" * len(part.name)
        terms = "\n\n".join(text.strip() for text in part.terms if text.strip())
        written.append(f"{line}\n{part.name}\n{line}\n\n{terms}")
    return "\n\n".join(written) + "\n"
