"""What the codes of the system mean."""

from __future__ import annotations

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.files.troubles import Trouble, code_name, may_be_held, trouble


def of_windows(winerror: int, number: int = errno.EINVAL) -> OSError:
    """An error as Windows raises it: its own code beside the one that is nearest to it."""
    error = OSError(number, "words of the system")
    error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]  # of Windows alone
    return error


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (errno.ENOSPC, Trouble.FULL),
        (errno.EDQUOT, Trouble.FULL),
        (errno.EROFS, Trouble.READ_ONLY),
        (errno.EACCES, Trouble.FORBIDDEN),
        (errno.EPERM, Trouble.FORBIDDEN),
        (errno.EBUSY, Trouble.IN_USE),
        (errno.ENOENT, Trouble.GONE),
        (errno.ENOTDIR, Trouble.GONE),
        (errno.ENXIO, Trouble.GONE),
        (errno.EIO, Trouble.UNREACHABLE),
        (errno.ESTALE, Trouble.UNREACHABLE),
        (errno.EHOSTDOWN, Trouble.UNREACHABLE),
        (errno.ENAMETOOLONG, Trouble.TOO_LONG),
        (errno.ELOOP, Trouble.OTHER),
    ],
)
def test_a_code_has_one_meaning(number: int, what: Trouble) -> None:
    assert trouble(OSError(number, "")) is what


@pytest.mark.parametrize(
    ("winerror", "what"),
    [
        (19, Trouble.READ_ONLY),
        (21, Trouble.GONE),
        (32, Trouble.IN_USE),
        (33, Trouble.IN_USE),
        (39, Trouble.FULL),
        (53, Trouble.GONE),
        (59, Trouble.UNREACHABLE),
        (112, Trouble.FULL),
        (206, Trouble.TOO_LONG),
        (1224, Trouble.IN_USE),
        (1295, Trouble.FULL),
    ],
)
def test_what_windows_says_counts_before_errno(winerror: int, what: Trouble) -> None:
    assert trouble(of_windows(winerror, errno.ENOENT)) is what


def test_where_windows_says_no_more_errno_counts() -> None:
    assert trouble(of_windows(5, errno.EACCES)) is Trouble.FORBIDDEN
    assert trouble(of_windows(2, errno.ENOENT)) is Trouble.GONE


def test_an_error_without_any_code_is_some_other() -> None:
    assert trouble(OSError("made by Python itself")) is Trouble.OTHER
    assert code_name(OSError("made by Python itself")) == "0"


@pytest.mark.parametrize("winerror", [5, 32, 33, 303, 1224])
def test_such_a_file_may_be_let_go_in_a_moment(winerror: int) -> None:
    assert may_be_held(of_windows(winerror, errno.EACCES))


@pytest.mark.parametrize("winerror", [2, 3, 112, 0])
def test_no_moment_helps_against_the_rest(winerror: int) -> None:
    assert not may_be_held(of_windows(winerror, errno.EACCES))


def test_elsewhere_no_permission_is_no_matter_of_patience() -> None:
    assert not may_be_held(PermissionError(errno.EACCES, ""))
    assert not may_be_held(OSError(errno.EBUSY, ""))


@given(st.integers(min_value=1, max_value=20_000), st.text())
def test_no_word_of_the_system_is_told(number: int, words: str) -> None:
    told = code_name(OSError(number, words))
    assert told == errno.errorcode.get(number, str(number))
