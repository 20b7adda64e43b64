"""What readers get over a real socket, byte by byte."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from email.utils import format_datetime
from wsgiref.util import setup_testing_defaults

import pytest

from app import __version__
from app.core.links.link import Origin
from app.core.stays.occupancy import OccupancyDraft
from app.server.web.app import create_app
from app.server.web.feeds import SETTLES_AFTER
from tests.clocks import SetClock
from tests.server.conftest import FIRST, Answer, House

GUARDS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def test_a_feed_comes_whole_with_its_headers(house: House) -> None:
    house.occupy(0, guest="Familie Yılmaz", note="Hund")
    answer = house.get()
    assert answer.status == 200
    assert answer.headers == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Length": str(len(answer.body)),
        "Content-Disposition": 'inline; filename="seeblick-1.ics"',
        "Etag": answer.headers["Etag"],
        **GUARDS,
    }
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["Etag"])
    assert len(answer.arrivals) == 1
    assert b"Y\xc4\xb1lmaz" not in answer.body
    assert b"Hund" not in answer.body


def test_head_has_the_headers_of_get_and_no_body(house: House, clock: SetClock) -> None:
    clock.passes(hours=1)
    get, head = house.get(), house.get(method="HEAD")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_304_has_the_headers_of_get(house: House, clock: SetClock) -> None:
    clock.passes(hours=1)
    get = house.get()
    unchanged = house.get(If_None_Match=get.headers["Etag"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    # There is no body to give the length of.
    assert unchanged.headers | {"Content-Length": get.headers["Content-Length"]} == get.headers


@pytest.mark.parametrize("ready", [False, True])
def test_the_connection_is_kept_after_a_304_unless_the_reader_wants_its_end(
    house: House, *, ready: bool
) -> None:
    etag = house.get().headers["Etag"]
    if not ready:
        house.occupy(0)
        house.services.occupancies.cancel(1, sequence=0)
    asked = f"GET {house.path} HTTP/1.1\r\nHost: x\r\nIf-None-Match: {etag}\r\n"
    received = house.raw((f"{asked}\r\n" * 3 + f"{asked}Connection: close\r\n\r\n").encode())
    assert received.count(b"HTTP/1.1 304 Not Modified\r\n") == 4
    assert received.count(b"Connection: close") == 1
    older = house.raw(f"{asked}\r\n".replace("HTTP/1.1", "HTTP/1.0").encode())
    assert older.startswith(b"HTTP/1.0 304 Not Modified\r\n")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"a", {}', '"a",W/{} , "b"', "*", " * ", "{bare}"])
def test_the_tag_is_found_in_every_form(house: House, form: str) -> None:
    etag = house.get().headers["Etag"]
    sent = form.format(etag, bare=etag.strip('"'))
    assert house.get(If_None_Match=sent).status == 304
    assert house.get(method="HEAD", If_None_Match=sent).status == 304


@pytest.mark.parametrize("tags", ['"other"', "", "rubbish", '"', "{half}", "W/"])
def test_another_tag_gets_the_feed(house: House, tags: str) -> None:
    half = house.get().headers["Etag"][1:16]
    assert house.get(If_None_Match=tags.format(half=half)).status == 200


def test_the_tag_wins_over_the_date(house: House, clock: SetClock) -> None:
    clock.passes(hours=1)
    first = house.get()
    modified, etag = first.headers["Last-Modified"], first.headers["Etag"]
    assert house.get(If_None_Match='"other"', If_Modified_Since=modified).status == 200
    assert (
        house.get(If_None_Match=etag, If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT").status
        == 304
    )


def test_the_date_is_that_of_the_last_change_and_must_be_met_exactly(
    house: House, clock: SetClock
) -> None:
    house.occupy(0)
    changed = clock.moment
    clock.passes(hours=1)
    said = house.get().headers["Last-Modified"]
    assert said == format_datetime(changed, usegmt=True)
    assert house.get(If_Modified_Since=said).status == 304
    clock.passes(days=1)
    later = format_datetime(clock.moment, usegmt=True)
    assert house.get(If_Modified_Since=later).status == 200
    assert house.get(If_Modified_Since="Tue, 06 Jul 2027 12:00:59 GMT").status == 200


@pytest.mark.parametrize(
    "date", ["", "yesterday", "0", "Tue, 99 Jul 2027 12:01:00 GMT", "Tue, 06 Jul 99999999999", "é"]
)
def test_an_unreadable_date_is_ignored(house: House, clock: SetClock, date: str) -> None:
    clock.passes(hours=1)
    assert house.get(If_Modified_Since=date).status == 200


@pytest.mark.parametrize("date", ["Tuesday, 06-Jul-27 12:01:00 GMT", "Tue Jul  6 12:01:00 2027"])
def test_old_forms_of_the_date_are_understood(house: House, clock: SetClock, date: str) -> None:
    house.occupy(0)
    clock.passes(hours=1)
    assert house.get(If_Modified_Since=date).status == 304


def test_within_a_minute_of_a_change_no_date_is_sent_or_believed(
    house: House, clock: SetClock
) -> None:
    house.occupy(0)
    now = format_datetime(clock.moment, usegmt=True)
    clock.passes(seconds=SETTLES_AFTER - 0.1)
    early = house.get(If_Modified_Since=now)
    assert (early.status, "Last-Modified" in early.headers) == (200, False)
    unchanged = house.get(If_None_Match=early.headers["Etag"])
    assert (unchanged.status, "Last-Modified" in unchanged.headers) == (304, False)
    clock.passes(seconds=0.1)
    assert house.get().headers["Last-Modified"] == now
    assert house.get(If_Modified_Since=now).status == 304


def test_two_changes_in_one_second_have_two_dates(house: House, clock: SetClock) -> None:
    dates = []
    for start in (0, 10):
        house.occupy(start)
        clock.passes(minutes=2)
        dates.append(house.get().headers["Last-Modified"])
        clock.passes(minutes=-2, seconds=0.3)
    assert len(set(dates)) == 2


@pytest.mark.parametrize("wait", [1.5, 30, 90])
def test_a_reader_who_asks_by_date_alone_sees_a_change_that_is_committed_late(
    house: House, clock: SetClock, wait: float
) -> None:
    """The second change has its time before its commit, which takes as long as the disk does."""
    house.occupy(0)
    clock.passes(seconds=0.2)
    written, synced = threading.Event(), threading.Event()

    def change_slowly() -> None:
        draft = OccupancyDraft(
            unit_id=house.unit.id,
            arrival=FIRST + timedelta(days=10),
            departure=FIRST + timedelta(days=12),
        )
        work = house.services.occupancies._work
        with work.change():
            house.services.occupancies.add_within(draft, work.clock.now())
            written.set()
            assert synced.wait(10)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(change_slowly)
        assert written.wait(10)
        clock.passes(seconds=wait)
        first = house.get()
        assert len(first.arrivals) == 1
        synced.set()
        slow.result()
    for later in (0, 3600):
        clock.passes(seconds=later)
        since = first.headers.get("Last-Modified", format_datetime(SetClock().moment, usegmt=True))
        second = house.get(If_Modified_Since=since)
        assert (second.status, len(second.arrivals)) == (200, 2)


def test_a_date_that_lies_ahead_is_not_told(house: House, clock: SetClock) -> None:
    clock.passes(hours=20)
    house.occupy(0)
    clock.passes(hours=-19)
    assert "Last-Modified" not in house.get().headers
    house.occupy(10)
    assert "Last-Modified" not in house.get().headers


def test_renaming_and_the_month_move_the_date(house: House, clock: SetClock) -> None:
    clock.passes(hours=1)
    before = house.get().headers["Last-Modified"]
    house.services.units.rename(house.unit.id, "Seeblick 7", sequence=house.unit.sequence)
    clock.passes(hours=1)
    renamed = house.get()
    assert renamed.headers["Last-Modified"] != before
    assert 'filename="seeblick-7.ics"' in renamed.headers["Content-Disposition"]
    clock.passes(days=31)
    assert house.get(If_Modified_Since=renamed.headers["Last-Modified"]).status == 200


def test_the_name_in_the_path_does_not_count(house: House) -> None:
    assert house.get(f"/cal/{house.link.token}/anything-else.ics").status == 200
    assert house.get(f"{house.path}?refresh=1").status == 200


def test_nothing_is_compressed_or_open_to_other_sites(house: House) -> None:
    answer = house.get(Accept_Encoding="gzip, br", Origin="https://example.org")
    assert answer.body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert not [name for name in answer.headers if name.startswith("Access-Control")]
    assert "Content-Encoding" not in answer.headers


def closed_paths(house: House) -> list[str]:
    token = house.link.token
    return [
        f"/cal/{'x' * 24}/seeblick-1.ics",
        f"/cal/{token[:-1]}/seeblick-1.ics",
        f"/cal/{token.swapcase()}/seeblick-1.ics",
        f"/cal/{token}",
        f"/cal/{token}/",
        f"/cal/{token}/.ics/",
        f"/cal/{token}/a/b.ics",
        f"/cal/{token}/seeblick-1.txt",
        f"/cal/{token}/seeblick-1.ics/x",
        f"/cal/{token}/seeblick-1.ics%20x",
        f"/cal/{token}%20/seeblick-1.ics",
        f"/CAL/{token}/seeblick-1.ics",
        f"/cal/{token}%00/seeblick-1.ics",
        f"/cal/{token}%0A/seeblick-1.ics",
        f"/cal/../cal/{token}/seeblick-1.ics",
        f"/cal/%2e%2e/{token}/seeblick-1.ics",
        "/cal/%F0%9F%8F%A0%C3%A4/seeblick-1.ics",
        "/cal/%FF%FE/seeblick-1.ics",
        "/cal/",
        "/cal",
        "/",
        "/favicon.ico",
        "/health/",
        "/Health",
        "/robots.txt/",
        "/static/x",
        "/a//b",
        "//robots.txt",
        "///health",
        "robots.txt",
        f"//cal/{token}/seeblick-1.ics",
    ]


@pytest.mark.parametrize("behind", ["/", "//", "%20", "/%20", "%0D%0A", "%09", "%C2%A0"])
@pytest.mark.parametrize("ending", [".ics", ".ICS", ".Ics"])
def test_only_the_token_of_an_address_counts(house: House, ending: str, behind: str) -> None:
    unknown = house.get("/cal/nobody/x.ics")
    path = house.path.removesuffix(".ics") + ending + behind
    assert house.get(path) == house.get()
    assert house.get(f"/cal/nobody/x{ending}{behind}") == unknown
    house.services.links.disable(house.link.id, sequence=house.link.sequence)
    assert house.get(path) == unknown


def test_unknown_disabled_and_malformed_are_alike(house: House) -> None:
    house.services.links.disable(house.link.id, sequence=house.link.sequence)
    disabled = house.get()
    assert (disabled.status, disabled.body) == (404, b"Not Found\n")
    assert disabled.headers.items() >= GUARDS.items()
    for path in closed_paths(house):
        assert house.get(path) == disabled, path
        head = house.get(path, method="HEAD")
        assert head == Answer(404, disabled.headers, b""), path


def test_who_asks_a_link_that_is_disabled_is_noted(house: House) -> None:
    services = house.services
    noted: list[tuple[int, str, Origin, int]] = []
    with closing(services.feeds()) as feeds:
        app = create_app(feeds, lambda *fetch: noted.append(fetch), services.clock)

        def ask(path: str) -> None:
            environ = {"PATH_INFO": path, "HTTP_USER_AGENT": "Airbnb", "REMOTE_ADDR": "127.0.0.1"}
            setup_testing_defaults(environ)
            app(environ, lambda *_: lambda _: None)

        services.links.disable(house.link.id, sequence=house.link.sequence)
        ask("/cal/nobody/x.ics")
        ask(house.path)
    assert noted == [(house.link.id, "Airbnb", Origin.THIS_PC, 404)]


def test_an_archived_unit_is_as_unknown(house: House) -> None:
    unknown = house.get("/cal/nobody/x.ics")
    house.services.units.archive(house.unit.id, sequence=house.unit.sequence)
    assert house.get() == unknown


def test_odd_paths_of_an_enabled_link_are_not_found(house: House) -> None:
    for path in closed_paths(house):
        assert house.get(path).status == 404, path


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "TRACE", "X"])
def test_other_methods_are_refused_whatever_the_token(house: House, method: str) -> None:
    refused = house.get(method=method)
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")
    for path in closed_paths(house):
        if path.startswith("/cal/"):
            assert house.get(path, method) == refused, path


def test_a_renewed_and_a_deleted_address_are_gone(house: House) -> None:
    assert house.get().status == 200
    renewed = house.services.links.renew(house.link.id, sequence=house.link.sequence).after
    gone = house.get()
    assert (gone.status, gone.body) == (410, b"Gone\n")
    assert gone.headers.items() >= GUARDS.items()
    new = f"/cal/{renewed.token}/x.ics"
    assert house.get(new).status == 200
    house.services.links.delete(renewed.id, sequence=renewed.sequence)
    assert house.get(new) == gone
    assert house.get() == gone


def test_what_is_not_there_is_refused_to_the_letter_alike(house: House) -> None:
    asked = b"GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    paths = (b"/", b"/nothing", b"/cal", b"/cal/", b"/cal/unknown/x.ics")
    refusals = {re.sub(rb"Date: .*\r\n", b"", house.raw(asked % path)) for path in paths}
    assert len(refusals) == 1
    assert refusals.pop().startswith(b"HTTP/1.1 404 Not Found\r\n")


def test_robots_are_let_in(house: House) -> None:
    answer = house.get("/robots.txt")
    assert (answer.status, answer.body) == (200, b"User-agent: *\nAllow: /cal/\n")
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_health_says_that_it_lives_and_no_more(house: House) -> None:
    answer = house.get("/health")
    assert (answer.status, answer.body) == (200, b"lives\n")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert house.get("/health", "HEAD").headers == answer.headers
    assert house.get("/health", "POST").status == 405
    assert house.get("/health", "OPTIONS").status == 405


@pytest.mark.parametrize("path", [None, "/", "/health", "/robots.txt", "/cal/x/y.ics"])
def test_no_answer_names_a_program_or_a_version(house: House, path: str | None) -> None:
    answer = house.get(path)
    said = f"{answer.headers} {answer.body!r}"
    assert "Server" not in answer.headers
    for word in ("waitress", "werkzeug", "python", "flask", __version__):
        assert word not in said.lower()


def test_no_answer_says_what_the_request_calls_this_server(house: House) -> None:
    forged = {
        "Host": "evil.example",
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "evil",
        "Forwarded": "host=evil.example",
        "X_Original_URL": "/evil.example",
        "Referer": "http://evil.example/",
    }
    for path in (house.path, f"{house.path}/", "/health", "/health/", *closed_paths(house)):
        answer = house.get(path, **forged)
        assert answer == house.get(path), path
        assert "evil" not in f"{answer.headers}{answer.body!r}", path
