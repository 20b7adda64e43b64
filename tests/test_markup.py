"""Markup is text everywhere: no module of the window can hand a text to Qt that it may paint.

Qt takes for HTML whatever looks like it in tooltips, labels and message boxes, and reads the files
that it names. `app/ui/kit/floating/tips.py` is the one way to them; here every other is found.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "app" / "ui").rglob("*.py"))
}
TIPS = "app/ui/kit/floating/tips.py"
# Markup of our own that is in the repository, with the two readers for it.
SHEETS = {"app/ui/guides/text.py", "app/ui/help/text.py", "app/ui/help/printed.py"}
CALLS = {
    "setToolTip", "setWhatsThis", "setStatusTip", "setInformativeText", "setDetailedText",
    "setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "setLabelText",
    "setTextFormat",
}  # fmt: skip
CLASSES = {
    "QToolTip", "QWhatsThis", "QErrorMessage", "QInputDialog", "QProgressDialog", "QSplashScreen",
    "QTextDocument", "QTextBrowser", "QTextEdit", "QStaticText", "QMessageBox", "QLabel",
}  # fmt: skip
HOMES = {
    "QToolTip": set(),
    # Its words are always plain, or come from `set_rich`.
    "QLabel": {"app/ui/kit/controls/labels.py", TIPS},
    "QTextBrowser": SHEETS,
    # The words that were found, and the pictures of the handbook.
    "QTextEdit": {"app/ui/help/finding.py"},
    "QTextDocument": SHEETS,
    # Before there is a window; it says that its text is plain.
    "QMessageBox": {"app/ui/window/application.py"},
    # On the plan: plain as well.
    "QStaticText": {"app/ui/plan/drawing/bars.py"},
}
WRAPPED = {"tip_text"}


def faults(name: str, source: str) -> Iterator[str]:
    """Yield what a module does past the one way."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = node.func.attr
            if called in CALLS and not allowed(name, called, node):
                yield f"{name}:{line} {called}"
            if "ToolTipRole" in ast.unparse(node) and called == "setData":
                yield f"{name}:{line} setData(ToolTipRole)"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            for alias in node.names:
                at_home = HOMES.get(alias.name, set())
                if alias.name in CLASSES and name not in at_home and not only_typing(tree, node):
                    yield f"{name}:{line} {alias.name}"
        elif isinstance(node, ast.match_case | ast.If):
            asked = node.test if isinstance(node, ast.If) else node.pattern
            if "ToolTipRole" in ast.unparse(asked):
                yield from answers(name, node.body)


def allowed(name: str, called: str, node: ast.Call) -> bool:
    if name == TIPS:
        return True
    if called == "setMarkdown":
        return name in SHEETS
    return called == "setTextFormat" and ast.unparse(node.args[0]).endswith(".PlainText")


def only_typing(tree: ast.Module, wanted: ast.ImportFrom) -> bool:
    """Whether an import stands below ``if TYPE_CHECKING``: it makes nothing."""
    return any(
        wanted in block.body
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
    )


def answers(name: str, body: list[ast.stmt]) -> Iterator[str]:
    """Yield what a model answers for a tooltip that has not been through `tip_text`."""
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Return) and node.value is not None:
                value = node.value.body if isinstance(node.value, ast.IfExp) else node.value
                wrapped = isinstance(value, ast.Call) and ast.unparse(value.func) in WRAPPED
                if not wrapped and ast.unparse(value) != "None":
                    yield f"{name}:{node.lineno} ToolTipRole"


@pytest.mark.parametrize("name", MODULES)
def test_words_reach_qt_by_the_one_way(name: str) -> None:
    assert list(faults(name, MODULES[name])) == []


@pytest.mark.parametrize(
    "source",
    [
        "field.setToolTip(guest)",
        "label.setTextFormat(Qt.TextFormat.RichText)",
        "label.setTextFormat(Qt.TextFormat.AutoText)",
        "field.setWhatsThis(guest)",
        "item.setData(Qt.ItemDataRole.ToolTipRole, guest)",
        "view.setHtml(guest)",
        "from PySide6.QtWidgets import QToolTip",
        "from PySide6.QtWidgets import QLabel",
        "from PySide6.QtWidgets import QMessageBox",
        "def data(role):\n    if role == Qt.ItemDataRole.ToolTipRole:\n        return guest",
        (
            "def data(role):\n    match role:\n"
            "        case Qt.ItemDataRole.ToolTipRole:\n            return guest if guest else None"
        ),
    ],
)
def test_the_walk_sees_a_way_past_it(source: str) -> None:
    assert len(list(faults("app/ui/plan/page.py", source))) == 1
