"""What PySide compiles at every start is kept, and no more than that."""

from __future__ import annotations

import builtins
import marshal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.ui.window.compiled_pyside import kept_compiled

ROOT = Path(__file__).resolve().parents[2]
THEIRS = "shibokensupport/part.py"
COUNTS = """
import builtins, sys
from pathlib import Path
from app.ui.window.compiled_pyside import kept_compiled

plainly, count = builtins.compile, 0
def counted(*given, **named):
    global count
    count += 1
    return plainly(*given, **named)
builtins.compile = counted
with kept_compiled(Path(sys.argv[1])):
    import PySide6.QtCore
builtins.compile = plainly
print(count, PySide6.QtCore.QObject.objectName.__doc__ is not None)
print(PySide6.QtCore.QRect(1, 2, 3, 4).size().width())
"""


@pytest.fixture(autouse=True)
def _may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what Python itself has compiled."""
    names: list[str] = []
    plainly = builtins.compile

    def noted(source: Any, filename: Any, mode: Any, *others: Any, **named: Any) -> Any:
        names.append(str(filename))
        return plainly(source, filename, mode, *others, **named)

    monkeypatch.setattr(builtins, "compile", noted)
    return names


def value(source: bytes, filename: str = THEIRS) -> object:
    """What the text says that `it` is, compiled as PySide does it."""
    found: dict[str, object] = {}
    exec(compile(source, filename, "exec"), found)  # a text from here
    return found["it"]


def test_pyside_is_compiled_once(tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    def start() -> list[str]:
        answer = subprocess.run(
            [sys.executable, "-c", COUNTS, str(kept)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONDONTWRITEBYTECODE": ""},
        )
        return answer.stdout.splitlines()

    (first, width), (second, again) = start(), start()
    assert width == again == "3"
    assert int(first.split()[0]) > int(second.split()[0]) == 0
    assert first.split()[1] == second.split()[1]


def test_what_is_kept_is_not_compiled_again(tmp_path: Path, compiled: list[str]) -> None:
    for _ in range(3):
        with kept_compiled(tmp_path / "kept"):
            assert value(b"it = 1") == 1
    assert compiled == [THEIRS]


def test_another_text_is_compiled_anew(tmp_path: Path, compiled: list[str]) -> None:
    for number in (1, 2, 2):
        with kept_compiled(tmp_path / "kept"):
            assert value(b"it = %d" % number) == number
    assert compiled == [THEIRS, THEIRS]


def test_what_is_not_theirs_is_left_to_python(tmp_path: Path, compiled: list[str]) -> None:
    kept = tmp_path / "kept"
    for _ in range(2):
        with kept_compiled(kept):
            assert value(b"it = 1", "other.py") == 1
            assert eval(compile("1 + 1", THEIRS, "eval")) == 2
            compile(b"it = 1", THEIRS, "exec", dont_inherit=True)
    assert compiled == ["other.py", THEIRS, THEIRS] * 2
    assert not kept.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no such form",
        marshal.dumps(7),
        marshal.dumps({THEIRS: 7}),
        marshal.dumps({THEIRS: (b"", 1)}),
        marshal.dumps({"shibokensupport/part.py": ()}),
    ],
)
def test_what_cannot_be_read_is_made_anew(
    tmp_path: Path, compiled: list[str], content: bytes
) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(content)
    for _ in range(2):
        with kept_compiled(kept):
            assert value(b"it = 1") == 1
    assert compiled == [THEIRS]


def test_where_nothing_may_be_written_it_is_compiled(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    for _ in range(2):
        with kept_compiled(tmp_path / "file" / "kept"):
            assert value(b"it = 1") == 1
    assert compiled == [THEIRS, THEIRS]


def test_who_wants_no_compiled_files_gets_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with kept_compiled(tmp_path / "kept"):
        assert value(b"it = 1") == 1
    assert list(tmp_path.iterdir()) == []


def test_python_has_its_own_back_whatever_happens(tmp_path: Path) -> None:
    before = builtins.compile
    with pytest.raises(SyntaxError), kept_compiled(tmp_path / "kept"):
        compile(b"it =", THEIRS, "exec")
    assert builtins.compile is before
    assert not (tmp_path / "kept").exists()
