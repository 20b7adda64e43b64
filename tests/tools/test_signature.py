"""What makes the Windows Python believes a file for its signature alone."""

import runpy
import sys
from pathlib import Path

import pytest

from tools.windows import signature

ROOT = Path(__file__).resolve().parents[2]
# What stands at the end of a signed file of theirs, as plain text: nothing that proves anything.
BOAST = b"MZ" + bytes(100) + b"Subject: /CN=Python Software Foundation"


@pytest.fixture
def unsigned(tmp_path: Path) -> Path:
    """A file that only says of itself whose it is."""
    file = tmp_path / "python311.dll"
    file.write_bytes(BOAST)
    return file


def test_a_name_in_a_file_is_no_signature(unsigned: Path) -> None:
    assert not signature.is_signed(unsigned)


def test_a_file_that_is_not_there_is_not_signed(tmp_path: Path) -> None:
    assert not signature.is_signed(tmp_path / "none.dll")


def test_the_first_that_is_not_signed_is_named(unsigned: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^python311\.dll: not signed"):
        signature.main(str(unsigned), str(tmp_path / "none.dll"))


def test_no_file_at_all_proves_nothing() -> None:
    with pytest.raises(SystemExit, match="FILE"):
        signature.main()


def test_it_runs_as_the_script_calls_it(unsigned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["signature.py", str(unsigned)])
    with pytest.raises(SystemExit, match="not signed"):
        runpy.run_path(str(ROOT / "tools" / "windows" / "signature.py"), run_name="__main__")


@pytest.mark.parametrize(
    "script", ["tools/windows/make_python.sh", "tools/packing/windows/build.sh"]
)
def test_no_script_names_windows_for_pip_or_judges_signatures_by_itself(script: str) -> None:
    text = (ROOT / script).read_text("utf-8")
    assert "win_amd64" not in text
    assert "osslsigncode" not in text
    assert "pip_for_windows" in text
