"""Names that a file may have on every system."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.file_names import file_name, file_stem, fits_windows, is_device

DEVICES = ["CON", "con", "Nul", "PRN", "aux", "COM1", "lpt9", "COM²", "CONIN$", "conout$"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Juli 2027", "Juli 2027"),
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"),
        ("..", "Zimmerfrei"),
        ("", "Zimmerfrei"),
        ("x" * 300, "x" * 100),
        ("x" * 99 + " y", "x" * 99),
        ("Möwe. ", "Möwe"),
        ("\u2068\u05d3\u05d9\u05e8\u05d4\u2069 2027", "\u05d3\u05d9\u05e8\u05d4 2027"),
        ("Con", "zimmerfrei-Con"),
        ("aux.2027", "zimmerfrei-aux.2027"),
        ("nul .x", "zimmerfrei-nul .x"),
        ("Console", "Console"),
        ("COM10", "COM10"),
    ],
)
def test_a_name_can_be_that_of_a_file(text: str, name: str) -> None:
    assert file_name(text) == name


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("rest", ["", ".ics", ".tar.gz", " ", "  .csv", "."])
def test_a_device_is_one_with_every_ending(device: str, rest: str) -> None:
    assert is_device(device + rest)
    assert not fits_windows(device + rest)


@pytest.mark.parametrize("name", ["Conrad", "COM", "COM10", "my nul", "x.con", ".con", "con-1"])
def test_a_name_that_only_resembles_a_device_is_none(name: str) -> None:
    assert not is_device(name)
    assert fits_windows(name)


@pytest.mark.parametrize(
    "name", ["a.", "a ", "a:b", "C:", 'a"', "a?", "a*b", "a<", "a>", "a|b", "a\nb", "a\x00", "a/b"]
)
def test_a_name_that_windows_changes_or_refuses_does_not_fit(name: str) -> None:
    assert not fits_windows(name)


@pytest.mark.parametrize("name", ["Gäste & Häuser.csv", "..", ".", "a.b.c", "民宿", "a b"])
def test_ordinary_names_fit(name: str) -> None:
    assert fits_windows(name)


@given(st.text())
@example("con")
@example("COM¹.")
@example(". .nul. .")
@example("nul" + " " * 120 + "x")
def test_what_we_call_a_file_fits_everywhere(text: str) -> None:
    name = file_name(text)
    assert fits_windows(name)
    assert fits_windows(f"{name}.ics")
    assert 0 < len(name) <= 120
    # Neither system sees folders in it, nor a drive.
    assert PureWindowsPath(name).name == name
    assert Path(name).name == name


@given(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True))
@example("con")
@example("nul")
@example("lpt1")
def test_the_readable_part_of_an_address_stays_but_for_devices(slug: str) -> None:
    stem = file_stem(slug)
    assert fits_windows(f"{stem}.ics")
    assert (stem == slug) is not is_device(slug)


@given(st.text(min_size=1, max_size=60))
def test_a_name_of_ours_is_named_the_same_again(text: str) -> None:
    once = file_name(text)
    assert file_name(once) == once
