"""Which links a change of the address breaks, said before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.reach import base_url
from app.core.readers.agents import ReaderName
from app.core.settings import Settings
from app.core.web_address import readable
from app.dataclass import dataclass
from app.ui.settings.access_form import is_open

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.services.links.links import Links
    from app.services.links.readers import Readers

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Consequences:
    """What becomes of the links that are enabled.

    `links` are names, each once; `readers` who has read any of them lately; `silent` tells that
    the server listens elsewhere from then on, so that nobody is answered at the old place.
    """

    links: tuple[str, ...]
    readers: tuple[ReaderName, ...]
    old_base: str
    new_base: str
    silent: bool
    proxied: bool

    def __bool__(self) -> bool:
        return bool(self.links) and (self.silent or self.old_base != self.new_base)

    def in_words(self, texts: Catalogue) -> str:
        """Put it into words, a paragraph for each thing."""
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
        return "\n\n".join(parts)

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
    links: Links, readers: Readers, before: Settings, after: Settings, house_address: str
) -> Consequences:
    """Find out what a change from `before` to `after` does to the links that are enabled."""
    enabled = [link for link in links.all() if link.enabled]
    return Consequences(
        links=tuple(dict.fromkeys(link.label or link.subject for link in enabled)),
        readers=tuple(read.who for read in readers.lately()),
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
