"""What the host's page shows of owners, and what a host does there."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.link import Origin
from app.core.publishing.relay.protocol import API, new_secret
from app.relay.accounts.account import DAYS_MOST, LINKS_MOST, Account
from app.relay.tables.calendars import NOTHING_LIES
from app.relay.uses.owners import Owner, Standing, to_look_at
from tests.clocks import SetClock
from tests.relay.conftest import ADDRESS, Read, Service, calendar
from tests.relay.web.host.conftest import GERMAN, Host, rows_of, words_of
from tests.relay.web.test_invitation import Elements
from tests.relay.workers import HOUSE

HOSTILE = "<script>alert(1)</script>\"'&<b>Söhne"


def accept(service: Service, secret: str) -> int:
    told = {"secret": secret, "key": new_secret(), "house": HOUSE}
    return service.ask("POST", f"{API}/accept", json=told).status_code


def secret_in(text: str) -> str:
    [secret] = set(re.findall(rf"{ADDRESS}/einladung/([A-Za-z0-9_-]{{43}})", unescape(text)))
    return str(secret)


def test_where_nobody_is_invited_it_says_what_to_do(inside: Host) -> None:
    answer = inside.get()
    assert answer.status_code == 200
    assert "Nobody has been invited yet." in answer.text
    # The form stands open.
    assert "<details class=i open>" in answer.text
    assert "<table" not in answer.text


def test_without_an_address_nobody_can_be_invited_and_it_says_why(inside: Host) -> None:
    relay = inside.service.relay
    with relay.store.engine.write():
        relay.store.accounts.describe("", "")
    assert "zimmerfrei relay describe --address" in inside.get().text
    answer = inside.post("einladen", name="Huber", links="5", days="5")
    assert answer.status_code == 422
    assert "Nobody knows yet" in words_of(answer)
    assert relay.hosting.owners() == []


def test_owners_are_shown_with_what_is_known_of_them(inside: Host, clock: SetClock) -> None:
    service = inside.service
    owner = service.owner("Huber", links=7)
    token = owner.published()
    clock.passes(hours=2)
    service.relay.fetch_queue.record(1, "Google-Calendar-Importer", Origin.OUTSIDE, 200)
    service.relay.fetch_queue.record(1, "Google-Calendar-Importer", Origin.OUTSIDE, 404)
    service.relay.fetch_queue.write()
    clock.passes(minutes=5, seconds=30)
    inside.signed_in()
    [row] = rows_of(inside.get())
    assert row == "Huber ✓ all well 1 of 7 1 kB 2 h ago 2 h ago 5 min ago"
    answer = inside.get("konto-1")
    words = words_of(answer)
    for said in ("Huber", "1 of 7", "Spoke last 2 h ago", "Last change 2 h ago", "Last read 5 min"):
        assert said in words
    assert "5 min ago disabled 5 min ago calendar fetched" in words
    # Whose program has read, and at which address, is nobody's business but the owner's.
    for page in (inside.get(), answer):
        assert "Google" not in page.text
        assert token not in page.text
        assert owner.key not in page.text


def test_numbers_stand_at_the_top(inside: Host, clock: SetClock) -> None:
    service = inside.service
    service.owner("Huber").published()
    clock.passes(days=8)
    inside.signed_in()
    service.owner("Maier", house="b").published()
    service.relay.hosting.invite("Öztürk")
    service.relay.fetch_queue.record(1, "x", Origin.OUTSIDE, 200)
    service.relay.fetch_queue.record(1, "x", Origin.OUTSIDE, 304)
    service.relay.fetch_queue.record(1, "x", Origin.OUTSIDE, 410)
    service.relay.fetch_queue.write()
    text = inside.get().text
    [numbers] = re.findall(r"<dl class=m>(.*?)</dl>", text)
    told = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", numbers))
    assert told == {
        "Owners": "3",
        "of them with accepted invitation": "2",
        "of them silent": "1",
        "Links": "2",
        "Size": "2 kB",
        "Read in the last 24 hours": "2",
    }


def test_whom_a_host_should_look_at_stands_first(host: Host, clock: SetClock) -> None:
    service = host.service
    service.owner("Zenz").published()
    service.owner("Auer", house="a")
    service.relay.hosting.invite("Kern", days=3)
    clock.passes(days=8)
    service.owner("Huber", house="b")
    service.owner("adler", house="c")
    service.relay.hosting.invite("Maier")
    service.relay.hosting.invite("Abel")
    service.relay.hosting.revoke("Abel")
    host.signed_in()
    said = [row.split(" ", 1) for row in rows_of(host.get())]
    assert [name for name, _ in said] == ["Auer", "Zenz", "Kern", "Maier", "adler", "Huber", "Abel"]
    words = [rest[: rest.index(" 0 of")] if " 0 of" in rest else rest for _, rest in said]
    assert words[0] == "! silent"
    assert words[1].startswith("! silent 1 of")
    assert words[2] == "! invitation expired Invite again"
    assert words[3].startswith("… invited until 28 Jul 2027")
    assert words[4] == "✓ all well"
    assert words[6] == "– given up"


STANDINGS = st.lists(st.tuples(st.text(max_size=5), st.sampled_from(Standing)), max_size=12)


@given(STANDINGS, st.text(max_size=2))
def test_any_owners_are_all_there_in_their_order(
    told: list[tuple[str, Standing]], name: str
) -> None:
    now = SetClock().now()
    owners = [_owner(at, name, standing) for at, (name, standing) in enumerate(told)]
    for owner, (_, standing) in zip(owners, told, strict=True):
        assert owner.standing_at(now) is standing
    found = to_look_at(owners, now)
    assert sorted(one.account.id for one in found) == list(range(len(told)))
    order = [list(Standing).index(one.standing_at(now)) for one in found]
    assert order == sorted(order)
    assert set(map(id, to_look_at(owners, now, name))) <= set(map(id, found))


def _owner(number: int, name: str, standing: Standing) -> Owner:
    now = SetClock().now()
    spoke = now - timedelta(days=8 if standing is Standing.SILENT else 1)
    accepted = None if standing in {Standing.EXPIRED, Standing.INVITED} else spoke
    account = Account(
        id=number,
        name=name,
        links=1,
        house="",
        revision=0,
        created_at=spoke,
        accepted_at=accepted,
        seen_at=accepted,
        revoked_at=now if standing is Standing.REVOKED else None,
    )
    return Owner(account, NOTHING_LIES, None, now if standing is Standing.INVITED else None)


def test_an_owner_is_invited_and_the_address_shown_once(inside: Host) -> None:
    answer = inside.post("einladen", name="  Gästehaus  Huber ", links="7", days="3")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    secret = secret_in(answer.text)
    assert f"<code>{ADDRESS}/einladung/{secret}</code>" in answer.text
    owner = inside.service.relay.hosting.owner("Gästehaus Huber")
    assert owner.account.links == 7
    assert owner.invited_until is not None
    assert owner.invited_until - owner.account.created_at == timedelta(days=3)
    assert "until Fri 9 Jul 2027" in words_of(answer)
    for path in ("", "konto-1", "beenden-1"):
        assert secret not in inside.get(path).text
    assert accept(inside.service, secret) == 200


def test_the_words_to_send_hold_all_that_an_owner_needs(inside: Host) -> None:
    inside.language = GERMAN
    answer = inside.post("einladen", name="Huber", links="7", days="3")
    [letter] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
    letter = unescape(letter)
    secret = secret_in(letter)
    lines = letter.split("\n")
    assert f"{ADDRESS}/einladung/{secret}" in lines
    assert "Guten Tag," in lines
    assert lines[-1] == "Tourist board Seeland"
    assert "„Erreichbarkeit einrichten …“ und dort „Einladung“" in letter
    assert "Sie gilt bis Fr 09.07.2027" in letter
    # The same, for a program that writes mails.
    [mail] = re.findall(r"href='(mailto:[^']*)'", answer.text)
    parts = urlsplit(unescape(mail))
    told = parse_qs(parts.query, strict_parsing=True)
    assert told["body"] == [letter.replace("\n", "\r\n")]
    assert told["subject"] == ["Ihre Einladung zum Kalenderdienst"]
    inside.service.relay.hosting.describe(operator="")
    answer = inside.post("einladen-1", links="7", days="3")
    [letter] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
    assert letter.endswith("Bitte geben Sie sie nicht weiter.")


def test_the_code_holds_the_address(inside: Host) -> None:
    segno = pytest.importorskip("segno")
    answer = inside.post("einladen", name="Huber", links="7", days="3")
    [picture] = re.findall(r"<svg .*?</svg>", answer.text)
    code = segno.make(f"{ADDRESS}/einladung/{secret_in(answer.text)}", error="m", micro=False)
    assert picture == code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "enter a name"),
        ({"name": "\u200b"}, "enter a name"),
        ({"name": "x" * 201}, "200"),
        ({"links": "0"}, "1 to 5000 links"),
        ({"links": "-1"}, "1 to 5000 links"),
        ({"links": str(LINKS_MOST + 1)}, "1 to 5000 links"),
        ({"links": "9" * 500}, "1 to 5000 links"),
        ({"links": "²"}, "1 to 5000 links"),
        ({"links": ""}, "1 to 5000 links"),
        ({"days": "x"}, "1 to 365 days"),
        ({"days": str(DAYS_MOST + 1)}, "1 to 365 days"),
        ({"days": "1.5"}, "1 to 365 days"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    inside: Host, fields: dict[str, str], said: str
) -> None:
    typed = {"name": "Huber & Söhne", "links": "5", "days": "6", **fields}
    answer = inside.post("einladen", **typed)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert "role=alert" in answer.text
    assert "<details class=i open>" in answer.text
    values = {
        attributes.get("name"): attributes.get("value")
        for tag, attributes in Elements(answer.text).found
        if tag == "input"
    }
    assert {name: values[name] for name in typed} == typed
    assert inside.service.relay.hosting.owners() == []


def test_who_is_invited_already_is_found_in_the_list(inside: Host) -> None:
    inside.post("einladen", name="Huber", links="5", days="5")
    answer = inside.post("einladen", name=" HUBER", links="5", days="5")
    assert answer.status_code == 422
    assert "has been invited already. Open them in the list" in words_of(answer)
    # A host at a page needs no command for it.
    assert "--again" not in answer.text


def test_an_invitation_that_has_expired_is_made_anew(inside: Host, clock: SetClock) -> None:
    first = secret_in(inside.post("einladen", name="Huber", links="5", days="1").text)
    clock.passes(days=2)
    inside.signed_in()
    page = inside.get("konto-1")
    assert "The invitation was not accepted in time." in words_of(page)
    assert "href='konto-1#einladung'" in inside.get().text
    assert "id=einladung" in page.text
    second = secret_in(inside.post("einladen-1", links="9", days="4").text)
    assert accept(inside.service, first) == 410
    assert accept(inside.service, second) == 200
    owner = inside.service.relay.hosting.owner("Huber")
    assert owner.account.links == 9


def test_another_computer_gets_the_same_links(inside: Host, read: Read) -> None:
    owner = inside.service.owner("Huber")
    token = owner.published()
    assert "For another computer, or a lost key." in words_of(inside.get("konto-1"))
    secret = secret_in(inside.post("einladen-1", links="5", days="4").text)
    assert owner.ask("GET", "/files").status_code == 200
    assert accept(inside.service, secret) == 200
    assert owner.ask("GET", "/files").status_code == 401
    assert read(token).data == calendar()


@pytest.mark.parametrize("fields", [{"links": "0"}, {"days": ""}, {"links": "x"}, {"days": "999"}])
def test_a_new_invitation_that_cannot_be_changes_nothing(
    inside: Host, fields: dict[str, str]
) -> None:
    secret = inside.service.relay.hosting.invite("Huber", links=7).secret
    answer = inside.post("einladen-1", **{"links": "5", "days": "5", **fields})
    assert answer.status_code == 422
    assert "role=alert" in answer.text
    assert inside.service.relay.hosting.owner("Huber").account.links == 7
    assert accept(inside.service, secret) == 200


def test_giving_up_asks_first_and_says_what_is_lost(inside: Host, read: Read) -> None:
    owner = inside.service.owner("Huber")
    tokens = [owner.published() for _ in range(2)]
    asked = inside.get("beenden-1")
    words = words_of(asked)
    assert "Give “Huber” up?" in words
    assert "Their 2 calendars are deleted here at once" in words
    assert "This cannot be taken back." in words
    assert read(tokens[0]).status_code == 200
    answer = inside.post("beenden-1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "konto-1")
    assert [read(token).status_code for token in tokens] == [410, 410]
    page = inside.get("konto-1")
    assert "given up" in words_of(page)
    # There is nothing to be done with this account any more.
    assert "<form" not in page.text
    assert inside.get("beenden-1").headers["Location"] == "konto-1"
    # Sent twice, as after a lost answer: it is done.
    assert inside.post("beenden-1").status_code == 303
    refused = inside.post("einladen-1", links="5", days="5")
    assert refused.status_code == 422
    assert inside.service.relay.hosting.owner("Huber").account.revoked_at is not None


def test_who_was_given_up_by_the_host_has_not_spoken_by_that(inside: Host, clock: SetClock) -> None:
    owner = inside.service.owner("Huber")
    owner.published()
    spoke = inside.service.relay.hosting.owner("Huber").account.seen_at
    clock.passes(minutes=30)
    inside.post("beenden-1")
    assert inside.service.relay.hosting.owner("Huber").account.seen_at == spoke


def test_one_without_calendars_loses_none(inside: Host) -> None:
    inside.service.relay.hosting.invite("Huber")
    assert "No calendar of theirs lies here." in words_of(inside.get("beenden-1"))
    inside.service.owner("Maier").published()
    assert "Their calendar is deleted here at once" in words_of(inside.get("beenden-2"))
