"""The handbook's chapter on commands: all of them, each with all its options, and none besides."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from app.cli.program import program

DOCS = Path(__file__).parents[2] / "docs"
CHAPTERS = {
    "handbuch.md": "## Ohne Bildschirm: Befehle",
    "handbook.md": "## Without a screen: commands",
}
EVERYWHERE = {"--data-dir", "--help", "--json"}
"""What every command or every list has is said once, above the table."""
SHARES_OPTIONS = {"occupancy change": "occupancy add", "link change": "link add"}


@pytest.fixture(params=sorted(CHAPTERS))
def chapter(request: pytest.FixtureRequest) -> str:
    """The chapter of a handbook."""
    text = (DOCS / request.param).read_text("utf-8")
    begun: str = text.split(CHAPTERS[request.param] + "\n", 1)[1]
    return begun.split("\n## ", 1)[0]


def commands(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Return all commands that do something by their full names."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for part in command.list_commands(context):
        found = command.get_command(context, part)
        assert found is not None
        if not found.hidden:
            yield from commands(found, f"{name} {part}".strip())


COMMANDS = dict(commands(program))


def rows_of(chapter: str, name: str) -> str:
    """Return the rows of the table that show a command; empty where there is none."""
    return "\n".join(
        row
        for row in re.findall(r"^\| `zimmerfrei.*$", chapter, re.MULTILINE)
        if re.search(rf"`(zimmerfrei )?{re.escape(name)}[ `]", row)
    )


def options_of(command: click.Command) -> set[str]:
    return {
        option
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }


def test_there_are_commands_to_be_told_of() -> None:
    assert len(COMMANDS) > 50


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_table_with_its_options(chapter: str, name: str) -> None:
    row = rows_of(chapter, name)
    assert row, name
    if name in SHARES_OPTIONS:
        row += rows_of(chapter, SHARES_OPTIONS[name])
    # A lookahead, so that `--options` does not stand for `--option`.
    missing = [
        option
        for option in sorted(options_of(COMMANDS[name]) - EVERYWHERE)
        if not re.search(rf"{re.escape(option)}(?![\w-])", row)
    ]
    assert missing == []


def test_what_every_command_has_is_said_once(chapter: str) -> None:
    above = chapter.split("| `zimmerfrei", 1)[0]
    assert all(option in above for option in EVERYWHERE)


def test_no_option_is_told_of_that_does_not_exist(chapter: str) -> None:
    every = set().union(*map(options_of, COMMANDS.values())) | EVERYWHERE
    rows = "\n".join(re.findall(r"^\| `zimmerfrei.*$", chapter, re.MULTILINE))
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", rows))
    assert told - every == set()


@pytest.mark.parametrize("book", sorted(CHAPTERS))
def test_every_command_in_any_chapter_is_understood(book: str) -> None:
    text = (DOCS / book).read_text("utf-8").replace("\\\n", " ")
    typed = re.findall(r"`zimmerfrei ([a-z][^`]*)`", text)
    typed += re.findall(r"^    (?:\S*/)?zimmerfrei ([a-z][^<\n]*)", text, re.MULTILINE)
    # Rows of the table name what may follow, and are looked at above.
    typed = [one for one in typed if not re.search(r"[\[|…A-ZÄÖÜ]", one.split("--")[0])]
    assert len(typed) > 12
    for one in typed:
        words = shlex.split(one)
        name = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in COMMANDS), None)
        assert name is not None, one
        options = {word for word in words if word.startswith("--")}
        assert options <= options_of(COMMANDS[name]) | EVERYWHERE, one


def test_no_command_is_told_of_that_does_not_exist(chapter: str) -> None:
    families = {name.split()[0] for name in COMMANDS}
    rows = "\n".join(re.findall(r"^\| (`zimmerfrei.*?) \| ", chapter, re.MULTILINE))
    told = re.findall(r"`(?:zimmerfrei )?([a-z]+)(?: ([a-z-]+))?", rows)
    for family, part in told:
        if family == "zimmerfrei":
            continue
        assert family in families, family
        if family not in COMMANDS:
            assert f"{family} {part}" in COMMANDS
