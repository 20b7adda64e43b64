"""The host's page when what is asked for is not there, or not meant well; what every answer has."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import UserError
from app.relay.web.host.home_page import ON_A_PAGE
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.relay.conftest import new_token
from tests.relay.web.host.conftest import HOME, Host, rows_of, words_of
from tests.relay.web.test_invitation import Elements

HOSTILE = "<script>alert(1)</script>\"'&<b>Söhne"


@pytest.mark.parametrize("path", ["konto-{}", "beenden-{}"])
@pytest.mark.parametrize("number", ["2", "0", str(2**63 - 1)])
def test_who_was_never_there_is_not_found(inside: Host, path: str, number: str) -> None:
    inside.service.relay.hosting.invite("Huber")
    answer = inside.get(path.format(number))
    assert answer.status_code == 404
    assert "There is nothing here" in words_of(answer)
    assert inside.post(f"einladen-{number}", links="5", days="5").status_code == 404
    assert inside.post(f"beenden-{number}").status_code == 404


@pytest.mark.parametrize("number", ["x", "-1", "1.0", str(2**63), "9" * 400, "1/", "%31x", "¹"])
def test_a_number_that_is_none_is_no_address(inside: Host, number: str) -> None:
    inside.service.relay.hosting.invite("Huber")
    assert inside.get(f"konto-{number}").status_code == 404


def test_many_owners_are_found_by_name_and_page_by_page(inside: Host) -> None:
    hosting = inside.service.relay.hosting
    for number in range(ON_A_PAGE + 5):
        hosting.invite(f"Haus {number:03}")
    first = inside.get()
    assert len(rows_of(first)) == ON_A_PAGE
    assert "Page 1 of 2" in words_of(first)
    [behind] = re.findall(r"<nav.*?href='\?([^']*)'", first.text)
    second = inside.get("?" + unescape(behind))
    assert len(rows_of(second)) == 5
    assert {row[:8] for row in rows_of(first)} & {row[:8] for row in rows_of(second)} == set()
    found = inside.get("?suche=HAUS+10")
    assert [row[:8] for row in rows_of(found)] == [f"Haus 10{number}" for number in range(5)]
    assert "<nav" not in found.text
    nobody = inside.get("?suche=%3Cb%3E")
    assert rows_of(nobody) == []
    assert "No owner has “<b>” in their name." in words_of(nobody)
    assert "<b>" not in nobody.text


@pytest.mark.parametrize(
    "query",
    [
        *("seite=0", "seite=-1", "seite=x", "seite=999999", "seite=" + "9" * 400, "seite=²"),
        *("seite=%FF&suche=%FF", "suche=" + "x" * 2_000, "suche=%00", "lang=en&seite=1&seite=2"),
    ],
)
def test_any_query_shows_some_page(inside: Host, query: str) -> None:
    inside.service.relay.hosting.invite("Huber")
    answer = inside.get(f"?{query}")
    assert answer.status_code == 200
    assert "Your calendar service" in answer.text


def test_names_of_owners_are_only_words(inside: Host) -> None:
    inside.service.relay.hosting.describe(operator=HOSTILE)
    pages = [inside.post("einladen", name=HOSTILE, links="5", days="5")]
    pages += [inside.get(path) for path in ("", "konto-1", "beenden-1", f"?suche={HOSTILE[:9]}")]
    pages += [inside.post("einladen", name=HOSTILE, links="5", days="5")]
    for page in pages:
        assert "<script" not in page.text
        assert "<b>" not in page.text
        tags = {tag for tag, _ in Elements(page.text).found}
        assert tags.isdisjoint({"script", "b", "iframe", "object", "img"})
        for _, attributes in Elements(page.text).found:
            assert not any(name.startswith("on") for name in attributes)
            assert "style" not in attributes


def test_every_answer_is_guarded(inside: Host) -> None:
    inside.service.relay.hosting.invite("Huber")
    answers = [inside.get(path) for path in ("", "konto-1", "beenden-1", "konto-9")]
    answers += [inside.post("einladen", name="Maier", links="5", days="5")]
    answers += [inside.post("einladen", "x"), inside.post("beenden-1")]
    answers += [inside.post("abmelden"), inside.get(), inside.sign_in("x")]
    for answer in answers:
        headers = answer.headers
        assert headers.getlist("Cache-Control") == ["no-store"]
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Vary"] == "Accept-Language, Cookie"
        [policy] = headers.getlist("Content-Security-Policy")
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert policy.endswith(
            "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        for style in re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy


def test_every_link_and_form_leads_to_a_page_that_there_is(inside: Host) -> None:
    inside.service.owner("Huber").published()
    inside.service.relay.hosting.invite("Maier")
    methods = {
        (rule.rule, method)
        for rule in inside.service.app.pages.url_map.iter_rules()
        for method in rule.methods or ()
    }
    adapter = inside.service.app.pages.url_map.bind("x")
    wanted, seen = [""], set()
    while wanted:
        path = wanted.pop()
        if path in seen:
            continue
        seen.add(path)
        page = inside.get(path)
        assert page.status_code == 200, path
        for tag, attributes in Elements(page.text).found:
            if tag == "a" and not (attributes["href"] or "").startswith(("?", "mailto:")):
                way = str(attributes["href"]).split("#")[0]
                wanted.append("" if way == "." else way)
            if tag == "form":
                method = (attributes.get("method") or "get").upper()
                action = str(attributes["action"]).removeprefix(".")
                rule, _ = adapter.match(HOME + action, method, return_rule=True)
                assert (rule.rule, method) in methods
    assert {"", "konto-1", "konto-2", "beenden-1", "beenden-2"} == seen


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_speaks_its_reader_s_language(inside: Host, language: str) -> None:
    inside.service.relay.hosting.invite("Huber")
    inside.language = {"Accept-Language": language}
    heading = {"de": "Ihr Kalenderdienst", "en": "Your calendar service"}[language]
    answer = inside.get()
    assert answer.headers["Content-Language"] == language
    assert f"<html lang={language}>" in answer.text
    assert f"<h1>{heading}</h1>" in answer.text


def test_a_fault_while_inviting_is_no_refusal(
    inside: Host, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(inside.service.relay.hosting, "invite", broken)
    expect_log("app.relay.web.host.pages", "could not be given")
    assert inside.post("einladen", name="Huber", links="5", days="5").status_code == 503


def test_owners_by_number_are_those_by_name(inside: Host) -> None:
    hosting = inside.service.relay.hosting
    hosting.invite("Huber")
    hosting.invite("1")
    assert hosting.owner(1).account.name == "Huber"
    assert hosting.owner("1").account.name == "1"
    for act in (hosting.owner, hosting.revoke, hosting.invite_again):
        with pytest.raises(UserError, match="no owner"):
            act(9)
    hosting.revoke(1)
    assert hosting.owner("Huber").account.revoked_at is not None


SOME = st.text(max_size=30)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(SOME, SOME, SOME)
def test_whatever_is_typed_is_an_owner_or_a_sentence(
    inside: Host, name: str, links: str, days: str
) -> None:
    told = {"form": inside.sign(), "name": name, "links": links, "days": days}
    answer = inside.service.ask("POST", f"{HOME}einladen", data=told)
    assert answer.status_code in {200, 422}


def test_what_was_uploaded_last_is_told(inside: Host, clock: SetClock) -> None:
    owner = inside.service.owner("Huber")
    assert inside.service.relay.hosting.owner("Huber").uploaded_at is None
    token = owner.published()
    first = inside.service.relay.hosting.owner("Huber").uploaded_at
    assert first == clock.now()
    clock.passes(hours=1)
    # The same again is no change.
    owner.put(token)
    assert inside.service.relay.hosting.owner("Huber").uploaded_at == first
    owner.put(new_token())
    [told] = inside.service.relay.hosting.owners()
    assert told.uploaded_at == clock.now()
