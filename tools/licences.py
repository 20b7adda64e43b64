"""Writes down what the program is made of and under which licences: ``make licences``.

Of each package of requirements.txt name, version and licence come from the lock and from what its
installed distribution says of itself, its texts too; ``tools/licences.toml`` adds what is no
package, or is not said. The result, ``resources/licences``, is part of the program.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "licences"
LOCK = ROOT / "requirements.txt"
ADDED = ROOT / "tools" / "licences.toml"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_TEXT = re.compile(r"^(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
# What the classifiers of packages call their licences, as SPDX does.
_CLASSIFIED = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
}
_HOMES = ("homepage", "source", "source code", "repository", "documentation")


def locked(lock: str) -> dict[str, str]:
    """Return the versions of all packages of a lock, those of other systems too."""
    return dict(_LOCKED.findall(lock))


def collect() -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return all parts, and by name the texts of those that bring their own.

    Raises:
        SystemExit: something about a part is not known.
    """
    added = tomllib.loads(ADDED.read_text("utf-8"))
    versions = locked(LOCK.read_text("utf-8"))
    texts: dict[str, str] = {}
    parts = [_listed(part, versions) for part in added["parts"]]
    for name, version in versions.items():
        parts.append(_package(name, version, added["packages"].get(name, {}), texts))
    for part in parts:
        missing = [key for key in ("licence", "texts") if not part[key]]
        if missing:
            raise SystemExit(f"{part['name']}: say its {' and '.join(missing)} in {ADDED.name}")
    return sorted(parts, key=lambda part: part["name"].casefold()), texts


def _listed(part: Mapping[str, Any], versions: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": part["name"],
        "version": versions.get(part.get("version_of", ""), ""),
        "licence": part["licence"],
        "home": part.get("home", ""),
        "source": part.get("source", ""),
        "replaceable": part.get("replaceable", False),
        "texts": part["texts"],
    }


def _package(
    name: str, version: str, added: Mapping[str, Any], texts: dict[str, str]
) -> dict[str, Any]:
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        # For another system: all that is known stands in the list.
        found = None
    own = list(added.get("texts", []))
    if found is not None and not own:
        texts[name] = "\n\n".join(_own_texts(found))
        own = [name] if texts[name] else []
    said = found.metadata if found is not None else None
    return {
        "name": added.get("name") or (said["Name"] if said is not None else name),
        "version": version,
        "licence": added.get("licence") or (_licence(said) if said is not None else ""),
        "home": added.get("home") or (_home(said) if said is not None else ""),
        "source": added.get("source", ""),
        "replaceable": added.get("replaceable", False),
        "texts": own,
    }


def _own_texts(found: metadata.Distribution) -> Iterator[str]:
    for file in sorted(found.files or [], key=str):
        inside = ".dist-info" in file.parts[0]
        if inside and (_TEXT.match(file.name) or "licenses" in file.parts):
            text = Path(str(file.locate())).read_text("utf-8", errors="replace").strip()
            yield "\n".join(line.rstrip() for line in text.splitlines())


def _licence(said: metadata.PackageMetadata) -> str:
    if "License-Expression" in said:
        return said["License-Expression"]
    for classifier in said.get_all("Classifier") or []:
        *_, last = classifier.split(" :: ")
        if classifier.startswith("License") and last in _CLASSIFIED:
            return _CLASSIFIED[last]
    short = _field(said, "License")
    return short if len(short) <= 60 and "\n" not in short else ""


def _home(said: metadata.PackageMetadata) -> str:
    addresses = {}
    for line in said.get_all("Project-URL") or []:
        label, _, address = line.partition(", ")
        addresses[label.casefold()] = address
    found = (addresses[label] for label in _HOMES if label in addresses)
    return next(found, _field(said, "Home-page"))


def _field(said: metadata.PackageMetadata, name: str) -> str:
    return said[name] if name in said else ""  # noqa: SIM401  # the protocol has no `get`


def listing(parts: list[dict[str, Any]]) -> str:
    """Return the list as it is kept."""
    return json.dumps(parts, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the list and the texts, and take away those that nothing needs any more."""
    parts, texts = collect()
    (FOLDER / "parts.json").write_text(listing(parts), "utf-8", newline="\n")
    for name, text in texts.items():
        path = FOLDER / "texts" / f"{name}.txt"
        path.write_text(f"{text}\n", "utf-8", newline="\n")
    wanted = {f"{name}.txt" for part in parts for name in part["texts"]}
    for path in (FOLDER / "texts").iterdir():
        if path.name not in wanted:
            path.unlink()
    there = {path.name for path in (FOLDER / "texts").iterdir()}
    if lacking := sorted(wanted - there):
        print(f"these texts are missing: {', '.join(lacking)}", file=sys.stderr)
        return 1
    print(f"{len(parts)} parts, {len(there)} texts")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
