"""What an owner pastes as an invitation: whole, torn, cut, foreign."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.publishing.relay.invitation import LONGEST, Invitation, pasted, seems_invitation
from app.core.publishing.relay.protocol import is_secret, new_secret

SECRET = "Ab3-Z0aq8LmN5xYt2RcV7wQe_Ab3kZ0aq8LmN5xYt2M"
SERVICE = "https://kalender.seeblick.example"
WHOLE = f"{SERVICE}/einladung/{SECRET}"
FOUND = Invitation(SERVICE, SECRET)
CUT, FOREIGN, BARE = "not complete", "no invitation", "beginning of the invitation"


def test_the_secret_of_these_tests_is_one() -> None:
    assert is_secret(SECRET)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"  {WHOLE}\n",
        f"<{WHOLE}>",
        f"„{WHOLE}“",
        f"({WHOLE}).",
        f"{WHOLE}?utm_source=mail",
        f"{WHOLE}#top",
        f"{WHOLE}/",
        WHOLE.removeprefix("https://"),
        WHOLE.replace("https", "HTTPS").replace("einladung", "Einladung"),
        WHOLE.replace("kalender", "KALENDER"),
        f"{WHOLE[:20]}\n{WHOLE[20:]}",
        f"{WHOLE[:60]}\r\n{WHOLE[60:70]}\r\n  {WHOLE[70:]}",
        f"{WHOLE[:60]}=\n{WHOLE[60:]}".replace("=", ""),
        " ".join(WHOLE),
        WHOLE.replace("//", "//\u200b").replace("einladung", "ein\u00adladung"),
        f"> Liebe Anna,\n> hier ist sie:\n> {WHOLE[:70]}\n> {WHOLE[70:]}\n>\n> Viele Grüße",
        f"Liebe Anna,\nbitte einfügen: {WHOLE}\nViele Grüße\nPaul",
        f"Siehe https://www.seeblick.example/ und dann {WHOLE}, danke!",
        f"Liebe Anna, {WHOLE[:75]}\n{WHOLE[75:]}\nViele Grüße",
        f'<a href="{WHOLE}">Einladung</a>',
        f"https://eur03.safelinks.example/?url={quote(WHOLE, safe='')}&data=05%7C02",
        f"{WHOLE}\n{WHOLE}",
    ],
)
def test_an_invitation_is_found_however_it_was_pasted(text: str) -> None:
    assert pasted(text) == FOUND
    assert seems_invitation(text)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE[:-1],
        WHOLE[:-20],
        f"{SERVICE}/einladung/",
        f"Liebe Anna, {WHOLE[:-3]}, viele Grüße",
        f"{WHOLE}x",
        f"{WHOLE[:-1]}*",
    ],
)
def test_one_that_is_cut_says_so(text: str) -> None:
    with pytest.raises(UserError, match=CUT):
        pasted(text)
    assert not seems_invitation(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.airbnb.example/calendar/ical/123.ics?s=abc",
        f"{SERVICE}/cal/Ab3kZ0aq8LmN5xYt2RcV7wQe/seeblick-1.ics",
        "Seeblick 1",
        "einladung",
        "12.8.",
        "\u202e",
        f"/einladung/{SECRET}",
        f"ftp://seeblick.example/einladung/{SECRET}"[:30],
    ],
)
def test_what_is_none_says_how_one_looks(text: str) -> None:
    with pytest.raises(UserError) as caught:
        pasted(text)
    assert caught.value.message.partition(".")[0]
    assert not seems_invitation(text)


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b", "> \n> "])
def test_nothing_is_asked_for(text: str) -> None:
    with pytest.raises(UserError, match="Please paste"):
        pasted(text)


def test_the_secret_alone_is_not_enough() -> None:
    with pytest.raises(UserError, match=BARE):
        pasted(SECRET)


@pytest.mark.parametrize("host", ["kalender.seeblick.example", "192.168.1.7:8642", "nas.fritz.box"])
def test_one_without_encryption_is_refused(host: str) -> None:
    text = f"http://{host}/einladung/{SECRET}"
    with pytest.raises(UserError, match="without encryption") as caught:
        pasted(text)
    assert SECRET not in str(caught.value.values)
    assert not seems_invitation(text)


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8642", "[::1]:80"])
def test_on_this_computer_nobody_reads_along(host: str) -> None:
    assert pasted(f"http://{host}/einladung/{SECRET}").service == f"http://{host}"


@pytest.mark.parametrize(
    ("address", "service"),
    [
        ("https://verein.example/kalender", "https://verein.example/kalender"),
        ("https://Häuser.example", "https://xn--huser-gra.example"),
        ("https://kalender.example:8443", "https://kalender.example:8443"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_services_may_be_anywhere(address: str, service: str) -> None:
    assert pasted(f"{address}/einladung/{SECRET}") == Invitation(service, SECRET)


def test_the_host_is_written_as_people_do() -> None:
    assert pasted(f"https://häuser.example/einladung/{SECRET}").host == "häuser.example"


@pytest.mark.parametrize("host", ["a b.example", "-a.example", "anna:geheim@x.example", "x..y"])
def test_a_service_at_no_address_is_no_invitation(host: str) -> None:
    with pytest.raises(UserError):
        pasted(f"https://{host}/einladung/{SECRET[:-4]}")


def test_no_sentence_and_no_log_shows_the_secret() -> None:
    assert SECRET not in repr(FOUND)
    assert "kalender.seeblick.example" in repr(FOUND)


def test_a_book_is_not_read_to_its_end() -> None:
    with pytest.raises(UserError, match=FOREIGN):
        pasted("x" * LONGEST + WHOLE)


@given(st.text(max_size=300))
@example("/einladung/" * 50)
@example("https://" * 40 + "/einladung/" + SECRET)
@example("%2Feinladung%2F" + SECRET)
@example("http://[/einladung/" + SECRET)
@example("https://\ud800.example/einladung/" + SECRET)
def test_whatever_is_pasted_gives_an_invitation_or_a_sentence(text: str) -> None:
    try:
        found = pasted(text)
    except UserError:
        return
    assert is_secret(found.secret)
    assert found.service.startswith(("https://", "http://"))


@given(
    before=st.text(alphabet=" \n\t>„(", max_size=5),
    after=st.sampled_from(["", "\n", ".", " Viele Grüße", "\n\nPaul", ")", "“", "&x=1"]),
    cuts=st.lists(st.integers(0, 200), max_size=4),
    gap=st.sampled_from(["\n", "\r\n", " ", "\n   ", "\t"]),
)
def test_a_torn_address_is_put_together_again(
    before: str, after: str, cuts: list[int], gap: str
) -> None:
    secret = new_secret()
    address = f"{SERVICE}/einladung/{secret}"
    begin = len(address) - 43
    for cut in sorted({begin + cut % 43 for cut in cuts}, reverse=True):
        address = address[:cut] + gap + address[cut:]
    assert pasted(before + address + after) == Invitation(SERVICE, secret)
