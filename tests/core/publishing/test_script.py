"""What the script on a webspace is given, and what is read of its notes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.link import Origin
from app.core.publishing.apache.script import gone_list, noted_as, noted_reads, script

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
TOKEN = "A" * 24
LINKS = {noted_as(TOKEN): 7}


def micro(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def line(at: datetime, token: str = TOKEN, status: int = 200, agent: str = "Airbnb") -> str:
    return f"{micro(at)}\t{noted_as(token)}\t{status}\t{agent}\n"


HEAD = "<?php __halt_compiler(); ?>\n"


def test_each_line_is_a_fetch_from_outside() -> None:
    early, late = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    notes = HEAD + line(early, status=304) + line(late, agent="Google-Calendar-Importer")
    found = noted_reads(notes.encode(), "", LINKS, NOW)
    assert [(f.link_id, f.at, f.agent, f.origin, f.status) for f in found.fetches] == [
        (7, early, "Airbnb", Origin.WEBSPACE, 304),
        (7, late, "Google-Calendar-Importer", Origin.WEBSPACE, 200),
    ]
    assert found.until == str(micro(late))


def test_what_was_taken_over_is_not_taken_again() -> None:
    moments = [NOW - timedelta(minutes=minute) for minute in (30, 20, 10)]
    notes = HEAD + "".join(map(line, moments))
    first = noted_reads(notes.encode(), str(micro(moments[1])), LINKS, NOW)
    assert [fetch.at for fetch in first.fetches] == [moments[2]]
    again = noted_reads(notes.encode(), first.until, LINKS, NOW)
    assert again.fetches == ()
    assert again.until == first.until


def test_nothing_noted_is_nothing_read() -> None:
    assert noted_reads(HEAD.encode(), "", LINKS, NOW).until == ""
    assert noted_reads(b"", "123", LINKS, NOW).until == "123"


def test_readings_of_links_that_nobody_knows_are_passed_over() -> None:
    at = NOW - timedelta(hours=1)
    found = noted_reads((HEAD + line(at, token="B" * 24)).encode(), "", LINKS, NOW)
    assert found.fetches == ()
    assert found.until == str(micro(at))


def test_no_reading_is_of_the_future() -> None:
    found = noted_reads((HEAD + line(NOW + timedelta(days=300))).encode(), "", LINKS, NOW)
    assert [fetch.at for fetch in found.fetches] == [NOW]


def test_a_number_that_no_clock_tells_hides_nothing_that_comes_after_it() -> None:
    spoilt = f"{10**18 - 1}\t{noted_as(TOKEN)}\t200\tx\n"
    good = line(NOW - timedelta(hours=1))
    found = noted_reads((HEAD + spoilt + good).encode(), "", LINKS, NOW)
    assert found.until == str(micro(NOW - timedelta(hours=1)))
    assert (len(found.fetches), found.spoilt) == (1, 1)


def test_what_the_script_itself_writes_is_not_spoilt() -> None:
    notes = HEAD + line(NOW - timedelta(hours=2)) + line(NOW - timedelta(hours=1), status=404)
    assert noted_reads(notes.encode(), "", LINKS, NOW).spoilt == 0
    assert noted_reads(b"", "", LINKS, NOW).spoilt == 0
    assert noted_reads(HEAD.encode(), "", LINKS, NOW).spoilt == 0


MINUTES = [NOW - timedelta(minutes=minute) for minute in (50, 40, 30, 20, 10)]


@pytest.mark.parametrize(
    ("kept", "whole_since"),
    [
        (MINUTES, None),
        (MINUTES[1:], None),
        (MINUTES[2:], MINUTES[2]),
        (MINUTES[4:], MINUTES[4]),
        ([], NOW),
    ],
    ids=["all", "the last one known", "the next one", "later ones", "nothing"],
)
def test_it_is_known_from_when_on_nothing_is_missing(
    kept: list[datetime], whole_since: datetime | None
) -> None:
    notes = HEAD + "".join(map(line, kept))
    found = noted_reads(notes.encode(), str(micro(MINUTES[1])), LINKS, NOW)
    assert found.whole_since == whole_since


def test_the_first_time_nothing_is_missing() -> None:
    assert noted_reads((HEAD + line(NOW)).encode(), "", LINKS, NOW).whole_since is None
    assert noted_reads(b"", "", LINKS, NOW).whole_since is None


@given(st.lists(st.integers(0, 10**15), min_size=1, max_size=60, unique=True), st.data())
def test_however_often_notes_are_taken_over_each_comes_once(
    moments: list[int], data: st.DataObject
) -> None:
    moments.sort()
    lines = [f"{number}\t{noted_as(TOKEN)}\t200\t{number}\n" for number in moments if number]
    until, agents = "", []
    written = 0
    while written < len(lines) or data.draw(st.booleans()):
        written = data.draw(st.integers(written, len(lines)))
        # A file that is being written may end in the middle of a line.
        more = lines[written] if written < len(lines) else ""
        torn = more[: data.draw(st.integers(0, max(0, more.find("\t", more.find("\t") + 1))))]
        notes = HEAD + "".join(lines[:written]) + torn
        found = noted_reads(notes.encode(), until, LINKS, NOW)
        agents += [fetch.agent for fetch in found.fetches]
        until = found.until
    assert agents == [str(number) for number in moments if number]


@pytest.mark.parametrize(
    "rubbish",
    [
        "12\tzz\t200\tx",
        "x\t" + noted_as(TOKEN) + "\t200\tx",
        "12\t" + noted_as(TOKEN) + "\t2000\tx",
        "12\t" + noted_as(TOKEN) + "\t200",
        "-12\t" + noted_as(TOKEN) + "\t200\tx",
        "9" * 19 + "\t" + noted_as(TOKEN) + "\t200\tx",
        "<html>",
        "\t\t\t",
    ],
)
def test_a_line_that_cannot_be_read_is_passed_over(rubbish: str) -> None:
    good = line(NOW - timedelta(hours=1))
    found = noted_reads((HEAD + rubbish + "\n" + good).encode(), "", LINKS, NOW)
    assert len(found.fetches) == 1


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(notes: bytes) -> None:
    for fetch in noted_reads(notes, "", LINKS, NOW).fetches:
        assert fetch.at <= NOW


@given(st.integers(min_value=1, max_value=micro(NOW + timedelta(days=365))))
def test_every_number_is_a_moment_that_has_been(number: int) -> None:
    notes = f"{HEAD}{number}\t{noted_as(TOKEN)}\t200\tx\n"
    (fetch,) = noted_reads(notes.encode(), "", LINKS, NOW).fetches
    assert fetch.at <= NOW


def test_agents_are_kept_as_the_program_keeps_them() -> None:
    notes = HEAD + line(NOW, agent="Bö\x07t/1.0 " + "x" * 900)
    (fetch,) = noted_reads(notes.encode(), "", LINKS, NOW).fetches
    assert fetch.agent.startswith("Bö t/1.0 xxx")
    assert len(fetch.agent) <= 500


def test_the_list_of_addresses_given_up_names_none() -> None:
    made = gone_list([TOKEN, "B" * 24])
    assert made.startswith(b"<?php return [\n")
    assert made.count(b"=> 410,") == 2
    assert TOKEN.encode() not in made
    assert made == gone_list(["B" * 24, TOKEN])
    assert gone_list([]) == b"<?php return [\n];\n"


def test_an_address_given_up_is_gone_whatever_else_it_is() -> None:
    made = gone_list([TOKEN], [TOKEN, "B" * 24])
    assert (made.count(b"=> 410,"), made.count(b"=> 404,")) == (1, 1)


def test_the_policy_of_pages_stands_in_the_script_as_php_reads_it() -> None:
    made = script("default-src 'none'; style-src 'sha256-x\\y'")
    assert b"const PAGE_POLICY = 'default-src \\'none\\'; style-src \\'sha256-x\\\\y\\'';" in made
    assert b"@PAGE" not in made
