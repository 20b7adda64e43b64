"""The texts of a report: what runs here, how it is set, what a check says."""

from __future__ import annotations

import locale
import os
import ssl
import sys
import time
from collections import Counter
from importlib import metadata
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.portals import portal_name, portals
from app.core.settings import HOME_NETWORK, THIS_PC_ONLY, Settings
from app.services.data_folder.unsafe_place import unsafe_place
from app.services.diagnostics.checked import checked_lines
from app.services.program.versions import versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.core.importing.source import Source
    from app.i18n import Catalogue
    from app.services.backups.backups import Backups
    from app.services.data_folder.folder import DataFolder
    from app.services.services import Services

_OF_WINDOW = ("window/page", "window/appearance", "window/on_close")
_OURS = (
    "zimmerfrei.*",
    "window.ini",
    "*.lock",
    "backups/zimmerfrei-*.db",
    "logs/zimmerfrei.log*",
    "logs/*.lock",
)
_KB = 1000


def versions_text(texts: Catalogue) -> str:
    """Say what runs here."""
    found = versions()
    rows = [
        ("Zimmerfrei", found.program),
        (texts.tr("Released"), texts.day(found.released)),
        ("Python", f"{found.python} ({sys.implementation.name})"),
        ("SQLite", found.sqlite),
        ("OpenSSL", ssl.OPENSSL_VERSION),
        ("PySide6", _version("PySide6-Essentials")),
        (texts.tr("System"), found.system),
        (texts.tr("Installed as"), _installed_as(texts)),
        (texts.tr("Language of the system"), ".".join(filter(None, locale.getlocale()))),
        (texts.tr("Time zone"), time.strftime("%z")),
        (texts.tr("Processors"), str(os.cpu_count() or "?")),
    ]
    return _rows(rows)


def settings_text(
    texts: Catalogue,
    folder: DataFolder,
    services: Services | None,
    trouble: UserError | None = None,
) -> str:
    """Say how the program is set and how much there is, in numbers; no name, no address."""
    parts = [_rows(_of_window(texts, folder))]
    if trouble is not None:
        # Without its values, which may name something.
        parts.insert(0, texts.tr("The data cannot be opened:") + f" {trouble.message}")
    if services is not None:
        parts.insert(0, _rows(_of_settings(texts, services)))
        parts.insert(1, _rows(_of_house(texts, services)))
    parts.append(_rows(_of_folder(texts, folder)))
    return "\n\n".join(filter(None, parts))


def check_text(texts: Catalogue, backups: Backups) -> str:
    """Say what a look at the data and all backups finds."""
    try:
        return _rows(checked_lines(texts, backups.check()))
    except UserError as error:
        return texts.tell(error)


def _of_settings(texts: Catalogue, services: Services) -> Iterator[tuple[str, str]]:
    settings, usual = services.settings.get(), Settings()
    host = {
        THIS_PC_ONLY: texts.tr("this computer only"),
        HOME_NETWORK: texts.tr("home network"),
    }.get(settings.host, texts.tr("another one"))
    yield "host", host
    yield "port", str(settings.port)
    yield "language", settings.language
    for key in ("public_url", "trusted_proxy", "help_email"):
        yield key, _whether(texts, bool(getattr(settings, key)))
    changed = settings.feed_agent != usual.feed_agent
    yield "feed_agent", texts.tr("changed") if changed else texts.tr("as usual")
    login = services.login_start
    if login is not None:
        yield texts.tr("Start with the computer"), texts.tr("on") if login.on() else texts.tr("off")


def _of_house(texts: Catalogue, services: Services) -> Iterator[tuple[str, str]]:
    units = services.units.all(archived=True)
    links = services.links.all()
    yield texts.tr("Units"), str(len(units))
    yield texts.tr("Archived units"), str(sum(unit.archived for unit in units))
    yield texts.tr("Occupancies"), str(len(services.occupancies.all()))
    yield texts.tr("Links"), str(len(links))
    yield texts.tr("Enabled links"), str(sum(link.enabled for link in links))
    yield texts.tr("Staff members"), str(len(services.staff.all()))
    yield texts.tr("Portals that are read"), _portals(services.sources.all())
    status = services.publishing.status()
    webspace = status.webspace
    yield texts.tr("Webspace"), "–" if webspace is None else webspace.kind.value
    if webspace is not None:
        yield texts.tr("Waiting for it"), str(status.pending)
        if status.error is not None:
            yield texts.tr("Last fault"), status.error.message


def _portals(sources: Iterable[Source]) -> str:
    counted = Counter(
        portal_name(source.portal) if source.portal in portals() else "?" for source in sources
    )
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items())) or "–"


def _of_window(texts: Catalogue, folder: DataFolder) -> Iterator[tuple[str, str]]:
    """Yield what the window has noted of itself, as far as it names nothing."""
    try:
        lines = folder.window_ini.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return
    section = ""
    for line in lines:
        if line.startswith("["):
            section = line.strip("[]")
            continue
        key, _, value = line.partition("=")
        if f"{section}/{key}" in _OF_WINDOW:
            yield texts.tr("Window: {what}", what=key), value


def _of_folder(texts: Catalogue, folder: DataFolder) -> Iterator[tuple[str, str]]:
    """Yield our own files and how large they are; others are nobody's business."""
    place = unsafe_place(folder)
    if place is not None:
        yield texts.tr("Data folder lies in"), place.value
    for path in sorted({path for pattern in _OURS for path in folder.path.glob(pattern)}):
        try:
            size = path.stat().st_size
        except OSError:
            continue
        yield path.relative_to(folder.path).as_posix(), f"{-(-size // _KB)} kB"


def _installed_as(texts: Catalogue) -> str:
    return texts.tr("bundle") if getattr(sys, "frozen", False) else texts.tr("Python package")


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "–"


def _whether(texts: Catalogue, given: bool) -> str:
    return texts.tr("given") if given else "–"


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    found = list(rows)
    room = max((len(name) for name, _ in found), default=0)
    return "\n".join(f"{name:<{room}}  {value}" for name, value in found)
