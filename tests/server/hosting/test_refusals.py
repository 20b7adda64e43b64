"""What is said where an address cannot be listened on."""

from __future__ import annotations

import errno

import pytest

from app.server.hosting.host import _refusal


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOBUFS, "words of the system"), "ENOBUFS"),
        (OSError("words of the system"), "OSError"),
        (OverflowError("words of the system"), "OverflowError"),
    ],
)
def test_what_nobody_thought_of_is_told_by_its_code(
    error: OSError | OverflowError, reason: str
) -> None:
    told = _refusal(error, "192.0.2.1", 8642)
    assert f"({reason})" in str(told).replace("WSA", "")
    assert "words" not in str(told)
