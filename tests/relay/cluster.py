"""A real PostgreSQL of our own, in a folder that is removed with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")
"""Debian puts the programs of PostgreSQL there and links few of them."""


@dataclass(frozen=True)
class Cluster:
    """One at a socket in a folder of its own; `durable`: what it confirms is on the disk."""

    folder: Path
    programs: Path
    durable: bool = False

    @property
    def address(self) -> str:
        return f"postgresql://relay@/postgres?host={self.folder}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs, as another user where we are root, whom it refuses."""
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=120)

    def start(self) -> None:
        options = f"-c listen_addresses='' -k {self.folder}"
        if not self.durable:
            options += " -c fsync=off"
        self.run(*self._control("start"), "-o", options, "-l", str(self.folder / "log"))

    @property
    def runs(self) -> bool:
        """Tell whether it does: with no room for its log it ends by itself."""
        try:
            self.run(*self._control("status"))
        except subprocess.CalledProcessError:
            return False
        return True

    def stop(self, how: str = "immediate") -> None:
        self.run(*self._control("stop"), "-m", how)

    def _control(self, action: str) -> tuple[str, ...]:
        return ("pg_ctl", action, "-w", "-D", str(self.folder / "data"))


def programs_of_postgres() -> Path | None:
    """Return where they lie; None where there are none, or nobody to run them as."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    programs = found[-1].parent if found else on_path and Path(on_path).parent
    if not programs or (os.geteuid() == 0 and not shutil.which("runuser")):
        return None
    return Path(programs)


@contextmanager
def started(
    programs: Path, *, durable: bool = False, where: Path | None = None
) -> Iterator[Cluster]:
    """Run one until the end of this context, its data below `where`."""
    # Short, and open to the user it runs as: a socket's path has 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="zf-pg-", dir=where))
    cluster = Cluster(folder, programs, durable)
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        options = ("--no-sync", "-A", "trust", "-U", "relay", "-E", "UTF8", "--locale=C.UTF-8")
        cluster.run("initdb", "-D", str(folder / "data"), *options)
        cluster.start()
        yield cluster
    finally:
        if cluster.runs:
            cluster.stop()
        shutil.rmtree(folder)
