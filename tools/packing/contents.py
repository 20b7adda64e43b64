"""What belongs in a bundle, and what only got there because Qt might want it on some machine.

PyInstaller takes along whatever a part could ask for. A window of widgets needs of that: two ways
to a screen, its icons, its languages. Rules only name what stays or goes; `without_ballast` then
drops the libraries that nobody needs any more. Places are those in the bundle, with slashes.
"""

from __future__ import annotations

import importlib.util
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

EXCLUDED_MODULES: Final = (
    # Neither tests nor tools belong to the program.
    *("babel", "curses", "hypothesis", "mypy", "numpy.f2py", "pytest", "readline", "setuptools"),
    *("click.testing", "pydoc_data", "tkinter", "unittest"),
    # Plots throw no dice, and the rest of mathematics is not theirs either.
    *("numpy.conftest", "numpy.fft", "numpy.lib.recfunctions", "numpy.ma", "numpy.polynomial"),
    *("numpy.random", "numpy.testing"),
    # What pyqtgraph uses where it is told to; see `no_opengl`. Their bindings are 10 MB.
    *("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest"),
    *("pyqtgraph.console", "pyqtgraph.examples", "pyqtgraph.jupyter", "pyqtgraph.opengl"),
    *("pyqtgraph.canvas", "pyqtgraph.flowchart"),
    # The holidays of stock exchanges.
    "holidays.financial",
)

_PLUGINS: Final[Mapping[str, frozenset[str]]] = {
    # One screen for each system; `offscreen` prints without any.
    "platforms": frozenset({"cocoa", "offscreen", "wayland", "windows", "xcb"}),
    "iconengines": frozenset({"svgicon"}),
    "imageformats": frozenset({"icns", "ico", "svg"}),
    "platforminputcontexts": frozenset(
        {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}
    ),
    "platformthemes": frozenset({"xdgdesktopportal"}),
    "printsupport": frozenset({"cupsprintersupport"}),
    "styles": frozenset({"macstyle", "modernwindowsstyle"}),
    "wayland-decoration-client": frozenset({"adwaita", "bradient"}),
    "wayland-shell-integration": frozenset({"xdg-shell"}),
}
"""Of Qt's plugins, by folder, those that stay. Left out are screens of machines without a desktop,
the GTK theme, what draws by graphics cards, and networks: the program has its own ways there."""

_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/([^/]+)/(?:lib)?q?([^/]+)\.\w+$")
_TRANSLATION = re.compile(r"PySide6/(?:Qt/)?translations/(\w+?)_(.+)\.qm$")
_HOLIDAY_TEXTS = re.compile(r"holidays/locale/([^/]+)/")
_DROPPED: Final = re.compile(
    # Draws in three dimensions where there is no graphics card (Windows), 20 MB.
    r"(?:.*/)?(?:opengl32sw|d3dcompiler_\w+)\.dll$"
    # Printing and what speaks to other programs are the system's, and kept safe by its updates; so
    # is C++, of which graphics drivers may want a newer one than ours.
    r"|lib(?:cups|dbus-1|gcc_s|stdc\+\+)\.so.*$"
    # What installers have noted of themselves, and pictures of a library's own tools.
    r"|.*\.dist-info/(?:INSTALLER|RECORD|REQUESTED|WHEEL|sboms/.*)$"
    r"|pyqtgraph/(?:icons|colors)/.*$"
    # What translations are made of, half a megabyte.
    r"|.*/LC_MESSAGES/.*\.pot?$"
)
_SYSTEM_LIBRARY = re.compile(
    r"(?:PySide6/(?:Qt/lib/)?|numpy\.libs/)?[^/]+(?:\.so(?:\.[\w.]+)?|\.dylib|\.dll)$"
)
# Python itself, and what its parts on Windows begin with.
_IN_ANY_CASE = re.compile(r"(?:lib)?python3|vcruntime|msvcp")


class Piece(NamedTuple):
    """A file of the bundle, as PyInstaller lists it.

    Of a link (``SYMLINK``) the source is what it points to, seen from its own folder.
    """

    place: str
    source: str
    kind: str

    @property
    def where(self) -> str:
        return self.place.replace("\\", "/")


def is_included(module: str) -> bool:
    """Tell whether a module belongs in a bundle."""
    return not any(module == one or module.startswith(f"{one}.") for one in EXCLUDED_MODULES)


def modules_of(package: str) -> list[str]:
    """Return the names of a package and all modules below it that belong in a bundle.

    Found by their files: PyInstaller would import them, each in a process of its own.
    """
    found = importlib.util.find_spec(package)
    names = {package}
    for root in found.submodule_search_locations or () if found else ():
        for file in Path(root).rglob("*.py"):
            parts = file.relative_to(root).with_suffix("").parts
            inside = parts[:-1] if parts[-1] == "__init__" else parts
            if all(part.isidentifier() for part in inside):
                names.add(".".join((package, *inside)))
    return sorted(name for name in names if is_included(name))


def wanted(place: str, languages: Iterable[str]) -> bool:
    """Tell whether a file belongs in the bundle of a window that speaks these languages."""
    if plugin := _PLUGIN.match(place):
        return plugin[2] in _PLUGINS.get(plugin[1], ())
    if translation := _TRANSLATION.match(place):
        return translation[1] == "qtbase" and translation[2] in languages
    if texts := _HOLIDAY_TEXTS.match(place):
        return texts[1].split("_")[0] in languages
    return not _DROPPED.match(place)


def without_ballast(
    pieces: Iterable[Piece], languages: Iterable[str], needed_by: Callable[[str], Iterable[str]]
) -> list[Piece]:
    """Return the pieces that belong in the bundle.

    Args:
        pieces: all that PyInstaller has found.
        languages: those of the window.
        needed_by: the names or paths of the libraries that the library at a path asks for.
    """
    spoken = frozenset(languages)
    kept = [piece for piece in pieces if wanted(piece.where, spoken)]
    libraries = {_name(piece): piece for piece in kept if _is_plain_library(piece)}
    libraries |= _by_links(kept, libraries)
    waiting = [piece for piece in kept if _is_code(piece) and not _is_plain_library(piece)]
    # These are asked for by the program itself, which is no piece yet.
    waiting += [piece for name, piece in libraries.items() if _IN_ANY_CASE.match(name)]
    reached = {_name(piece) for piece in waiting}
    while waiting:
        for asked in needed_by(waiting.pop().source):
            # macOS asks by paths: @rpath/libssl.3.dylib.
            found = libraries.get(PurePosixPath(asked).name.casefold())
            if found and _name(found) not in reached:
                reached.add(_name(found))
                waiting.append(found)
    kept = [piece for piece in kept if not _is_plain_library(piece) or _name(piece) in reached]
    return _without_dangling_links(kept)


def _name(piece: Piece) -> str:
    """The name by which a library is asked for; Windows minds no capitals."""
    return PurePosixPath(piece.where).name.casefold()


def _is_code(piece: Piece) -> bool:
    return piece.kind in {"BINARY", "EXTENSION"}


def _is_plain_library(piece: Piece) -> bool:
    """Tell whether a piece is there only because others ask for it by its name."""
    return piece.kind == "BINARY" and _SYSTEM_LIBRARY.match(piece.where) is not None


def _by_links(pieces: Iterable[Piece], libraries: Mapping[str, Piece]) -> dict[str, Piece]:
    """Return the libraries that are asked for by the name of a link, which is not their own."""
    links = _links(pieces)
    places = {piece.where: piece for piece in libraries.values()}
    ends = {PurePosixPath(link).name.casefold(): _end(link, links) for link in links}
    return {
        name: places[end] for name, end in ends.items() if name not in libraries and end in places
    }


def _without_dangling_links(pieces: list[Piece]) -> list[Piece]:
    links = _links(pieces)
    there = {piece.where for piece in pieces if piece.where not in links}
    # The frameworks of macOS have links to folders as well.
    there |= {str(folder) for place in there for folder in PurePosixPath(place).parents}
    return [
        piece for piece in pieces if piece.where not in links or _end(piece.where, links) in there
    ]


def _links(pieces: Iterable[Piece]) -> dict[str, str]:
    """Return the places that links point to, by the places of the links."""
    return {
        piece.where: posixpath.normpath(
            posixpath.join(posixpath.dirname(piece.where), piece.source.replace("\\", "/"))
        )
        for piece in pieces
        if piece.kind == "SYMLINK"
    }


def _end(place: str, links: Mapping[str, str]) -> str:
    """Return where a path leads to that goes through these links."""
    # Once for each of them at the most, unless they go round in a ring.
    for _ in links:
        upwards = (place, *map(str, PurePosixPath(place).parents))
        link = next((each for each in upwards if each in links), None)
        if link is None:
            break
        place = posixpath.normpath(links[link] + place.removeprefix(link))
    return place
