"""What the processor runs, made smaller."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.packing import binaries
from tools.packing.contents import Piece

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="wants a C compiler of Linux"
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    source = tmp_path / "answer.c"
    source.write_text(
        "static int hidden(void) { return 40; }\nint answer(int n) {\n  return hidden() + n; }\n"
    )
    made = tmp_path / "libanswer.so"
    subprocess.run(["cc", "-g", "-O0", "-shared", "-fPIC", "-o", made, source], check=True)
    return made


def test_what_only_a_debugger_reads_goes_and_the_answer_stays(
    library: Path, tmp_path: Path
) -> None:
    import ctypes

    before = library.read_bytes()
    pieces = [
        Piece("libanswer.so", str(library), "BINARY"),
        Piece("deep/answer.so", str(library), "EXTENSION"),
    ]
    small = binaries.stripped(pieces, tmp_path / "stripped")
    assert [piece.place for piece in small] == [piece.place for piece in pieces]
    for piece in small:
        assert Path(piece.source).stat().st_size < len(before)
        assert ctypes.CDLL(piece.source).answer(2) == 42
    assert library.read_bytes() == before


@pytest.mark.parametrize(
    "piece",
    [
        Piece("PySide6/QtCore.abi3.so", "/missing", "EXTENSION"),
        Piece("PySide6/Qt/lib/libQt6Core.so.6", "/missing", "BINARY"),
        Piece("numpy.libs/libgfortran.so.5", "/missing", "BINARY"),
        Piece("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        Piece("app/docs/handbook.md", "/missing", "DATA"),
    ],
)
def test_all_else_is_left_as_it_is(piece: Piece, tmp_path: Path) -> None:
    assert binaries.stripped([piece], tmp_path / "stripped") == [piece]


def test_what_an_earlier_build_has_left_is_gone(library: Path, tmp_path: Path) -> None:
    old = tmp_path / "stripped" / "libold.so"
    old.parent.mkdir()
    old.touch()
    binaries.stripped([Piece("libanswer.so", str(library), "BINARY")], old.parent)
    assert [file.name for file in old.parent.iterdir()] == ["libanswer.so"]


# Each kind of number through everything that numpy asks its matrices for.
SUMS = """
import numpy as np
random = np.random.default_rng(7)
for kind, near in {"f": 1e-2, "d": 1e-8, "F": 1e-2, "D": 1e-8}.items():
    def same(one, other): assert np.allclose(one, other, atol=near), (kind, one - other)
    a, b = random.normal(size=(20, 20)).astype(kind), random.normal(size=(20, 3)).astype(kind)
    if np.iscomplexobj(a):
        a = a + 1j * a.T
    adjoint = a.conj().T
    same(a @ np.linalg.solve(a, b), b)
    same(np.linalg.inv(a) @ a, np.eye(20))
    left, sizes, right = np.linalg.svd(a)
    same((left * sizes) @ right, a)
    values, vectors = np.linalg.eigh(a + adjoint)
    same((vectors * values) @ vectors.conj().T, a + adjoint)
    values, vectors = np.linalg.eig(a)
    same(a @ vectors, vectors * values)
    positive = a @ adjoint + 9 * np.eye(20, dtype=kind)
    root = np.linalg.cholesky(positive)
    same(root @ root.conj().T, positive)
    turned, rest = np.linalg.qr(a)
    same(turned @ rest, a)
    same(np.linalg.lstsq(a, b)[0], np.linalg.solve(a, b))
    same(np.dot(a[0], a[1]), (a[0] * a[1]).sum())
    same(np.vdot(a[0], a[1]), (a[0].conj() * a[1]).sum())
    same(a @ b[:, 0], (a * b[:, 0]).sum(axis=1))
    same(a.T @ a, np.einsum("ji,jk->ik", a, a))
try:
    np.linalg.inv(np.zeros((3, 3)))
except np.linalg.LinAlgError:
    print("all is the same")
print([line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line][0])
"""


def test_numpy_counts_the_same_with_the_small_library(tmp_path: Path) -> None:
    import numpy as np

    folder = Path(np.__file__).parent
    found = list((folder.parent / "numpy.libs").glob("libscipy_openblas*.so"))
    if not found:
        pytest.skip("this numpy brings no OpenBLAS along")
    piece = Piece(f"numpy.libs/{found[0].name}", str(found[0]), "BINARY")
    other = Piece("numpy.libs/libgfortran.so", "/missing", "BINARY")
    small, kept = binaries.with_small_matrices([piece, other], folder, tmp_path / "made")
    assert kept == other
    if small == piece:
        pytest.skip("Debian's LAPACK, which the installer is built with, is not here")
    made = Path(small.source)
    assert made.stat().st_size * 10 < found[0].stat().st_size
    # Fortran's own library, which lies beside numpy too, is asked for no more.
    assert set(binaries.needed_by(small.source)) <= {"libc.so.6", "libm.so.6"}
    said = subprocess.run(
        [sys.executable, "-c", SUMS],
        env={"LD_PRELOAD": str(made)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines() == ["all is the same", str(made)]
    assert said.stderr == ""


def test_a_library_tells_what_it_asks_for_itself(library: Path, tmp_path: Path) -> None:
    asking = tmp_path / "libasking.so"
    source = tmp_path / "asking.c"
    source.write_text("int answer(int);\nint ask(void) { return answer(1); }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", asking, source, library], check=True)
    last = tmp_path / "liblast.so"
    source.write_text("int ask(void);\nint last(void) { return ask(); }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-nostdlib", "-o", last, source, asking], check=True)
    assert str(library) in binaries.needed_by(str(asking))
    assert binaries.needed_by(str(last)) == [str(asking)]
