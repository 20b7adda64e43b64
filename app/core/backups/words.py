"""How window and commands alike speak of backups, and of what would be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.backups.copies import KIND_LABELS, RHYTHM_LABELS, SOUNDNESS_LABELS
from app.core.portals import portal_name
from app.core.stays.occupancy import title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.backups.copies import (
        Backup,
        Contents,
        Examined,
        KnownLink,
        KnownStay,
        Missing,
        Rhythm,
        Since,
        Soundness,
    )
    from app.i18n import Catalogue

_KILO = 1024


def contents(texts: Catalogue, held: Contents) -> str:
    """Say how much there is: "4 units · 61 occupancies · 7 links"."""
    return " · ".join(
        (
            texts.trn("{n} unit", "{n} units", held.units),
            texts.trn("{n} occupancy", "{n} occupancies", held.occupancies),
            texts.trn("{n} link", "{n} links", held.links),
        )
    )


def holds(texts: Catalogue, examined: Examined) -> str:
    """Say how much a file holds; nothing where it is not sound."""
    return contents(texts, examined.snapshot.contents) if examined.sound else ""


def kind(texts: Catalogue, backup: Backup, rhythm: Rhythm | None) -> str:
    """Say why a backup was made, or as what a daily one is kept."""
    return texts.tr(KIND_LABELS[backup.kind] if rhythm is None else RHYTHM_LABELS[rhythm])


def state(texts: Catalogue, soundness: Soundness) -> str:
    """Say what a look at it has found."""
    return texts.tr(SOUNDNESS_LABELS[soundness])


def size(texts: Catalogue, count: int) -> str:
    """Say how large a file is: "160 KB", "1,4 MB"."""
    if count < _KILO**2:
        return f"{texts.number(max(1, round(count / _KILO)))} KB"
    whole, tenth = divmod(round(count / _KILO**2 * 10), 10)
    return texts.tr("{whole}.{tenth} MB", whole=texts.number(whole), tenth=tenth)


def lost(texts: Catalogue, missing: Missing) -> str:
    """Say how much would be missing: "2 occupancies, 1 link"; empty where nothing would."""
    parts = (
        texts.trn("{n} unit", "{n} units", len(missing.units)) if missing.units else "",
        texts.trn("{n} occupancy", "{n} occupancies", len(missing.stays)) if missing.stays else "",
        texts.trn("{n} link", "{n} links", len(missing.links)) if missing.links else "",
    )
    return ", ".join(filter(None, parts))


def changed(texts: Catalogue, missing: Missing) -> str:
    """Say how many occupancies would be as they were then; empty where none."""
    if not missing.changed:
        return ""
    return texts.trn(
        "{n} occupancy is as it was then.",
        "{n} occupancies are as they were then.",
        missing.changed,
    )


def named(texts: Catalogue, missing: Missing) -> Iterator[str]:
    """Name what would be missing, one by one: units, stays by arrival, links."""
    yield from missing.units
    for known in missing.stays:
        yield _stay(texts, known)
    for link in missing.links:
        yield _link(texts, link)


def _stay(texts: Catalogue, known: KnownStay) -> str:
    said = title(known.stay)
    return texts.tr(
        "{who}, {unit}, {days}",
        who=known.stay.guest or texts.tr(said.text, **said.values),
        unit=known.unit,
        days=texts.day_range(known.stay.arrival, known.stay.departure),
    )


def _link(texts: Catalogue, link: KnownLink) -> str:
    subject = link.subject or texts.tr("the whole house")
    name = link.label or (portal_name(link.portal) if link.portal else "")
    if name:
        return texts.tr("link “{link}” of {subject}", link=name, subject=subject)
    return texts.tr("link of {subject}", subject=subject)


def until_gone(texts: Catalogue, since: Since) -> str:
    """Say until when backups hold what is here no more; in one or two sentences."""
    sentences = []
    if since.gone_on is not None:
        sentences.append(
            texts.tr(
                "The daily backups hold it as well; used on each day, the last of these is gone "
                "by {day}.",
                day=texts.day(since.gone_on),
            )
        )
    if since.others:
        sentences.append(
            texts.trn(
                "{n} further backup, made by hand or before a change, holds it until you delete "
                "its file.",
                "{n} further backups, made by hand or before a change, hold it until you delete "
                "their files.",
                since.others,
            )
        )
    return " ".join(sentences) or texts.tr("No backup holds it.")
