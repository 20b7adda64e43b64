"""The page of an invitation: whole, in the reader's language, and of no use to a stranger."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.core.publishing.relay.invitation import pasted
from app.core.publishing.relay.protocol import API, new_secret
from app.override import override
from app.relay.accounts.account import Invited
from app.relay.web.asking.bounds import SPAN
from app.server.web.languages import page_language
from app.services.system.starting import LINK
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.relay.conftest import ADDRESS, Service, take_down
from tests.relay.workers import HOUSE

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


class Elements(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def invited(service: Service) -> Invited:
    return service.relay.hosting.invite("Huber & <b>Söhne</b>", links=5, days=3)


def page_of(
    service: Service, secret: str, headers: dict[str, str] | None = None, query: str = ""
) -> TestResponse:
    return service.ask("GET", f"/einladung/{secret}{query}", headers=headers or GERMAN)


def words_of(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", answer.text)).split())


def accept(service: Service, secret: str) -> int:
    told = {"secret": secret, "key": new_secret(), "house": HOUSE}
    return service.ask("POST", f"{API}/accept", json=told).status_code


def test_it_says_who_invites_whom_and_what_to_paste(service: Service, invited: Invited) -> None:
    answer = page_of(service, invited.secret)
    words = words_of(answer)
    assert answer.status_code == 200
    assert "Tourist board Seeland lädt Sie ein" in words
    assert "Diese Einladung ist für Huber & <b>Söhne</b> ." in words
    assert f"<code>{invited.address}</code>" in answer.text
    assert invited.address.startswith(f"{ADDRESS}/einladung/")
    assert "„Erreichbarkeit einrichten …“ und dort „Einladung“" in words
    assert "„Annehmen und veröffentlichen“" in words
    assert "Nach 30 Tagen werden diese Notizen gelöscht." in words
    assert answer.text.count("<li>") == 7


def test_what_is_clicked_is_what_is_pasted(service: Service, invited: Invited) -> None:
    [clicked] = re.findall(r"<a href='([^']*)'>", page_of(service, invited.secret).text)
    for text in (clicked, clicked.removeprefix(LINK)):
        found = pasted(unescape(text))
        assert (found.service, found.secret) == (ADDRESS, invited.secret)


def test_a_host_that_has_no_name_invites_all_the_same(service: Service, invited: Invited) -> None:
    service.relay.hosting.describe(operator="")
    words = words_of(page_of(service, invited.secret))
    assert "Sie sind eingeladen, hier die Kalender" in words


@pytest.mark.parametrize(
    ("header", "query", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "", "de"),
        ("en-GB", "", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.4", "", "en"),
        ("fr", "", "de"),
        ("", "", "de"),
        ("*", "", "de"),
        ("\x80\xff;;q=,", "", "de"),
        ("de", "?lang=en", "en"),
        ("en", "?lang=fr", "en"),
        ("en", "?lang=fr&sprache=de", "de"),
        ("en", "?lang=%ff&sprache=", "en"),
    ],
)
def test_it_speaks_its_reader_s_language(
    service: Service, invited: Invited, header: str, query: str, language: str
) -> None:
    answer = page_of(service, invited.secret, {"Accept-Language": header}, query)
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"] == "Accept-Language"
    assert f"<html lang={language}>" in answer.text
    heading = {"de": "Ihre Einladung zum Kalenderdienst", "en": "Your invitation to the calendar"}
    assert heading[language] in answer.text


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_header_and_address_come_to_a_language_of_the_page(query: str, accepted: str) -> None:
    assert page_language(query, accepted, "de", ("de", "en")) in {"de", "en"}


@given(st.lists(st.sampled_from(["de", "en", "fr", "it", "*"]), min_size=1, unique=True))
def test_the_first_that_the_page_has_is_taken(said: list[str]) -> None:
    header = ",".join(f"{one};q={1 - at / 10:.1f}" for at, one in enumerate(said))
    wanted = [one for one in said if one in {"de", "en"}]
    if "*" not in said:
        assert page_language("", header, "de", ("de", "en")) == (wanted or ["de"])[0]


def test_nothing_of_the_page_is_kept_framed_or_run(service: Service, invited: Invited) -> None:
    for secret in (invited.secret, new_secret()):
        answer = page_of(service, secret)
        headers = answer.headers
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert headers.getlist("Cache-Control") == ["no-store"]
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        [style] = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        )
        assert headers.getlist("Content-Security-Policy") == [policy]
        led_on = [said.get("href") for tag, said in Elements(answer.text).found if tag == "a"]
        # Into the program alone: no other page learns of the secret.
        assert led_on == ([f"{LINK}{invited.address}"] if answer.status_code == 200 else [])
        for tag, attributes in Elements(answer.text).found:
            assert tag not in {"script", "iframe", "form", "img", "object"}
            assert "style" not in attributes
            assert not any(name.startswith("on") for name in attributes)
            assert attributes.get("href") in {None, "data:,", *led_on}


@pytest.mark.parametrize("days", [1, 2, 14])
def test_how_long_it_holds_is_true_at_every_hour(
    service: Service, clock: SetClock, days: int
) -> None:
    invited = service.relay.hosting.invite("Maier", days=days)

    def said() -> str:
        [found] = re.findall(
            r"Sie gilt noch ([^.]+) und kann", page_of(service, invited.secret).text
        )
        return str(found)

    assert said() == ("einen Tag" if days == 1 else f"{days} Tage")
    clock.passes(days=days - 1, hours=1)
    assert said() == "einige Stunden"
    clock.passes(hours=22, minutes=59)
    assert said() == "einige Stunden"
    clock.passes(minutes=1)
    assert page_of(service, invited.secret).status_code == 404


def test_looking_does_not_use_it_up(service: Service, invited: Invited) -> None:
    for _ in range(40):
        assert page_of(service, invited.secret).status_code == 200
    assert accept(service, invited.secret) == 200


def test_used_expired_given_up_and_unknown_are_one_answer(
    service: Service, invited: Invited, clock: SetClock
) -> None:
    hosting = service.relay.hosting
    clock.passes(days=2)
    used, given_up = hosting.invite("Maier").secret, hosting.invite("Kern").secret
    assert accept(service, used) == 200
    hosting.revoke("Kern")
    clock.passes(days=1)
    secrets = [used, given_up, invited.secret, new_secret(), "x", invited.secret[:-1], "%00", "ä"]
    for headers in (GERMAN, ENGLISH):
        answers = [page_of(service, secret, headers) for secret in secrets]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.data for answer in answers}) == 1
        assert len({tuple(answer.headers) for answer in answers}) == 1
        assert not any(ADDRESS in answer.text for answer in answers)
    assert "Diese Einladung führt nirgendwohin" in page_of(service, used).text


def test_who_guesses_has_to_wait_and_is_told_so(service: Service, invited: Invited) -> None:
    while (answer := page_of(service, new_secret())).status_code == 404:
        pass
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "Bitte warten Sie eine Minute" in answer.text
    # One count for the page and for what desktops ask.
    told = {"secret": invited.secret}
    assert service.ask("POST", f"{API}/invitation", json=told).status_code == 429
    service.seconds.now += SPAN
    assert page_of(service, invited.secret).status_code == 200


def test_head_is_answered_and_nothing_else_but_get(service: Service, invited: Invited) -> None:
    path = f"/einladung/{invited.secret}"
    head = service.ask("HEAD", path, headers=GERMAN)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert service.ask(method, path).status_code in {404, 405}
    for other in (f"{path}/", f"{path}/x", "/einladung/", "/einladung"):
        assert service.ask("GET", other).status_code == 404
    assert accept(service, invited.secret) == 200


def test_what_a_request_says_of_the_service_is_not_believed(
    service: Service, invited: Invited
) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", **GERMAN}
    answer = page_of(service, invited.secret, headers)
    assert "evil" not in answer.text
    assert invited.address in answer.text


def test_a_database_that_is_away_is_told_in_words(
    service: Service, invited: Invited, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_down(monkeypatch, service.relay)
    answer = page_of(service, invited.secret)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "120"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Bitte versuchen Sie es in einigen Minuten noch einmal" in answer.text
    assert "Please try again in a few minutes" in page_of(service, "x", ENGLISH).text


def test_a_fault_of_ours_is_logged_without_the_secret(
    service: Service,
    invited: Invited,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(service.relay.accepting, "look", broken)
    expect_log("app.relay.web.app", "a request was not answered")
    answer = page_of(service, invited.secret)
    assert answer.status_code == 503
    assert "Verloren ist nichts." in answer.text
    assert invited.secret not in caplog.text


def test_the_code_stands_in_the_page_and_holds_the_address(
    service: Service, invited: Invited
) -> None:
    segno = pytest.importorskip("segno")
    text = page_of(service, invited.secret).text
    [picture] = re.findall(r"<svg .*?</svg>", text)
    code = segno.make(invited.address, error="m", micro=False)
    side = len(code.matrix) + 8
    assert f'viewBox="0 0 {side} {side}"' in picture
    assert picture == code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff")
    assert "<div role=img aria-label='QR-Code dieser Einladung'>" in text


def test_without_what_makes_codes_the_page_goes_without(
    service: Service, invited: Invited, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What an import of a package finds that is not there.
    monkeypatch.setitem(sys.modules, "segno", None)
    answer = page_of(service, invited.secret)
    assert answer.status_code == 200
    assert "<svg" not in answer.text
    assert "Auf einem anderen Gerät?" not in answer.text
    assert answer.text.count("<section") == 3


def test_the_service_starts_without_what_makes_codes(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from app.relay.uses.relay import Relay\n"
        "from app.relay.web.app import RelayApp\n"
        "RelayApp(Relay(sys.argv[1]))\n"
        "assert 'segno' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "x.db")], check=True, timeout=60)
