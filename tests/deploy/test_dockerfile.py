"""The image without the window: in good order, nothing personal in it, and all that it needs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")


def steps() -> list[tuple[str, str]]:
    """Return the instructions and what stands behind each, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def last(word: str) -> str:
    return [rest for name, rest in steps() if name == word][-1]


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint is made for Linux alone")
def test_it_is_in_good_order() -> None:
    answer = subprocess.run(
        [str(HADOLINT), "--no-color", str(DOCKERFILE)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (answer.returncode, answer.stdout) == (0, "")


def test_it_runs_as_nobody_in_particular() -> None:
    assert int(last("USER")) >= 10_000
    assert f"--uid {last('USER')} " in last("RUN")


def test_every_file_that_it_takes_is_there() -> None:
    for word, rest in steps():
        if word == "COPY" and not rest.startswith("--from"):
            *sources, _ = rest.split()
            for source in sources:
                assert (ROOT / source).exists(), source


def test_everything_is_pinned() -> None:
    for word, rest in steps():
        for call in re.findall(r"pip install[^&]*", rest) if word == "RUN" else ():
            assert "--require-hashes" in call or "--no-deps" in call


def test_its_health_is_asked_of_an_address_that_there_is() -> None:
    check = last("HEALTHCHECK")
    assert "http://127.0.0.1:8642/health" in check
    assert last("CMD") == '["serve", "--host", "0.0.0.0"]'
    assert last("ENTRYPOINT") == '["zimmerfrei"]'


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_nothing_of_a_builder_s_own_comes_along() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert ignored[0] == "*"
    taken = {line.removeprefix("!").rstrip("/") for line in ignored[1:] if line.startswith("!")}
    wanted = {
        source.split("/")[0] if source.startswith("tools") else source
        for word, rest in steps()
        if word == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    # The image of the calendar service is built from the same folder.
    assert taken == wanted | {"requirements-relay.txt"}
