"""Nothing that a bundle leaves out is asked for by the program."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.packing.contents import EXCLUDED_MODULES, is_included, modules_of

ROOT = Path(__file__).parents[2]

# The program with these modules out of reach, as they are in a bundle.
PROGRAM = """
import sys
excluded = {excluded!r}

class OutOfReach:
    def find_spec(self, name, path=None, target=None):
        if name in excluded or any(name.startswith(one + ".") for one in excluded):
            raise ModuleNotFoundError("not in the bundle: " + name, name=name)

sys.meta_path.insert(0, OutOfReach())
import runpy
runpy.run_path("tools/packing/no_opengl.py")
import app.ui.figures.plots
import app.ui.stays.holidays
from PySide6.QtWidgets import QApplication
application = QApplication([])
import pyqtgraph
plot = pyqtgraph.PlotWidget()
plot.addItem(pyqtgraph.BarGraphItem(x0=[0], x1=[1], y0=[0], y1=[2]))
plot.resize(300, 200)
plot.show()
application.processEvents()
assert not plot.grab().isNull()

import holidays
assert dict(holidays.country_holidays("DE", years=2027))
import io
import openpyxl
book = openpyxl.Workbook()
book.active.append(["Anreise", 2, 2.5])
book.save(file := io.BytesIO())
(row,) = openpyxl.load_workbook(file).active.values
assert row == ("Anreise", 2, 2.5)
import asyncssh, flask, icalendar, keyring, obstore, playhouse.migrate, segno, waitress
there = [sys.modules[name] for name in excluded if name in sys.modules]
files = [f"{{module.__name__}} {{vars(module).get('__file__')}}" for module in there]
print("all there:", *sorted(files))
"""


def test_the_program_does_without() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(excluded=EXCLUDED_MODULES)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    stood_in = "PySide6.QtOpenGL None PySide6.QtOpenGLWidgets None"
    assert done.stdout == f"all there: {stood_in}\n", done.stderr


def test_no_module_of_ours_names_one_that_is_left_out() -> None:
    imports = re.compile(r"^ *(?:from ([\w.]+) )?import (\w[\w.]*)", re.MULTILINE)
    named = {
        ".".join(filter(None, found))
        for file in (ROOT / "app").rglob("*.py")
        for found in imports.findall(file.read_text("utf-8"))
    }
    assert {"sys", "pyqtgraph", "PySide6.QtCore.Qt"} <= named
    assert not [name for name in sorted(named) if not is_included(name)]


def test_what_is_collected_by_name_leaves_them_out() -> None:
    assert is_included("holidays.countries.germany")
    assert is_included("numpy.random_things")
    assert not is_included("holidays.financial")
    assert not is_included("holidays.financial.nasdaq")
    assert not any(is_included(name) for name in EXCLUDED_MODULES)


def test_modules_are_found_by_their_files() -> None:
    ours = modules_of("app")
    assert {"app", "app.cli.families", "app.ui.figures.plots", "app.i18n"} <= set(ours)
    # Those with names that no statement can import are data, read by path.
    assert not [name for name in ours if "0001" in name]
    assert all(importlib.util.find_spec(name) for name in ours[:20])
    countries = modules_of("holidays")
    assert "holidays.countries.germany" in countries
    assert not [name for name in countries if "financial" in name]
    assert modules_of("click") == sorted(modules_of("click"))
    assert "keyring.backends.Windows" in modules_of("keyring.backends")


def test_a_package_that_is_not_here_is_named_all_the_same() -> None:
    # So that PyInstaller can say that it is missing.
    assert modules_of("not_anywhere") == ["not_anywhere"]
    assert modules_of("peewee") == ["peewee"]


@pytest.mark.skipif(sys.platform != "linux", reason="of Linux")
def test_code_is_read_from_the_file_that_was_started() -> None:
    # PyInstaller's own module, which there is in a bundle alone.
    program = """
import runpy, sys, types
archive = types.SimpleNamespace(_filename=sys.executable)
sys.modules["pyimod02_importers"] = types.SimpleNamespace(pyz_archive=archive)
runpy.run_path("tools/packing/own_file.py")
import os
assert os.path.samefile(archive._filename, sys.executable)
print(archive._filename)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "/proc/self/exe\n"


def test_the_setup_deletes_the_folder_that_the_program_uses() -> None:
    import platformdirs.windows

    usual = platformdirs.windows.Windows("zimmerfrei", appauthor=False)
    setup = (ROOT / "tools/packing/windows/setup.nsi").read_text("utf-8")
    assert f'RMDir /r "$LOCALAPPDATA\\{usual.appname}"' in setup


def test_whoever_draws_by_opengl_is_told_what_is_missing() -> None:
    program = """
import runpy
runpy.run_path("tools/packing/no_opengl.py")
from PySide6 import QtOpenGL, QtOpenGLWidgets, QtWidgets
assert issubclass(QtOpenGLWidgets.QOpenGLWidget, QtWidgets.QWidget)
QtOpenGL.QOpenGLBuffer
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "AttributeError" in done.stderr
    assert "QOpenGLBuffer" in done.stderr
