"""What brings a calendar service into containers and to the internet, and what hosts are told."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from datetime import timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from app.core.publishing.relay.protocol import SENT_MOST
from app.relay.accounts.session import AT_MOST, UNUSED_FOR
from app.relay.metrics.counts import Counts
from app.relay.metrics.listener import METRICS
from app.relay.metrics.told import State, told
from app.relay.opening import USUAL_CACHE
from app.relay.tables.fetches import KEPT_FOR
from app.relay.uses.inviting import ADDRESS_VARIABLE, OPERATOR_VARIABLE
from app.relay.uses.owners import Counted, Standing
from app.relay.web.host.pages import PATH

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "relay"
DOCKERFILE = FOLDER / "Dockerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")


def steps() -> list[tuple[str, str]]:
    """Return the instructions and what stands behind each, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def taken() -> list[str]:
    return [
        source
        for word, rest in steps()
        if word == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]


@pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy")
def test_caddy_understands_its_file(tmp_path: Path) -> None:
    caddy = shutil.which("caddy")
    assert caddy
    answer = subprocess.run(
        [caddy, "validate", "--config", str(FOLDER / "Caddyfile"), "--adapter", "caddyfile"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(tmp_path)),
    )
    assert answer.returncode == 0, answer.stderr
    assert "Valid configuration" in answer.stdout + answer.stderr


def test_caddy_writes_no_paths_down_and_lets_every_calendar_through() -> None:
    text = re.sub(r"#.*", "", (FOLDER / "Caddyfile").read_text())
    # Of a log only what is kept out of it.
    assert re.findall(r"\blog\b[^}]*}", text) == [
        "log {\n\t\texclude http.log.access http.log.error http.handlers.reverse_proxy\n\t}"
    ]
    [most] = re.findall(r"max_size (\d+)MB", text)
    # Caddy counts in thousands.
    assert 5 * 2**20 < int(most) * 10**6 <= SENT_MOST


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint is made for Linux alone")
def test_the_image_is_in_good_order() -> None:
    answer = subprocess.run(
        [str(HADOLINT), "--no-color", str(DOCKERFILE)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (answer.returncode, answer.stdout) == (0, "")


def test_the_image_takes_what_is_there_and_nothing_of_a_builder_s_own() -> None:
    for source in taken():
        assert (ROOT / source).exists(), source
    # The project's alone: where another would lie, each builder of images has its own idea.
    assert not list(FOLDER.glob("*ignore"))
    first, *rest = (ROOT / ".dockerignore").read_text().split()
    assert first == "*"
    let_in = {line.removeprefix("!").rstrip("/") for line in rest if line.startswith("!")}
    wanted = {one.split("/")[0] if one.startswith("tools") else one for one in taken()}
    assert let_in == wanted | {"requirements-server.txt"}


def test_everything_in_the_image_is_pinned_and_runs_as_nobody_in_particular() -> None:
    for word, rest in steps():
        for call in re.findall(r"pip install[^&]*", rest) if word == "RUN" else ():
            assert "--require-hashes" in call or "--no-deps" in call
    [user] = [rest for word, rest in steps() if word == "USER"]
    assert int(user) >= 10_000
    pinned = (ROOT / "requirements-relay.txt").read_text()
    for package in ("gunicorn", "psycopg", "psycopg-binary", "segno"):
        assert re.search(rf"^{package}==", pinned, re.MULTILINE)


def test_image_unit_and_composition_run_the_same() -> None:
    [command] = [rest for word, rest in steps() if word == "CMD"]
    image = re.findall(r'"([^"]*)"', command)
    unit = (FOLDER / "zimmerfrei-relay.service").read_text()
    [started] = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    without_bind = [one for one in shlex.split(started)[1:] if "8643" not in one]
    assert [one for one in image[1:] if "8643" not in one] == without_bind
    composed = (FOLDER / "compose.yaml").read_text()
    assert "ZIMMERFREI_RELAY_SERVER: relay:8643" in composed
    # The one whose word is believed is Caddy, and nobody reaches the workers past it.
    [proxy] = re.findall(r"ZIMMERFREI_RELAY_PROXY: (\S+)", composed)
    assert f"ipv4_address: {proxy}\n" in composed
    assert re.findall(r"ports: (\[.*\])", composed) == ['["80:80", "443:443", "443:443/udp"]']


def test_nobody_else_is_given_the_address_of_the_one_whose_word_is_believed() -> None:
    composed = (FOLDER / "compose.yaml").read_text()
    [caddy] = re.findall(r"ipv4_address: (\S+)", composed)
    [subnet] = re.findall(r"subnet: (\S+)", composed)
    given_out = re.findall(r"ip_range: (\S+)", composed)
    assert ip_address(caddy) in ip_network(subnet)
    # Who has no address of its own gets the next one that is free: whichever starts first.
    assert given_out
    assert ip_network(given_out[0]).subnet_of(ip_network(subnet))  # type: ignore[arg-type]
    assert ip_address(caddy) not in ip_network(given_out[0])


def test_what_goes_through_a_container_s_pipe_goes_through_no_terminal() -> None:
    lines = (FOLDER / "README.md").read_text("utf-8").splitlines()
    moved = [line for line in lines if "exec" in line and ("database" in line)]
    assert len(moved) == 2
    assert [line for line in moved if "compose exec -T database" not in line] == []
    # What reads the database for a restored copy is the service alone, which is stopped for it.
    [back] = [number for number, line in enumerate(lines) if "database pg_restore" in line]
    assert lines[back - 1].strip() == "docker compose stop relay"
    assert lines[back + 1].strip() == "docker compose start relay"


def test_all_that_hosts_are_told_to_type_is_what_is_proven() -> None:
    said = (FOLDER / "README.md").read_text("utf-8")
    typed = re.findall(r"^    (?:git pull && )?docker compose ([A-Za-z -]+)", said, re.MULTILINE)
    assert len(typed) >= 6
    proven = (ROOT / "tools" / "prove_compose.sh").read_text()
    # The proof has no terminal; its commands are the same otherwise.
    proven = re.sub(r" -T\b", "", proven)
    for line in typed:
        assert f"compose {line.replace(' -T', '').strip()}" in proven, line
    # It may run beside a real one, whose data must not go when it is cleared away.
    [name] = re.findall(r"^name: (\S+)$", (FOLDER / "compose.yaml").read_text(), re.MULTILINE)
    [its_own] = re.findall(r"--project-name (\S+)\)", proven)
    assert its_own != name


def test_what_must_be_said_is_asked_for_in_words() -> None:
    composed = (FOLDER / "compose.yaml").read_text()
    wanted = re.findall(r"\$\{(\w+):\?([^}]*)\}", composed)
    assert {name for name, _ in wanted} == {"POSTGRES_PASSWORD", "ZIMMERFREI_RELAY_NAME"}
    assert {said for _, said in wanted} == {"is missing in .env"}
    # These are the lines that the one command of the README writes.
    [written] = re.findall(r"printf '(.*?)' ", (FOLDER / "README.md").read_text("utf-8"))
    assert {line.partition("=")[0] for line in written.split("\\n") if line} == {
        name for name, _ in wanted
    }


def test_every_variable_that_is_read_is_told_of_and_no_other() -> None:
    read = {*variables_read(), "ZIMMERFREI_DATA_DIR", "WEB_CONCURRENCY"}
    said = (FOLDER / "README.md").read_text("utf-8")
    table = re.findall(r"^\| `([A-Z_]+)` \|", said, re.MULTILINE)
    assert sorted(table) == sorted(read)
    assert re.findall(r"\| megabytes of calendars that each worker keeps; (\d+) \|", said) == [
        str(USUAL_CACHE)
    ]
    for name in ("compose.yaml", "zimmerfrei-relay.service"):
        told = set(re.findall(r"\b(ZIMMERFREI_[A-Z_]+)", (FOLDER / name).read_text()))
        assert told <= read | {"ZIMMERFREI_RELAY_NAME", "ZIMMERFREI_RELAY_SERVER"}
    for name in ("handbook.md", "handbuch.md"):
        told = set(
            re.findall(r"ZIMMERFREI_RELAY_[A-Z]+", (ROOT / "docs" / name).read_text("utf-8"))
        )
        assert {METRICS, ADDRESS_VARIABLE, OPERATOR_VARIABLE} <= told <= read


def variables_read() -> set[str]:
    """Return the variables of the environment that any file of the service names."""
    return {
        variable
        for path in (ROOT / "app" / "relay").rglob("*.py")
        for variable in re.findall(
            r'^[A-Z_]+ = "(ZIMMERFREI_[A-Z_]+)"$', path.read_text(), re.MULTILINE
        )
    }


def test_the_composition_says_where_the_service_is_and_who_runs_it() -> None:
    composed = (FOLDER / "compose.yaml").read_text()
    assert f"{ADDRESS_VARIABLE}: https://${{ZIMMERFREI_RELAY_NAME:?" in composed
    assert f"{OPERATOR_VARIABLE}: ${{{OPERATOR_VARIABLE}:-}}\n" in composed
    # Nothing has to be started by hand for that any more.
    assert "relay serve --port 0" not in (FOLDER / "README.md").read_text("utf-8")


def test_what_hosts_are_told_of_their_page_and_of_numbers_is_so() -> None:
    said = (FOLDER / "README.md").read_text("utf-8")
    assert said.count(f"`{PATH}/`") == 2
    assert "after an hour without use, at the latest\nafter twelve." in said
    assert (timedelta(hours=1), timedelta(hours=12)) == (UNUSED_FOR, AT_MOST)
    text = told(Counts(), 1, State("sqlite", Counted({Standing.SILENT: 1}, 0, 0), 0.0))
    for name in re.findall(r"`(zimmerfrei_relay_[a-z_]+(?:\{[^}]*\})?)", said):
        assert name in text, name


@pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy")
def test_caddy_understands_what_keeps_strangers_from_the_page(tmp_path: Path) -> None:
    said = (FOLDER / "README.md").read_text("utf-8")
    [lines] = re.findall(r"^((?:    [@a-z].*\n)+)(?=\n## What stands)", said, re.MULTILINE)
    text = (FOLDER / "Caddyfile").read_text()
    (tmp_path / "Caddyfile").write_text(text.replace("\treverse_proxy", lines + "\treverse_proxy"))
    caddy = shutil.which("caddy")
    assert caddy
    answer = subprocess.run(
        [caddy, "validate", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(tmp_path)),
    )
    assert answer.returncode == 0, answer.stderr


def test_hosts_are_told_how_long_is_kept_what_owners_are_told() -> None:
    said = (FOLDER / "README.md").read_text("utf-8")
    contract = (FOLDER / "Auftragsverarbeitung.md").read_text("utf-8")
    assert f"after {KEPT_FOR.days} days" in said
    assert f"nach {KEPT_FOR.days} Tagen" in said
    assert f"nach {KEPT_FOR.days} Tagen" in contract
    for name in re.findall(r"`([A-Za-z-]+(?:\.[a-z]+)?)`", said.split("## ")[0]):
        assert (FOLDER / name).is_file(), name
