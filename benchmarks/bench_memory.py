"""Memory of `zimmerfrei serve` with every link of a large house fetched once.

Stated, without a bound: what matters is that it follows the size of the feeds.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from urllib.request import urlopen

import psutil

from app.core.links.link import link_path
from benchmarks.house import house

UNITS = 100
OCCUPANCIES = 500


@contextmanager
def serving(folder: Path) -> Iterator[tuple[psutil.Process, int]]:
    """Yield the process of the command, once it says where it listens, and its port."""
    command = [
        str(Path(sys.executable).with_name("zimmerfrei")),
        *("serve", "--port", str(_free_port()), "--data-dir", str(folder)),
    ]
    with Popen(command, stdout=PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield psutil.Process(process.pid), int(command[3])
        finally:
            process.terminate()


def _free_port() -> int:
    from app.server.hosting.host import listen  # noqa: PLC0415  # not part of what is measured

    with listen("127.0.0.1", 0) as listener:
        return int(listener.getsockname()[1])


def main() -> int:
    """Print one line."""
    with house(UNITS, OCCUPANCIES) as (services, links), serving(services.folder.path) as running:
        process, port = running
        before = process.memory_info().rss
        size = 0
        for link in links:
            with urlopen(f"http://127.0.0.1:{port}{link_path(link)}") as answer:
                size += len(answer.read())
        after = process.memory_info().rss
    print(
        f"serve, {UNITS} units × {OCCUPANCIES} occupancies, all fetched once: "
        f"{after / 2**20:.0f} MiB resident ({before / 2**20:.0f} MiB before the first fetch; "
        f"the feeds are {size / 2**20:.1f} MiB)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
