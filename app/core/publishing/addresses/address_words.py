"""What is said of a link's address: who can read it there, and what is to be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.address import TO_MEND, Check, Readability
from app.core.publishing.outside.problems import sentence

if TYPE_CHECKING:
    from app.core.links.address import LinkAddress
    from app.i18n import Catalogue


def about(texts: Catalogue, address: LinkAddress, found: Readability, when: str) -> str:
    """Return a sentence on an address that the whole internet knows, or a webspace.

    Args:
        texts: the language.
        address: the address.
        found: what can be said of it.
        when: when it was last read from outside, in words.
    """
    tr = texts.tr
    known = found in TO_MEND or found is Readability.READABLE
    if known and address.check is not None and address.check.problem:
        return problem_words(texts, address.check)
    match found:
        case Readability.UPLOADING:
            return tr(
                "The newest calendar is on its way to {host}. Until it is there, the one from "
                "before stands there, or none yet.",
                host=address.host,
            )
        case Readability.WAITING:
            return _waiting(texts, address)
        case Readability.READABLE:
            return tr(
                "Checked at {host} {when}: everybody gets exactly the newest calendar.",
                host=address.host,
                when=when,
            )
        case Readability.UNCHECKED:
            return tr(
                "It lies on {host}. Whether everybody can read it there was not checked lately.",
                host=address.host,
            )
        case _:
            return tr("Public address {host}, not checked from outside.", host=address.host)


def _waiting(texts: Catalogue, address: LinkAddress) -> str:
    if address.put_last is not None:
        return texts.tr(
            "Nothing new could be put on {host} since {when}; it is tried again by itself, and "
            "nothing is lost. Until then the calendar from before stands there.",
            host=address.host,
            when=texts.moment(address.put_last),
        )
    return texts.tr(
        "The newest calendar could not be put on {host}; it is tried again by itself. "
        "Until then the one from before stands there, or none yet.",
        host=address.host,
    )


def readers_unknown(texts: Catalogue, address: LinkAddress) -> str:
    """Say that nobody can say who reads a link there; empty where the program knows."""
    if address.knows_readers:
        return ""
    return texts.tr(
        "Who reads it on {host} nobody can say: a webspace does not tell.", host=address.host
    )


def problem_words(texts: Catalogue, check: Check) -> str:
    """Say what was found amiss, and what is to be done about it."""
    told = sentence(check)
    return texts.tr(told.text, **told.values)
