"""Keys of names say what is seen: compatibility forms as one, signs that show nothing left out.

Names that look alike now were different before and stay: of those the first keeps the key alone,
each other one has a line break and the number of its row behind it, which no name can have.
"""

# ruff: noqa: INP001  # the runner loads steps by file, not as a package
import re
import unicodedata
from typing import Any

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def _key(name: str) -> str:
    before, key = "", name
    while key != before:
        before = key
        folded = unicodedata.normalize("NFKC", key).casefold()
        key = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", folded)).split())
    return key


def _renew(db: Any, table: str, rows: list[tuple[int, str, bool]]) -> None:
    """Give every row (id, name, whether it must be alone with its key) its key."""
    # Old and new keys must not meet on the way.
    db.execute_sql(f"UPDATE {table} SET name_key = char(10) || id")  # noqa: S608
    taken: set[str] = set()
    for row_id, name, alone in rows:
        key = _key(name)
        if alone and key in taken:
            key = f"{key}\n{row_id}"
        if alone:
            taken.add(key)
        db.execute_sql(f"UPDATE {table} SET name_key = ? WHERE id = ?", (key, row_id))  # noqa: S608


def up(_migrator: Any, db: Any) -> None:
    # Those in use before the archived ones: they are the ones that are asked for.
    units = db.execute_sql("SELECT id, name FROM unit ORDER BY archived_at IS NOT NULL, id")
    _renew(db, "unit", [(row[0], row[1], True) for row in units.fetchall()])
    staff = db.execute_sql("SELECT id, name, removed_at IS NULL FROM staff ORDER BY id")
    _renew(db, "staff", [(row[0], row[1], bool(row[2])) for row in staff.fetchall()])
