"""A secret as one text, for a keyring or a file, and back."""

from __future__ import annotations

import json

from app.core.publishing.webspace import Secret

_PARTS = ("password", "key", "key_password")


def as_values(secret: Secret) -> dict[str, str]:
    """Return the parts of a secret that are there."""
    return {part: value for part in _PARTS if (value := getattr(secret, part))}


def of_values(values: object) -> Secret | None:
    """Return the secret of such parts, None where they are none; of a newer version, what it has.

    Nothing of a text that is no secret is ever repeated in an error.
    """
    if not isinstance(values, dict):
        return None
    parts = {part: values[part] for part in _PARTS if isinstance(values.get(part), str)}
    return Secret(**parts) or None


def as_text(secret: Secret) -> str:
    """Return a secret in ASCII: each character is as long as it looks, in every keyring."""
    return json.dumps(as_values(secret))


def of_text(text: str) -> Secret | None:
    """Return the secret that `as_text` wrote, None where it did not."""
    try:
        return of_values(json.loads(text))
    except ValueError:
        return None
