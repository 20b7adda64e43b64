"""From starting the interpreter to the first painting: our window against an empty PySide6 one.

Both are processes of their own, in turns; so is it measured until the page with the owner's data is
painted. Judged is the time that the processor has worked for the process until then: on a machine
that does other things as well, the time on the clock says more of those. That is printed beside it,
and both until the links are served.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from app.bootstrap import COMMAND_BUSY_TIMEOUT, opened
from app.services.data_folder.folder import DataFolder

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15
BOUNDS = {"painted": 1.5, "page": 2.5}
"""Of the page, Qt's own part is some 1.4: the window, Qt's enumerations, the first text, the style.
The rest is what is imported to open the data, and making and painting the plan. What finds in it
and what is due come after that, into places that are kept for them."""
NOT_COMPILED = "PYTHONDONTWRITEBYTECODE"

EMPTY = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

def painted():
    print(time.time(), time.process_time(), flush=True)
    app.quit()

class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)

app = QApplication(sys.argv)
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""

# The program as `zimmerfrei` starts it; only told apart from it by saying when it was painted.
OURS = """
import sys, time

# peewee takes these along where they are installed, which is only for the service of many owners.
sys.modules.update(psycopg=None, psycopg2=None)

class Watch:
    # Puts a word into the modules of the window when the program itself imports them.
    def find_spec(self, name, path=None, target=None):
        if name not in ("app.ui.window.frame.frame", "app.ui.window.program"):
            return None
        sys.meta_path.remove(self)
        import importlib.util
        spec = importlib.util.find_spec(name)
        sys.meta_path.insert(0, self)
        load = spec.loader.exec_module
        def exec_module(module):
            load(module)
            (watch_frame if name == "app.ui.window.frame.frame" else watch_program)(module)
        spec.loader.exec_module = exec_module
        return spec

def watch_frame(module):
    made = module.Frame.__init__
    def init(self, *args, **named):
        made(self, *args, **named)
        self.painted.connect(lambda: say("painted"))
    module.Frame.__init__ = init

def watch_program(module):
    begin = module.Program.begin
    def begun(self):
        say("page")
        begin(self)
        say("served")
        self.quit_wanted.emit()
    module.Program.begin = begun

def say(what):
    print(what, time.time(), time.process_time(), flush=True)

sys.meta_path.insert(0, Watch())
from app.cli import main
sys.argv[0] = "zimmerfrei"
main()
"""


class Taken(NamedTuple):
    """Seconds from the start of a process: of the processor for it, and on the clock."""

    worked: float
    passed: float


def main() -> int:
    with tempfile.TemporaryDirectory() as whole:
        folder = str(Path(whole, "data"))
        with opened(DataFolder(Path(folder)), busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
            services.sample.fill()
            services.backups.daily()
        run(EMPTY, folder)  # compiles what both need
        # Twice: the second start finds the places that the first has noted.
        run(OURS, folder)
        run(OURS, folder)
        empty: list[Taken] = []
        ours: dict[str, list[Taken]] = {"painted": [], "page": [], "served": []}
        for _ in range(ROUNDS):
            empty.append(run(EMPTY, folder)[""])
            for what, taken in run(OURS, folder).items():
                ours[what].append(taken)
    reference = median(empty)
    ratios: dict[str, float] = {}
    print(
        f"empty PySide6 window: first painting after {reference.worked * 1000:.0f} ms of work, "
        f"{reference.passed * 1000:.0f} ms on the clock"
    )
    for what, words in {
        "painted": "our window: first painting",
        "page": "our window: the page painted",
        "served": "our window: the links served",
    }.items():
        taken = median(ours[what])
        # Each by the empty one that ran before it: a processor is not as fast all the time.
        pairs = zip(ours[what], empty, strict=True)
        ratios[what] = statistics.median(one.worked / other.worked for one, other in pairs)
        print(
            f"{words} after {taken.worked * 1000:.0f} ms of work, ratio {ratios[what]:.2f} "
            f"({taken.passed * 1000:.0f} ms on the clock, {taken.passed / reference.passed:.2f})"
        )
    missed = {what: ratios[what] > bound for what, bound in BOUNDS.items()}
    for what, bound in BOUNDS.items():
        print(f"{what} within {bound} times: {'MISSED' if missed[what] else 'met'}")
    return int(any(missed.values()))


def median(taken: list[Taken]) -> Taken:
    """Return the medians of both times, each by itself."""
    return Taken(*(statistics.median(seconds) for seconds in zip(*taken, strict=True)))


def run(program: str, folder: str) -> dict[str, Taken]:
    """Run a program; return after how many seconds it said what (an empty word: painted).

    With compiled modules, as every installation has them, whatever the environment says.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if name != NOT_COMPILED},
        "PYTHONPYCACHEPREFIX": str(Path(folder).with_name("compiled")),
        "QT_QPA_PLATFORM": "offscreen",
        "ZIMMERFREI_DATA_DIR": folder,
        "PYTHONPATH": str(ROOT),
    }
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    marks = (line.split(" ") for line in done.stdout.splitlines())
    return {
        "".join(what): Taken(float(worked), float(moment) - begun)
        for *what, moment, worked in marks
    }


if __name__ == "__main__":
    sys.exit(main())
