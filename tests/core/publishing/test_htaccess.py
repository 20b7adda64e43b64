"""Our lines in a file of the owner's: theirs stay to the byte, ours come and go."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.publishing.apache.htaccess import (
    BEGIN,
    END,
    LEADING,
    Section,
    hiding_lines,
    holds_ours,
    leading_lines,
    may_help,
    sections,
    type_lines,
    with_ours,
    with_section,
    without_ours,
    without_section,
)
from app.core.publishing.webspace import WebspaceKind

LINES = ("RewriteEngine on", "AddType text/calendar .ics")
OURS = f"{BEGIN}\nRewriteEngine on\nAddType text/calendar .ics\n{END}\n".encode()

OWNERS = st.one_of(
    st.binary(),
    st.lists(
        st.sampled_from(
            [b"Deny from all", b"", b"# \xe4\xff", b"\r", BEGIN.encode(), END.encode(), b"  " * 9]
        )
    ).map(b"\n".join),
    st.lists(st.sampled_from([b"A b\r\n", b"\r\n", b"#\n", END.encode() + b"\r\n"])).map(b"".join),
)


@given(OWNERS)
@example(b"")
@example(b"no end of line")
@example(b"\xef\xbb\xbfAuthType Basic\r\n")
@example(b"\xef\xbb\xbf")
@example(BEGIN.encode() + b"\n" + b"Deny from all\n")
@example(END.encode() + b"\n" + b"Deny from all\n" + BEGIN.encode())
def test_what_is_the_owners_comes_back_to_the_byte(there: bytes) -> None:
    if holds_ours(there):
        return
    ours = with_ours(there, LINES)
    assert holds_ours(ours)
    assert (without_ours(ours) or b"") == there
    assert with_ours(ours, LINES) == ours


@given(OWNERS, st.lists(st.sampled_from(["a", "b c", "<IfModule x>"])))
def test_newer_lines_take_the_place_of_older_ones(there: bytes, newer: list[str]) -> None:
    if not holds_ours(there):
        assert with_ours(with_ours(there, LINES), newer) == with_ours(there, newer)


@given(OWNERS, OWNERS)
def test_lines_of_ours_that_the_owner_moved_are_found(before: bytes, after: bytes) -> None:
    before = before and before + b"\n"
    if holds_ours(before + after) or b"Zimmerfrei" in before + after:
        return
    there = before + OURS + after
    assert without_ours(there) == (before + after or None)
    assert with_ours(there, LINES) == with_ours(before + after, LINES)


def test_a_file_that_is_not_there_is_made_and_goes_again() -> None:
    assert with_ours(None, LINES) == OURS
    assert without_ours(OURS) is None
    assert without_ours(None) is None
    assert not holds_ours(None)


def test_a_file_that_was_empty_is_left_alone() -> None:
    assert without_ours(b"") == b""
    assert not holds_ours(b"")


def test_ours_come_first_and_theirs_can_say_otherwise() -> None:
    owners = b"AuthType Basic\nRequire valid-user\n"
    assert with_ours(owners, LINES) == OURS + owners


def test_ends_of_lines_are_those_of_the_file() -> None:
    assert with_ours(b"A\r\nB\r\n", ["x"]) == f"{BEGIN}\r\nx\r\n{END}\r\nA\r\nB\r\n".encode()


@pytest.mark.parametrize(
    "there",
    [
        OURS.replace(b"\n", b"\r\n"),
        OURS.removesuffix(b"\n"),
        b"  " + OURS,
        OURS.replace(b"Zimmerfrei\n", b"Zimmerfrei  \n"),
        OURS + OURS,
    ],
)
def test_ours_are_known_as_other_programs_write_them(there: bytes) -> None:
    assert without_ours(there) is None


@pytest.mark.parametrize(
    "there",
    [
        f"{BEGIN}\nDeny from all\n".encode(),
        f"Deny from all\n{END}\n".encode(),
        f"{END}\nDeny from all\n{BEGIN}\n".encode(),
        f"# {BEGIN}\nDeny from all\n{END} of all\n".encode(),
    ],
)
def test_a_mark_without_the_other_costs_the_owner_nothing(there: bytes) -> None:
    assert without_ours(there) == there
    assert without_ours(with_ours(there, LINES)) == there


def test_only_what_an_apache_may_serve_is_told() -> None:
    assert {kind for kind in WebspaceKind if may_help(kind)} == {
        WebspaceKind.SFTP,
        WebspaceKind.FTPS,
        WebspaceKind.WEBDAV,
        WebspaceKind.FOLDER,
    }


def test_the_lines_are_whole_blocks_of_ascii() -> None:
    for lines in (type_lines(), hiding_lines(), leading_lines("x.php", "/cal")):
        assert lines[0].startswith("<IfModule ")
        assert lines[-1] == "</IfModule>"
        assert all(line.isascii() and "\n" not in line for line in lines)
    assert 'AddType "text/calendar; charset=utf-8" .ics' in type_lines()


TYPES, HIDING, LEADS = type_lines(), hiding_lines(), leading_lines("zimmerfrei.php")


@given(OWNERS, st.permutations([TYPES, HIDING, LEADS]))
def test_lines_for_one_thing_leave_those_for_another(there: bytes, order: list[Section]) -> None:
    if holds_ours(there):
        return
    told: bytes | None = there
    for section in order:
        told = with_section(told, section)
    assert set(sections(told)) == {TYPES, HIDING, LEADS}
    for section in order:
        assert section in sections(told)
        told = without_section(told, section[0])
        assert section not in sections(told)
    assert (told or b"") == there


def test_newer_lines_for_the_same_thing_take_the_place_of_older_ones() -> None:
    older = with_section(b"Deny from all\n", TYPES, LEADS)
    newer = leading_lines("zimmerfrei.php", "/kalender")
    told = with_section(older, newer)
    assert sections(told) == (TYPES, newer)
    assert told.endswith(b"Deny from all\n")
    assert 'RewriteBase "/kalender/"' in newer


def test_what_is_not_there_is_not_taken_away() -> None:
    owners = b"RewriteEngine On\n"
    assert without_section(owners, LEADING) == owners
    assert without_section(None, LEADING) is None
    assert without_section(with_section(None, LEADS), LEADING) is None
    assert sections(owners) == sections(None) == ()
