"""No command but the window loads Qt; the commands start without what only the server needs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from app.cli.program import program

ROOT = Path(__file__).resolve().parent.parent.parent

# Runs a command line like the entry point, then tells on standard error what got loaded.
RUN = """
import sys
from app.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""

WINDOW_ONLY = {"PySide6", "shiboken6"}
SERVER_ONLY = {"flask", "werkzeug", "waitress", "jinja2"}
PUBLISHING_ONLY = {"asyncssh", "httpx", "keyring", "obstore", "cryptography"}
"""What reaches webspaces; each of them takes longer to load than a listing."""


def command_lines(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command, groups included."""
    yield path
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from command_lines(command, (*path, name))
        else:
            yield (*path, name)


def loaded_by(*arguments: str) -> set[str]:
    """Run a command that must succeed; return the top-level modules that it loaded."""
    answer = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    return set(answer.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [*command_lines(program)], ids=" ".join)
def test_the_help_of_a_command_loads_neither_qt_nor_the_server(words: tuple[str, ...]) -> None:
    assert not loaded_by(*words, "--help") & (
        WINDOW_ONLY | SERVER_ONLY | PUBLISHING_ONLY | {"icalendar"}
    )


@pytest.mark.parametrize("words", [("unit", "list"), ("unit", "add", "Seeblick 1"), ("demo",)])
def test_a_command_over_data_loads_neither_qt_nor_the_server(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)
    assert "peewee" in loaded
    assert not loaded & (WINDOW_ONLY | SERVER_ONLY | PUBLISHING_ONLY)


@pytest.mark.parametrize("group", ["unit", "occupancy", "link", "staff", "reader", "settings"])
def test_a_listing_loads_no_more_than_it_needs(group: str) -> None:
    loaded_by("demo")
    loaded = loaded_by(group, "list", "--json")
    assert "peewee" in loaded
    assert not loaded & (WINDOW_ONLY | SERVER_ONLY | PUBLISHING_ONLY | {"icalendar", "playhouse"})
