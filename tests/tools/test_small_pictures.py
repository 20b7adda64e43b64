"""The pictures of README and handbook: small files that keep every colour of the window."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from tools.pictures.small_png import palette_of, save_small

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 6_000_000
PAGES = ("README.md", "README.de.md", "docs/handbook.md", "docs/handbuch.md")
_PICTURE = re.compile(r"!\[(.*?)\]\((.+?)\)")


def picture_of(colours: list[int], wide: int = 40) -> QImage:
    picture = QImage(wide, -(-len(colours) // wide), QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    for place, colour in enumerate(colours):
        picture.setPixel(place % wide, place // wide, 0xFF000000 | colour)
    return picture


def apart(one: int, other: int) -> int:
    first, second = QColor(one), QColor(other)
    return (
        abs(first.red() - second.red())
        + abs(first.green() - second.green())
        + abs(first.blue() - second.blue())
    )


def test_a_colour_that_stands_at_one_place_alone_is_kept(tmp_path: Path) -> None:
    greys = [0x010101 * (place % 250) for place in range(4_000)]
    greys[1234] = 0x7667B3
    save_small(picture_of(greys), tmp_path / "one.png")
    read = QImage(str(tmp_path / "one.png"))
    assert apart(read.pixel(1234 % 40, 1234 // 40), 0x7667B3) < 8
    assert read.format() is QImage.Format.Format_Indexed8


@given(st.lists(st.integers(0, 0xFFFFFF), min_size=1, max_size=600))
def test_no_colour_goes_far_from_what_it_was(colours: list[int]) -> None:
    palette = palette_of(picture_of(colours))
    assert 1 <= len(palette) <= 256
    if len(set(colours)) <= 60:
        assert all(min(apart(colour, kept) for kept in palette) < 4 for colour in colours)


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        save_small(picture_of([1, 2, 3]), tmp_path / "nowhere" / "one.png")


def test_all_pictures_together_are_small() -> None:
    assert sum(file.stat().st_size for file in PICTURES.iterdir()) < MOST_BYTES


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_pictures_of_its_own_language_and_says_what_they_show(page: str) -> None:
    path = ROOT / page
    language = "-de-" if page in {"README.de.md", "docs/handbuch.md"} else "-en-"
    shown = _PICTURE.findall(path.read_text("utf-8"))
    assert shown
    for words, picture in shown:
        assert words.strip(), picture
        assert language in picture
        assert (path.parent / picture).is_file(), picture


def test_every_picture_is_shown_somewhere() -> None:
    shown = " ".join((ROOT / page).read_text("utf-8") for page in PAGES)
    assert [file.name for file in PICTURES.iterdir() if file.name not in shown] == []
