"""Adds further links with the way back; every way to do so in the window ends here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.names import link_title

if TYPE_CHECKING:
    from app.core.links.link import Link, LinkChoices, LinkKind, Target
    from app.ui.base.context import Context


def add_link(context: Context, kind: LinkKind, target: Target, choices: LinkChoices) -> Link:
    """Add a link and note it in the window's history (UserError)."""
    change = context.services.links.add(kind, target, choices)
    title = link_title(context.texts, change.after)
    context.history.record(change, context.texts.tr("Link “{link}” added", link=title))
    return change.after
