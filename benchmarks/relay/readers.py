"""Readers of many calendars: wrk, which costs next to nothing beside what it measures."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
_SCRIPT = """
local paths, tag, turn = {}, nil, 0

function init(args)
    math.randomseed(tonumber(args[2]))
    for line in io.lines(args[1]) do paths[#paths + 1] = line end
    turn = tonumber(args[3])
    tag = args[4]
    wrk.headers["User-Agent"] = "Google-Calendar-Importer"
    if tag ~= nil then wrk.headers["If-None-Match"] = tag end
end

function request()
    if turn >= 0 then
        turn = turn + 1
        return wrk.format("GET", paths[(turn - 1) % #paths + 1])
    end
    return wrk.format("GET", paths[math.random(#paths)])
end

function done(summary, latency, requests)
    local bad = summary.errors
    io.stdout:write(string.format(
        '\\nJSON {"answers": %d, "seconds": %f, "bytes": %d, "median": %f, "late": %f, ' ..
        '"refused": %d, "broken": %d}\\n',
        summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e6,
        latency:percentile(99) / 1e6, bad.status,
        bad.connect + bad.read + bad.write + bad.timeout
    ))
end
"""


@dataclass(frozen=True)
class Read:
    """What the readers saw; `median` and `late` (of a hundred the last but one) in seconds."""

    answers: int
    seconds: float
    bytes: int
    median: float
    late: float
    refused: int
    broken: int

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds


@dataclass
class Readers:
    """Who ask for `paths` at random, each as soon as it has its answer."""

    folder: Path
    seed: int = 0

    def ask(
        self,
        port: int,
        paths: Sequence[str],
        seconds: float,
        *,
        tag: str | None = None,
        turn: int | None = None,
    ) -> Read:
        """Read for so long, by many connections at once.

        Args:
            port: where is asked.
            paths: what is asked for, at random.
            seconds: for how long.
            tag: the ETag that all readers have.
            turn: where given, paths are asked for one after the other, from this one on.
        """
        script, listed = self.folder / "readers.lua", self.folder / "paths"
        script.write_text(_SCRIPT)
        listed.write_text("".join(f"{path}\n" for path in paths))
        self.seed += 1
        command = [
            *("wrk", "--threads", "1", "--connections", str(CONNECTIONS)),
            *("--duration", f"{max(1, round(seconds))}s", "--timeout", "30s"),
            *("--script", str(script), f"http://127.0.0.1:{port}"),
            *(
                "--",
                str(listed),
                str(self.seed),
                str(-1 if turn is None else turn),
                *([tag] if tag else []),
            ),
        ]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        [found] = [line for line in said.splitlines() if line.startswith("JSON ")]
        read = Read(**json.loads(found.removeprefix("JSON ")))
        assert not read.broken, said
        return read


@contextmanager
def readers() -> Iterator[Readers]:
    """Yield readers; their files are gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield Readers(Path(folder))


def missing() -> str:
    """Return what is missing for them, empty where nothing is."""
    return "" if shutil.which("wrk") else "wrk"
