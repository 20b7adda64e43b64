"""How window and commands alike say how it stands with the webspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.publishing.status import HeldBack
    from app.i18n import Catalogue


def left_pending(texts: Catalogue, count: int) -> str:
    """Say what is not on the webspace yet when the program ends."""
    return texts.trn(
        "{n} calendar is not up to date on the webspace yet. Zimmerfrei sees to that at its next "
        "start.",
        "{n} calendars are not up to date on the webspace yet. Zimmerfrei sees to that at its "
        "next start.",
        count,
    )


def held_back(texts: Catalogue, question: HeldBack, title: str) -> str:
    """Say what is held back, and why; `title` is what its link is called."""
    if question.after == 0:
        return texts.trn(
            "“{title}” on the webspace shows {n} coming stay, and would show none now. Is that "
            "right?",
            "“{title}” on the webspace shows {n} coming stays, and would show none now. Is that "
            "right?",
            question.before,
            title=title,
        )
    return texts.tr(
        "“{title}” on the webspace shows {before} coming stays, and would show only {after} now. "
        "Is that right?",
        title=title,
        before=question.before,
        after=question.after,
    )
