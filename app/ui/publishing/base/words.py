"""How the window speaks of a webspace and of who can read what lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.links.address import READABILITY_WORDS, Readability, readability
from app.core.publishing.addresses.address_words import about
from app.core.publishing.setup.presets import OTHER, presets
from app.core.publishing.webspace import WebspaceKind, host_name
from app.core.times.ago import ago
from app.core.web_address import readable
from app.ui.kit import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.links.address import LinkAddress
    from app.core.publishing.status import PublishingStatus
    from app.core.publishing.webspace import Webspace
    from app.i18n import Catalogue

TONES = {
    Readability.THIS_PC: Tone.CAREFUL,
    Readability.HOME: Tone.CAREFUL,
    Readability.PUBLIC: Tone.NEUTRAL,
    Readability.UNCHECKED: Tone.NEUTRAL,
    Readability.UPLOADING: Tone.CAREFUL,
    Readability.WAITING: Tone.CAREFUL,
    Readability.CLOSED: Tone.BAD,
    Readability.OUTDATED: Tone.CAREFUL,
    Readability.DOUBTFUL: Tone.CAREFUL,
    Readability.READABLE: Tone.GOOD,
}


def chip(texts: Catalogue, address: LinkAddress, now: datetime) -> tuple[str, Tone]:
    """Return who can read a link, in two or three words."""
    found = readability(address, now)
    return texts.tr(READABILITY_WORDS[found]), TONES[found]


def sentence(texts: Catalogue, address: LinkAddress, now: datetime) -> str:
    """Return who can read a link, and what to do where that is not everybody."""
    found = readability(address, now)
    if found in {Readability.THIS_PC, Readability.HOME}:
        return texts.tr("Google, Airbnb and Booking.com cannot fetch it yet.")
    return about(texts, address, found, checked(texts, address, now))


def checked(texts: Catalogue, address: LinkAddress, now: datetime) -> str:
    """When the address was last read as a stranger would, in words; empty where never."""
    return "" if address.check is None else ago(address.check.at, now, texts)


def where(texts: Catalogue, webspace: Webspace) -> str:
    """Return where a webspace is: "IONOS (access-5.webspace-host.com)"."""
    if webspace.kind is WebspaceKind.FOLDER:
        return texts.tr("the folder {folder}", folder=webspace.folder)
    preset = presets().get(webspace.preset)
    if preset is None or preset.key == OTHER:
        return host_name(webspace)
    return f"{preset.name(texts.language.key)} ({host_name(webspace)})"


def public_host(webspace: Webspace) -> str:
    """Return the name in the public address of what lies there, as owners write it."""
    return urlsplit(readable(webspace.address)).netloc


def standing(texts: Catalogue, status: PublishingStatus, now: datetime) -> tuple[Tone, str]:
    """Return how it stands with the uploads, in one sentence."""
    if status.error is not None:
        told = texts.tell(status.error)
        if status.next_try is not None and status.next_try > now:
            minutes = max(1, round((status.next_try - now).total_seconds() / 60))
            again = texts.trn(
                "It is tried again in {n} minute.", "It is tried again in {n} minutes.", minutes
            )
            told = f"{told} {again}"
        return Tone.BAD, told
    if status.pending:
        return Tone.CAREFUL, texts.trn(
            "{n} calendar is still to be uploaded.",
            "{n} calendars are still to be uploaded.",
            status.pending,
        )
    if status.last_success is None:
        return Tone.NEUTRAL, texts.tr("Nothing was uploaded yet.")
    return Tone.GOOD, texts.tr(
        "All is uploaded, last {when}.", when=ago(status.last_success, now, texts)
    )
