"""Phone, e-mail, arrival time, children and pets of an occupancy, as columns of their own.

What stands in `contact` is moved where it can be told for certain what it is: one e-mail address,
one telephone number, with commas, semicolons, bars or (around the address) spaces between. Where
there are two of a kind nobody knows which is the one, so these stay. Nothing that was typed is lost
but what stood between.

A link that tells `contact` has told both, and goes on. One that tells everything there was tells
everything there is: no stay has any of the new fields yet.
"""

# ruff: noqa: INP001  # the runner loads steps by file, not as a package
import re
from typing import Any

_COLUMNS = (
    "phone TEXT NOT NULL DEFAULT ''",
    "email TEXT NOT NULL DEFAULT ''",
    # Local time at the house, as 15:30.
    "arrival_time TEXT",
    # So many of `persons`; the rest are adults.
    "children INTEGER",
    "pets INTEGER",
)
_EMAIL = re.compile(
    r"(?<![^\s,;|])[A-Za-z0-9._%+-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,24}(?![^\s,;|])"
)
_BETWEEN = re.compile(r"[,;|]")
# In full, or with the 0 that a number within a country begins with: "+49 (0)171 23-45", "0171/234".
_PHONE = re.compile(r"(?:\+|\(?0)[0-9 ()/-]*[0-9]")
_DATE = re.compile(r"[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{2,4}")
_DIGITS = range(6, 16)
_LIMIT = 200
_ALL_BEFORE = frozenset(
    ("title", "status", "guest", "contact", "persons", "note", "address", "portal", "staff")
)


def told_apart(contact: str) -> tuple[str, str, str]:
    """Return phone, e-mail, and the rest of a contact."""
    emails = [found for found in _EMAIL.finditer(contact) if len(found.group()) <= _LIMIT]
    email, pieces = "", [contact]
    if len(emails) == 1:
        (found,) = emails
        email, pieces = found.group(), [contact[: found.start()], contact[found.end() :]]
    parts = [part.strip() for piece in pieces for part in _BETWEEN.split(piece) if part.strip()]
    phones = [at for at, part in enumerate(parts) if _is_phone(part)]
    phone = parts.pop(phones[0]) if len(phones) == 1 else ""
    if not phone and not email:
        return "", "", contact
    return phone, email, ", ".join(parts)


def _is_phone(part: str) -> bool:
    digits = sum(sign in "0123456789" for sign in part)
    shaped = _PHONE.fullmatch(part) is not None and _DATE.fullmatch(part) is None
    return shaped and digits in _DIGITS and len(part) <= _LIMIT


def up(_migrator: Any, db: Any) -> None:
    for column in _COLUMNS:
        db.execute_sql(f"ALTER TABLE occupancy ADD COLUMN {column}")
    stays = db.execute_sql("SELECT id, contact FROM occupancy WHERE contact <> ''").fetchall()
    for number, contact in stays:
        phone, email, rest = told_apart(contact)
        if phone or email:
            db.execute_sql(
                "UPDATE occupancy SET phone = ?, email = ?, contact = ? WHERE id = ?",
                (phone, email, rest, number),
            )
    for number, fields in db.execute_sql("SELECT id, fields FROM link").fetchall():
        told = fields.split()
        if "contact" in told:
            told += ["phone", "email"]
            if set(told) >= _ALL_BEFORE:
                told += ["arrival_time", "children", "pets"]
            joined = " ".join(sorted(told))
            db.execute_sql("UPDATE link SET fields = ? WHERE id = ?", (joined, number))
