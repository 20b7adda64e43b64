"""Every key stands in one place: what is listed is heard, and what is heard is listed."""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from app.ui.base.keys import PLACE_NAMES, SHORTCUTS, Place
from app.ui.window.shell.pages import PAGES

UI = Path(__file__).resolve().parents[3] / "app" / "ui"
# Where widgets hear keys themselves, and where in the list these stand.
HEARD = {
    "plan/chart/keyboard.py": "plan_",
    "occupancies/table.py": "list_",
    "stays/entry/date_entry.py": "date_",
    "links/base/choice_line.py": "link_",
    "units/handle.py": "unit_",
    "units/row.py": "unit_",
}
# One key under two names, and keys that only other keyboards have.
ALIKE = {"Enter": "Return", "Backspace": "Del", "Delete": "Del", "Equal": "+", "Plus": "+"} | {
    "Minus": "-", "Underscore": "-", "Escape": "Esc", "PageUp": "PgUp", "PageDown": "PgDown",
}  # fmt: skip
# Space presses whatever has the focus, everywhere.
UNTOLD = {"Space", "Tab"}


def last(keys: str) -> str:
    return keys if len(keys) == 1 else keys.rsplit("+", 1)[-1]


def heard(name: str) -> set[str]:
    """Return the keys that a module asks for."""
    tree = ast.parse((UI / name).read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("Key_"):
            found.add(node.attr.removeprefix("Key_"))
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("StandardKey.Copy"):
            found.add("C")
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("StandardKey.Delete"):
            found.add("Delete")
    return {ALIKE.get(key, key) for key in found} - UNTOLD


@pytest.mark.parametrize("name", HEARD)
def test_what_a_widget_hears_is_listed(name: str) -> None:
    prefix = HEARD[name]
    listed = {
        last(keys) for key, shortcut in SHORTCUTS.items() if key.startswith(prefix)
        for keys in shortcut.keys
    }  # fmt: skip
    assert heard(name) <= listed


@pytest.mark.parametrize("prefix", sorted(set(HEARD.values())))
def test_what_is_listed_is_heard(prefix: str) -> None:
    modules = [name for name, one in HEARD.items() if one == prefix]
    there = set().union(*(heard(name) for name in modules))
    set_up = {
        node.args[0].value
        for path in UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "on_keys"
        and isinstance(node.args[0], ast.Constant)
    }
    elsewhere = {"link_close", "plan_next"}  # the page closes its pane; Qt asks for Tab by itself
    for key, shortcut in SHORTCUTS.items():
        if key.startswith(prefix) and key not in set_up | elsewhere:
            assert {last(keys) for keys in shortcut.keys} <= there, key


def test_no_module_makes_a_shortcut_past_the_list() -> None:
    makers = [
        path.relative_to(UI).as_posix()
        for path in sorted(UI.rglob("*.py"))
        if "QShortcut(" in path.read_text("utf-8")
    ]
    # The window counts its pages.
    assert makers == ["base/keys.py", "window/shell/shortcuts.py"]


def test_every_page_has_its_number() -> None:
    assert SHORTCUTS["pages"].keys == ("Ctrl+1", f"Ctrl+{len(PAGES)}")


def test_all_keys_are_keys_and_every_place_has_some() -> None:
    for shortcut in SHORTCUTS.values():
        for keys in shortcut.keys:
            assert QKeySequence(keys).toString() == keys
    assert {shortcut.place for shortcut in SHORTCUTS.values()} == set(Place) == set(PLACE_NAMES)
