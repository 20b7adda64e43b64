"""The whole book: the handbook with the guides and the hosters' pages, which have one source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.core.links import guides

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.i18n import Catalogue

_OTHER_LANGUAGE = re.compile(r"\*\[\w+\]\(\w+\.md\)\*\s*")
_HEADING = re.compile(r"^(#+ )", re.MULTILINE)


def book_text(path: Path, texts: Catalogue) -> str:
    """Return the handbook at `path` as Markdown, with a chapter of guides and one of hosters.

    Raises:
        OSError: it cannot be read.
    """
    language = texts.language.key
    guides_head, hosters_head = texts.tr("Guides"), texts.tr("Where the access data stand")
    return "\n\n".join(
        [
            _without_other_language(path.read_text(encoding="utf-8")).rstrip(),
            f"## {guides_head}",
            *_below(guides.text(key, language) for key in guides.guides()),
            f"## {hosters_head}",
            *_below(_pages_of_hosters(language)),
        ]
    )


def _below(pages: Iterable[str]) -> list[str]:
    """Return pages whose headings stand below that of a chapter."""
    return [_HEADING.sub(r"##\1", page).strip() for page in pages]


def _pages_of_hosters(language: str) -> list[str]:
    """Return each page once: some hosters share one."""
    from app.core.publishing.setup.presets import help_text, presets  # noqa: PLC0415  # seldom

    return list(dict.fromkeys(help_text(key, language) for key in presets()))


def _without_other_language(text: str) -> str:
    """Leave out the line that links to the handbook in the other language."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not _OTHER_LANGUAGE.fullmatch(line))
