"""The page of ``man zimmerfrei``."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.packing import manual
from tools.packing.linux.packages import MANUALS, helps

ROOT = Path(__file__).parents[2]
HEADINGS = MANUALS["en"][1]
LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=60
)


def test_a_page_shows_what_the_commands_say() -> None:
    said = {"": "Usage: zimmerfrei\n\n.it 'quoted' \\n --option", "unit": "Usage: zimmerfrei unit"}
    assert manual.page("1.2.3", "a desk", said, HEADINGS).splitlines() == [
        '.TH ZIMMERFREI 1 "" "Zimmerfrei 1.2.3"',
        ".SH NAME",
        "zimmerfrei \\- a desk",
        ".SH DESCRIPTION",
        ".nf",
        "Usage: zimmerfrei",
        "",
        "\\&.it 'quoted' \\en \\-\\-option",
        ".fi",
        ".SH COMMANDS",
        ".SS zimmerfrei unit",
        ".nf",
        "Usage: zimmerfrei unit",
        ".fi",
    ]


@given(st.lists(LINES, max_size=8))
def test_no_text_of_a_command_is_taken_for_an_order_to_troff(lines: list[str]) -> None:
    text = "\n".join(lines)
    page = manual.page("1", "a desk", {"": text}, HEADINGS).splitlines()
    begin, end = page.index(".nf"), page.index(".fi")
    shown = page[begin + 1 : end]
    assert not any(line.startswith((".", "'")) for line in shown)
    unmarked = (line.removeprefix("\\&").replace("\\-", "-").replace("\\e", "\\") for line in shown)
    assert "\n".join(unmarked) == text.strip("\n")


@pytest.mark.parametrize("language", sorted(MANUALS))
def test_both_languages_have_every_command(language: str) -> None:
    from app.cli.families import FAMILIES

    # Those that are quick to ask; what is said of the whole program names the others.
    said = helps(language, families=["unit"])
    assert set(said) == {"", "unit"}
    assert all(f"  {name} " in said[""] for name in FAMILIES)
    assert ("Aufruf:" in said["unit"]) is (language == "de")
    page = manual.page("1", MANUALS[language][0], said, MANUALS[language][1])
    if shutil.which("groff"):
        checked = subprocess.run(
            ["groff", "-man", "-Tutf8", "-ww", "-K", "utf-8"],
            input=page,
            capture_output=True,
            text=True,
            check=True,
        )
        assert checked.stderr == ""
        assert "zimmerfrei unit" in checked.stdout
