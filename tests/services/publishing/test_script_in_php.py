"""The script in PHP's own server and in Apache: it answers as ours does, and notes who asks."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import formatdate
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.core.links.address_forms import Theme
from app.core.publishing.apache.htaccess import leading_lines
from app.core.publishing.apache.script import (
    GONE_FILE,
    READS_FILE,
    SCRIPT_FILE,
    gone_list,
    noted_as,
    noted_reads,
    script,
)
from app.server.web.answers import GUARDS
from app.services.calendars.website_page import POLICIES
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.apache import command

LINES = 100
TOKEN, WEBSITE, OLD, OFF = "A" * 24, "B" * 24, "C" * 24, "E" * 24
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LONG_AGO = 1_700_000_000


class Webspace:
    """A folder, and a web server with PHP in front of it."""

    def __init__(self, folder: Path, port: int, at: str) -> None:
        self.folder = folder
        self._port = port
        self._at = at

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, self._at + path, headers=named)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def note(self, text: str) -> Path:
        """Put notes there that the script has made before."""
        file = self.folder / READS_FILE
        file.write_text("<?php __halt_compiler(); ?>\n" + text)
        # Its own: Apache works as somebody else.
        file.chmod(0o666)
        return file

    @property
    def alone(self) -> bool:
        """Whether every address leads to the script."""
        return not self._at

    def leads_to_script(self, path: str) -> bool:
        return re.fullmatch(rf"/(?:[A-D]{{24}}\.ics|{SCRIPT_FILE})", path) is not None

    def reads(self) -> list[tuple[int, int, str]]:
        file = self.folder / READS_FILE
        notes = file.read_bytes() if file.exists() else b""
        links = {noted_as(TOKEN): 1, noted_as(WEBSITE): 2, noted_as(OLD): 3, noted_as(OFF): 4}
        found = noted_reads(notes, "", links, datetime.now(UTC))
        return [(fetch.link_id, fetch.status, fetch.agent) for fetch in found.fetches]


def by_php(folder: Path, port: int) -> list[str]:
    """Return how PHP's own server is started; every address leads to the script."""
    if shutil.which("php") is None:
        pytest.skip("needs php-cli")
    return ["php", "-S", f"127.0.0.1:{port}", "-t", str(folder), str(folder / SCRIPT_FILE)]


def by_apache(folder: Path, port: int) -> list[str]:
    """Return how Apache is started, with the lines that lead addresses to the script."""
    started = command(folder, port)
    (folder / ".htaccess").write_text("\n".join(leading_lines(SCRIPT_FILE)) + "\n")
    return started


@pytest.fixture(params=[by_php, by_apache])
def webspace(request: pytest.FixtureRequest) -> Iterator[Webspace]:
    # Not in pytest's own folder, which Apache's user is not let into.
    with tempfile.TemporaryDirectory(prefix="zimmerfrei-webspace.") as place:
        yield from served(request.param, Path(place) / "kalender")


def served(by: Callable[[Path, int], list[str]], folder: Path) -> Iterator[Webspace]:
    """Serve a folder with calendars and the script."""
    folder.mkdir()
    (folder / SCRIPT_FILE).write_bytes(script(POLICIES[Theme.LIGHT]))
    (folder / GONE_FILE).write_bytes(gone_list([OLD], [OFF]))
    for name in (f"{TOKEN}.ics", f"{WEBSITE}.ics", f"{WEBSITE}.html"):
        (folder / name).write_bytes(BODY)
        os.utime(folder / name, (LONG_AGO, LONG_AGO))
    port = free_port()
    started = by(folder, port)
    at = "" if by is by_php else "/kalender"
    # In a group of its own: Apache ends all of its group with itself.
    with subprocess.Popen(
        started,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        said = []
        for _ in range(LINES):
            said.append(process.stderr.readline())
            if "started" in said[-1] or "resuming normal operations" in said[-1]:
                break
            assert said[-1], said
        yield Webspace(folder, port, at)
        process.terminate()


def test_a_calendar_is_given_whole_as_the_server_gives_it(webspace: Webspace) -> None:
    status, headers, body = webspace.ask(f"/{TOKEN}.ics", Accept_Encoding="gzip")
    assert (status, body) == (200, BODY)
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["content-length"] == str(len(BODY))
    assert headers["etag"] == f'"{hashlib.sha256(BODY).hexdigest()[:32]}"'
    assert headers["last-modified"] == formatdate(LONG_AGO, usegmt=True)
    assert {name.lower(): value for name, value in GUARDS}.items() <= headers.items()
    assert "x-powered-by" not in headers


def test_a_head_gives_all_but_the_calendar(webspace: Webspace) -> None:
    whole = webspace.ask(f"/{TOKEN}.ics")[1]
    status, headers, body = webspace.ask(f"/{TOKEN}.ics", "HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == whole["content-length"]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', '"x",W/{},"y"', "*"])
def test_who_has_it_is_told_so(webspace: Webspace, form: str) -> None:
    tag = webspace.ask(f"/{TOKEN}.ics")[1]["etag"]
    status, headers, body = webspace.ask(f"/{TOKEN}.ics", If_None_Match=form.format(tag))
    assert (status, body) == (304, b"")
    assert headers["etag"] == tag


def test_another_tag_counts_more_than_the_date(webspace: Webspace) -> None:
    same = formatdate(LONG_AGO, usegmt=True)
    path = f"/{TOKEN}.ics"
    assert webspace.ask(path, If_None_Match='"x"', If_Modified_Since=same)[0] == 200
    assert webspace.ask(path, If_Modified_Since=same)[0] == 304
    later = formatdate(LONG_AGO + 60, usegmt=True)
    assert webspace.ask(path, If_Modified_Since=later)[0] == 200
    assert webspace.ask(path, If_Modified_Since="rubbish")[0] == 200


def test_a_change_of_this_minute_has_no_date_yet(webspace: Webspace) -> None:
    file = webspace.folder / f"{TOKEN}.ics"
    os.utime(file)
    status, headers, _ = webspace.ask(
        f"/{TOKEN}.ics", If_Modified_Since=formatdate(file.stat().st_mtime, usegmt=True)
    )
    assert status == 200
    assert "last-modified" not in headers


def test_a_website_s_page_may_be_framed_and_tells_no_date(webspace: Webspace) -> None:
    status, headers, _ = webspace.ask(f"/{WEBSITE}.html")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-security-policy"] == POLICIES[Theme.LIGHT]
    assert "x-frame-options" not in headers
    assert "last-modified" not in headers
    assert "last-modified" not in webspace.ask(f"/{WEBSITE}.ics")[1]


@pytest.mark.parametrize("end", ["/", "//", "%20", "%C2%A0", "%0A"])
def test_what_was_copied_along_with_an_address_does_no_harm(webspace: Webspace, end: str) -> None:
    assert webspace.ask(f"/{TOKEN}.ics{end}")[0] == 200


def test_capitals_at_its_end_do_no_harm(webspace: Webspace) -> None:
    assert webspace.ask(f"/{TOKEN}.ICS")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"/{'D' * 24}.ics",
        f"/{TOKEN}",
        f"/{TOKEN}.php",
        f"/{SCRIPT_FILE}",
        f"/{READS_FILE}",
        f"/{GONE_FILE}",
        f"/{'A' * 23}.ics",
        f"/..%2f{TOKEN}.ics/x",
        "/.htaccess",
    ],
)
def test_what_there_is_not_is_not_found_and_not_noted(webspace: Webspace, path: str) -> None:
    status, headers, body = webspace.ask(path)
    if webspace.alone or webspace.leads_to_script(path):
        assert (status, body) == (404, b"Not Found\n")
        assert {name.lower(): value for name, value in GUARDS}.items() <= headers.items()
    else:
        # Apache's own answer, or a file of PHP that says nothing.
        assert status in {403, 404} or body == b""
    assert webspace.reads() == []


def test_an_address_given_up_is_gone_and_who_asks_is_noted(webspace: Webspace) -> None:
    status, _, body = webspace.ask(f"/{OLD}.ics", User_Agent="Airbnb")
    assert (status, body) == (410, b"Gone\n")
    assert webspace.reads() == [(3, 410, "Airbnb")]


def test_a_link_switched_off_is_not_found_and_who_asks_is_noted(webspace: Webspace) -> None:
    status, headers, body = webspace.ask(f"/{OFF}.ics", User_Agent="Airbnb")
    assert (status, body) == (404, b"Not Found\n")
    assert headers["x-zimmerfrei"] == "1"
    assert webspace.reads() == [(4, 404, "Airbnb")]


def test_a_list_that_was_spoilt_keeps_no_calendar_from_its_reader(webspace: Webspace) -> None:
    (webspace.folder / GONE_FILE).write_bytes(b"<?php return 7;")
    assert webspace.ask(f"/{TOKEN}.ics")[::2] == (200, BODY)
    assert webspace.ask(f"/{'D' * 24}.ics")[0] == 404


def test_a_number_that_no_clock_tells_is_not_counted_on(webspace: Webspace) -> None:
    webspace.note(f"{10**18 - 1}\t{noted_as(TOKEN)}\t200\tspoilt\n")
    webspace.ask(f"/{TOKEN}.ics", User_Agent="after")
    assert webspace.reads() == [(1, 200, "after")]


def test_no_calendar_is_ever_an_empty_one(webspace: Webspace) -> None:
    (webspace.folder / f"{TOKEN}.ics").write_bytes(b"")
    status, headers, _ = webspace.ask(f"/{TOKEN}.ics")
    assert (status, headers["retry-after"]) == (503, "120")


def test_nothing_is_written_by_readers(webspace: Webspace) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        status, headers, _ = webspace.ask(f"/{TOKEN}.ics", method)
        assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert webspace.reads() == []


def test_readings_are_noted_in_turn_with_who_read(webspace: Webspace) -> None:
    webspace.ask(f"/{TOKEN}.ics", User_Agent="Google-Calendar-Importer")
    tag = webspace.ask(f"/{WEBSITE}.html", User_Agent="Firefox")[1]["etag"]
    webspace.ask(f"/{WEBSITE}.html", User_Agent="Tab\there", If_None_Match=tag)
    assert webspace.reads() == [
        (1, 200, "Google-Calendar-Importer"),
        (2, 200, "Firefox"),
        (2, 304, "Tab here"),
    ]


def test_the_notes_stay_bounded_and_whole(webspace: Webspace) -> None:
    line = f"{LONG_AGO * 1_000_000}\t{noted_as(TOKEN)}\t200\t{'x' * 180}\n"
    file = webspace.note(line * 1400)
    assert file.stat().st_size > 262_144
    webspace.ask(f"/{TOKEN}.ics", User_Agent="newest")
    assert file.stat().st_size < 140_000
    head, *lines = file.read_text().splitlines()
    assert head == "<?php __halt_compiler(); ?>"
    assert all(one.count("\t") == 3 for one in lines)
    assert webspace.reads()[-1] == (1, 200, "newest")


def test_nothing_that_a_visitor_sends_is_run(webspace: Webspace) -> None:
    agent = "x<?php file_put_contents(__DIR__ . '/run', 'x'); ?>"
    webspace.ask(f"/{TOKEN}.ics", User_Agent=agent)
    notes = webspace.folder / READS_FILE
    assert notes.read_bytes().count(b"<?") == 1
    assert webspace.ask(f"/{READS_FILE}")[2] in {b"", b"Not Found\n"}
    # Nor what was noted in another way.
    webspace.note(f"1\t{noted_as(TOKEN)}\t200\t{agent}\n")
    assert webspace.ask(f"/{READS_FILE}")[2] in {b"", b"Not Found\n"}
    assert not (webspace.folder / "run").exists()
    assert webspace.reads()[0][:2] == (1, 200)


def test_no_reading_is_kept_for_longer_than_sixty_days(webspace: Webspace) -> None:
    def line(days: float, agent: str) -> str:
        number = int((datetime.now(UTC).timestamp() - days * 86400) * 1_000_000)
        return f"{number}\t{noted_as(TOKEN)}\t200\t{agent}\n"

    ages = {"old": 62, "spoilt": 61, "just": 60.5, "young": 59, "new": 1}
    lines = {agent: line(days, agent) for agent, days in ages.items()}
    lines["spoilt"] = "<html>\n"
    file = webspace.note("".join(lines.values()))
    webspace.ask(f"/{TOKEN}.ics", User_Agent="now")
    assert [agent for _, _, agent in webspace.reads()] == ["young", "new", "now"]
    assert file.read_bytes().startswith(b"<?php __halt_compiler(); ?>\n")
    # Looked through once a day, not at every reading.
    webspace.note(lines["just"] + lines["new"])
    webspace.ask(f"/{TOKEN}.ics", User_Agent="now")
    assert [agent for _, _, agent in webspace.reads()] == ["just", "new", "now"]


def test_numbers_grow_also_where_the_clock_was_set_back(webspace: Webspace) -> None:
    ahead = int(datetime.now(UTC).timestamp() * 1_000_000) + 10**12
    file = webspace.note(f"{ahead}\t{noted_as(TOKEN)}\t200\tbefore\n")
    webspace.ask(f"/{TOKEN}.ics", User_Agent="after")
    found = noted_reads(file.read_bytes(), str(ahead), {noted_as(TOKEN): 1}, datetime.now(UTC))
    assert [fetch.agent for fetch in found.fetches] == ["after"]
    assert found.until == str(ahead + 1)


def test_where_nothing_can_be_noted_it_answers_all_the_same(webspace: Webspace) -> None:
    (webspace.folder / READS_FILE).mkdir()
    assert webspace.ask(f"/{TOKEN}.ics")[::2] == (200, BODY)
