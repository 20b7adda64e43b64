"""What window and commands alike say of a house that has been packed, or has arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.backups.words import size
from app.core.links.names import link_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.moving.moves import Arrived, MovedLink, Packed
    from app.i18n import Catalogue


def packed(texts: Catalogue, done: Packed) -> list[str]:
    """Say what was packed, and which of the two computers must be silent now."""
    lines = [
        texts.tr(
            "Everything is packed in {name} ({size}).",
            name=done.path.name,
            size=size(texts, done.size),
        )
    ]
    if not done.protected:
        lines.append(
            texts.tr(
                "The file is not protected: whoever has it can read guests and links. Please "
                "delete it once the house has arrived."
            )
        )
    if done.left_out:
        lines.append(
            texts.tr(
                "Passwords of webspaces and addresses of portals’ calendars are not in it. They "
                "have to be entered anew on the other computer."
            )
        )
    if done.silent:
        lines.append(
            texts.tr(
                "This computer is silent from now on: it serves and uploads no calendar links. "
                "Please unpack the file on the other computer soon."
            )
        )
    else:
        lines.append(
            texts.tr(
                "This computer goes on serving the links. As soon as the file is unpacked on the "
                "other one, only one of the two may do so."
            )
        )
    return lines


def arrived(
    texts: Catalogue, done: Arrived, pasted: Sequence[MovedLink], public_url: str
) -> list[str]:
    """Say what the owner has to do now that the house has arrived.

    Args:
        texts: the owner's language.
        done: what has arrived.
        pasted: the links with another address than before.
        public_url: where a proxy or tunnel answers for this computer, empty where none does.
    """
    lines = []
    if done.saved is not None:
        lines.append(
            texts.tr("What was here before is among the backups: {name}", name=done.saved.name)
        )
    lines.append(_whose_turn(texts, done))
    return [*lines, *_left_behind(texts, done), *_addresses(texts, pasted, public_url)]


def _whose_turn(texts: Catalogue, done: Arrived) -> str:
    """Say which of the two computers must be silent."""
    if done.other_silent:
        return texts.tr(
            "This computer serves the links now. The other one has been silent since it packed; "
            "leave it so."
        )
    return texts.tr(
        "This computer serves the links now. The other one did not fall silent when it packed: "
        "please end Zimmerfrei there and do not start it any more."
    )


def _left_behind(texts: Catalogue, done: Arrived) -> list[str]:
    """Say what did not come along and has to be entered anew."""
    lines = []
    if done.secrets_missing:
        lines.append(
            texts.tr(
                "The password of the webspace did not come along. Please enter it anew, else "
                "nothing is uploaded."
            )
        )
    if done.sources_missing:
        lines.append(
            texts.trn(
                "The address of {n} portal’s calendar did not come along. Please paste it anew "
                "and enable it again.",
                "The addresses of {n} portals’ calendars did not come along. Please paste them "
                "anew and enable them again.",
                done.sources_missing,
            )
        )
    return lines


def _addresses(texts: Catalogue, pasted: Sequence[MovedLink], public_url: str) -> list[str]:
    """Say whether the links keep their addresses; the list of the others follows below."""
    if pasted:
        return [
            texts.trn(
                "{n} link has another address on this computer. Please paste it anew where it is "
                "read:",
                "{n} links have another address on this computer. Please paste them anew where "
                "they are read:",
                len(pasted),
            )
        ]
    lines = []
    if public_url:
        lines.append(
            texts.tr(
                "Your links begin with {url}. Please see that this address leads to this computer "
                "from now on.",
                url=public_url,
            )
        )
    lines.append(texts.tr("All links keep their addresses."))
    return lines


def links(texts: Catalogue, pasted: Sequence[MovedLink]) -> list[tuple[str, str]]:
    """Return of each link that is to be pasted anew its whole name and its address."""
    return [(link_title(texts, one.link), one.now) for one in pasted]
