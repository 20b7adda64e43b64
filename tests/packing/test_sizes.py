"""How large a bundle and its download may be."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.systems import links
from tools.packing.sizes import BUNDLE, DOWNLOAD, judge, size

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "Zimmerfrei"
    (folder / "_internal" / "empty").mkdir(parents=True)
    (folder / "zimmerfrei").write_bytes(b"p" * 700)
    (folder / "_internal" / "library").write_bytes(b"l" * 300)
    return folder


@pytest.fixture
def download(tmp_path: Path) -> Path:
    file = tmp_path / "zimmerfrei.deb"
    file.write_bytes(b"d" * 500)
    return file


def test_a_size_counts_every_file_once(bundle: Path, download: Path) -> None:
    assert size(bundle) == 1000
    assert size(bundle / "_internal" / "empty") == 0
    assert size(download) == 500


@links
def test_a_link_counts_as_what_it_is(bundle: Path) -> None:
    (bundle / "link").symlink_to("zimmerfrei")
    (bundle / "_internal" / "folder").symlink_to("empty")
    assert size(bundle) == 1000 + len("zimmerfrei") + len("empty")


def test_sizes_within_their_bounds_are_said(
    bundle: Path, download: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judge(bundle, download, (1000, 500))
    assert capsys.readouterr().out.splitlines() == [
        f"{bundle}: 0.0 MB of 0",
        f"{download}: 0.0 MB of 0",
    ]


@pytest.mark.parametrize("bounds", [(999, 500), (1000, 499), (999, 499)])
def test_one_byte_too_much_ends_the_build(
    bundle: Path, download: Path, bounds: tuple[int, int]
) -> None:
    with pytest.raises(SystemExit) as ended:
        judge(bundle, download, bounds)
    found = zip((bundle, download), (1000, 500), bounds, strict=True)
    assert str(ended.value).splitlines() == [
        f"{place} has {has} bytes, and may have {may}." for place, has, may in found if has > may
    ]


def test_a_missing_download_is_no_small_one(bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        judge(bundle, tmp_path / "missing.exe")


def test_the_build_ends_with_what_it_says(bundle: Path, tmp_path: Path) -> None:
    large = tmp_path / "Zimmerfrei-Setup.exe"
    with large.open("wb") as file:
        file.truncate(DOWNLOAD + 1)
    done = subprocess.run(
        [sys.executable, "-m", "tools.packing.sizes", bundle, large],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.splitlines()[1] == f"{large}: 50.0 MB of 50"
    assert done.stderr == f"{large} has 50000001 bytes, and may have 50000000.\n"


def test_both_systems_are_judged_by_the_bounds_that_are_promised() -> None:
    assert (BUNDLE, DOWNLOAD) == (150_000_000, 50_000_000)
    windows = (ROOT / "tools/packing/windows/build.sh").read_text("utf-8")
    assert windows.splitlines()[-1].split()[1:3] == ["-m", "tools.packing.sizes"]
    linux = (ROOT / "tools/packing/linux/packages.py").read_text("utf-8")
    assert "    judge(folder, debian)\n" in linux
