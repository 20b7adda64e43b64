"""What a look at the data and all backups has found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.backups import words

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.services.backups.backups import Checked


def checked_lines(texts: Catalogue, checked: Checked) -> list[tuple[str, str]]:
    """Return what was looked at, and how it is: the data, each backup, the version of SQLite."""
    present = checked.present
    state = words.state(texts, present.soundness)
    held = words.holds(texts, present)
    return [
        (texts.tr("Present data"), " · ".join(filter(None, (state, held)))),
        *((one.backup.name, words.state(texts, one.examined.soundness)) for one in checked.backups),
        ("SQLite", checked.sqlite),
    ]
