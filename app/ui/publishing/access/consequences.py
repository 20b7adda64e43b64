"""Which links a change of the address breaks, said before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.reach import base_url
from app.core.readers.agents import ReaderName
from app.core.settings import Settings
from app.core.web_address import readable
from app.dataclass import dataclass
from app.ui.publishing.access.form import is_open

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.services.services import Services

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Consequences:
    """What becomes of the links that are enabled and that the program itself answers.

    `links` are names, each once; `readers` who has read any of them lately; `silent` tells that
    the server listens elsewhere from then on, so that nobody is answered at the old place. `still`
    are who reads here lately although the link is on the webspace by now, whose address stays.
    """

    links: tuple[str, ...]
    readers: tuple[ReaderName, ...]
    old_base: str
    new_base: str
    silent: bool
    proxied: bool
    still: tuple[ReaderName, ...] = ()

    def __bool__(self) -> bool:
        if self.links:
            return self.silent or self.old_base != self.new_base
        return bool(self.still) and self.silent

    def in_words(self, texts: Catalogue) -> str:
        """Put it into words, a paragraph for each thing."""
        parts = [*self._of_links(texts)] if self.links else []
        if self.still and self.silent:
            called = dict.fromkeys(reader.text(texts) for reader in self.still)
            parts.append(
                texts.tr(
                    "The links on your webspace stay as they are. But {readers} still read the old "
                    "address on this computer and get nothing any more. Please enter the new "
                    "address there.",
                    readers=_listed(tuple(called), texts),
                )
            )
        return "\n\n".join(parts)

    def _of_links(self, texts: Catalogue) -> list[str]:
        parts = [self._what_happens(texts)]
        parts.append(texts.tr("Links: {names}", names=_listed(self.links, texts)))
        if self.readers:
            called = dict.fromkeys(reader.text(texts) for reader in self.readers)
            names = _listed(tuple(called), texts)
            parts.append(
                texts.tr(
                    "Read lately by: {readers}. Please enter the new address there.", readers=names
                )
                if self.old_base != self.new_base
                else texts.tr("Read lately by: {readers}", readers=names)
            )
        return parts

    def _what_happens(self, texts: Catalogue) -> str:
        count = len(self.links)
        if self.old_base == self.new_base:
            return texts.tr(
                "The addresses stay as they are, but Zimmerfrei listens at another place: until "
                "your tunnel or proxy forwards to the new one, nobody can read the links."
            )
        changes = texts.trn(
            "The address of {n} enabled link changes: it begins with {new} instead of {old}.",
            "The addresses of {n} enabled links change: they begin with {new} instead of {old}.",
            count,
            new=readable(self.new_base),
            old=readable(self.old_base),
        )
        if self.silent:
            rest = texts.tr("Nobody is answered at the old address any more.")
        elif self.proxied:
            rest = texts.tr(
                "The old address is answered for as long as your tunnel or proxy forwards it."
            )
        else:
            rest = texts.tr("The old address is still answered on this computer.")
        return f"{changes} {rest}"


def consequences(
    services: Services, before: Settings, after: Settings, house_address: str
) -> Consequences:
    """Find out what a change from `before` to `after` does to the links that are enabled."""
    book = services.addresses.book()
    enabled = [link for link in services.links.all() if link.enabled]
    here = [link for link in enabled if not book.on_webspace(link)]
    there = {link.id: book.of(link) for link in enabled if book.on_webspace(link)}
    still = services.readers.lately(list(there)) if there else []
    return Consequences(
        links=tuple(dict.fromkeys(link.label or link.subject for link in here)),
        readers=tuple(read.who for read in services.readers.lately([link.id for link in here])),
        still=tuple(
            read.who for read in still if there[read.fetch.link_id].reads_old_address(read.fetch.at)
        ),
        old_base=base_url(before, house_address),
        new_base=base_url(after, house_address),
        silent=before.port != after.port or not _covers(after.host, before.host),
        proxied=bool(before.public_url),
    )


def _covers(host: str, other: str) -> bool:
    """Whether a server on `host` answers those who reach one on `other`."""
    if host == other:
        return True
    everywhere = host in {"0.0.0.0", "::"}  # noqa: S104  # compared, not bound
    return everywhere or (not is_open(host) and not is_open(other))


def _listed(names: tuple[str, ...], texts: Catalogue) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    if more <= 0:
        return shown
    return texts.trn("{names} and {n} more", "{names} and {n} more", more, names=shown)
