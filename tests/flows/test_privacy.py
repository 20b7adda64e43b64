"""No text that was not ticked leaves the house: every link, asked for at every address."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import opened
from app.core.house.staff import StaffDraft
from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.links.details import Details, Field, Options
from app.core.links.link import (
    WHOLE_HOUSE,
    Link,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    calendar_path,
    default_details,
    link_path,
)
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.server.web.app import create_app
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from tests.clocks import SetClock

TODAY = date(2027, 7, 6)
ROUGH = "; , \\ \" ' < > & \u202e \U0001f511 ÄöÜß " + "x" * 60
"""Goes around every secret: what must be escaped, folded, and cannot be written in ASCII."""
SECRETS = {
    "guest": "qzguest",
    "phone": "qzphone",
    "email": "qzemail",
    "contact": "qzcontact",
    "note": "qznote",
    "address": "qzaddress",
    "portal": "qzportal",
    "staff": "qzstaff",
    "role": "qzrole",
    "label": "qzlabel",
    "unit": "qzunit",
    "property": "qzproperty",
}
ALLOWED = {
    Field.GUEST: {"guest"},
    Field.PHONE: {"phone"},
    Field.EMAIL: {"email"},
    Field.CONTACT: {"contact"},
    Field.NOTE: {"note"},
    Field.ADDRESS: {"address"},
    # A title is kind and portal (design §2).
    Field.TITLE: {"portal"},
    Field.PORTAL: {"portal"},
    Field.STAFF: {"staff"},
}
SAID = re.compile("^(?:SUMMARY|DESCRIPTION|LOCATION):.*$", re.MULTILINE)
TITLES = ("Buchung", "Eigenbelegung", "Sperrzeit", "Option", "fest", "Airbnb")


@dataclass(frozen=True)
class Answer:
    """All that leaves with one answer, as text; folded lines (RFC 5545 §3.1) joined again."""

    status: str
    text: str


def secret(name: str, number: int = 0) -> str:
    return f"{SECRETS[name]}{number} {ROUGH}"


STAYS = st.lists(
    st.tuples(
        st.sampled_from([0, 1]),
        st.integers(-40, 300),
        st.integers(1, 30),
        st.sampled_from(Kind),
        st.sampled_from(Status),
        st.sampled_from(["", "airbnb", secret("portal")[:200]]),
        st.booleans(),
    ),
    max_size=6,
)
DETAILS = st.builds(
    Details,
    fields=st.frozensets(st.sampled_from(Field)),
    options=st.sampled_from(Options),
    owner_stays=st.booleans(),
    blocks=st.booleans(),
    own_entries=st.booleans(),
    months_back=st.integers(0, 24),
    months_ahead=st.none() | st.integers(0, 24),
)


@contextmanager
def house() -> Iterator[Services]:
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder)), busy_timeout=1, clock=SetClock()) as services,
    ):
        yield services


def furnish(services: Services, stays: list[tuple[int, int, int, Kind, Status, str, bool]]) -> int:
    """Enter two units, a staff member and `stays`, every text of them a secret."""
    place = services.units.add_property(
        PropertyDraft(name=secret("property"), address=secret("address"))
    )
    units = [
        services.units.add(UnitDraft(property_id=place.id, name=secret("unit", number)))
        for number in range(2)
    ]
    member = services.staff.add(
        StaffDraft(name=secret("staff"), role=secret("role"), unit_ids=frozenset({units[0].id}))
    )
    for unit, arrival, nights, kind, status, portal, in_charge in stays:
        services.occupancies.add(
            OccupancyDraft(
                unit_id=units[unit].id,
                arrival=TODAY + timedelta(days=arrival),
                departure=TODAY + timedelta(days=arrival + nights),
                kind=kind,
                status=status,
                option_until=TODAY if status is Status.OPTION else None,
                guest=secret("guest"),
                phone=secret("phone"),
                email=f"{SECRETS['email']}0@\u202e\U0001f511ÄöÜß.example",
                contact=secret("contact"),
                arrival_time=time(3, 57),
                persons=937,
                children=411,
                pets=653,
                note=secret("note") + "\n" + secret("note", 1),
                portal=portal,
                staff_id=member.id if in_charge else None,
            ),
            allow_conflict=True,
        )
    return member.id


def links_of(services: Services, details: Details, staff_id: int) -> list[Link]:
    """Make a link of every kind with these details."""
    unit = Target(Scope.UNIT, services.units.all()[0].id)
    staff = Target(Scope.STAFF, staff_id)
    place = Target(Scope.PROPERTY, services.units.properties()[0].id)
    choices = LinkChoices(label=secret("label"), portal="airbnb", details=details, language="de")
    public = LinkChoices(label=secret("label"), details=Details(), language="de")
    wanted = [
        (LinkKind.CALENDAR, unit, choices),
        (LinkKind.CALENDAR, place, choices),
        (LinkKind.CALENDAR, WHOLE_HOUSE, choices),
        (LinkKind.CALENDAR, staff, choices),
        (LinkKind.CHANGEOVERS, staff, choices),
        (LinkKind.WEBSITE, unit, public),
    ]
    return [services.links.add(*link).after for link in wanted]


def may_say(link: Link) -> set[str]:
    """Return which secrets are none to the reader of this link."""
    allowed = {name for field in link.details.fields for name in ALLOWED.get(field, ())}
    if link.kind is not LinkKind.WEBSITE:
        allowed.add("property" if link.target.scope is Scope.PROPERTY else "unit")
    if link.target.scope is Scope.PROPERTY:
        allowed.add("unit")
    return allowed


def routes(link: Link) -> list[str]:
    token = link.token
    return [
        link_path(link),
        calendar_path(link),
        f"/cal/{token}/x.ics",
        f"/cal/{token}",
        f"/cal/{token}/",
        f"/kalender/{token}",
        f"/kalender/{token}?sprache=en",
        f"/kalender/{token}/x.ics",
        f"/{token}",
        f"/robots.txt?{token}",
        f"/health?{token}",
    ]


def ask(services: Services, paths: list[str], method: str = "GET") -> Mapping[str, Answer]:
    answers = {}
    with closing(services.feeds()) as feeds:
        app = create_app(feeds, lambda *_: None, services.clock)
        for path in paths:
            place, _, query = path.partition("?")
            environ = {"PATH_INFO": place, "QUERY_STRING": query, "REQUEST_METHOD": method}
            setup_testing_defaults(environ)
            begun: list[str] = []

            def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
                begun[:] = [status, *(f"{name}: {value}" for name, value in headers)]  # noqa: B023

            body = b"".join(app(environ, start))  # type: ignore[arg-type]
            answers[path] = Answer(begun[0], unfolded("\n".join(begun).encode() + b"\n" + body))
    return answers


def unfolded(sent: bytes) -> str:
    return sent.replace(b"\r\n ", b"").decode()


def said(text: str) -> set[str]:
    return {name for name, mark in SECRETS.items() if mark in text}


@settings(max_examples=25)
@given(STAYS, DETAILS)
def test_nothing_is_said_that_was_not_ticked(
    stays: list[tuple[int, int, int, Kind, Status, str, bool]], details: Details
) -> None:
    with house() as services:
        staff_id = furnish(services, stays)
        for link in links_of(services, details, staff_id):
            answers = ask(services, routes(link))
            headed = ask(services, [link_path(link)], "HEAD")
            allowed = may_say(link)
            for path, answer in [*answers.items(), *headed.items()]:
                assert said(answer.text) <= allowed, (link.kind, path)
                told = SAID.findall(answer.text)
                if Field.PERSONS not in details.fields:
                    assert not any("937" in line for line in told)
                if not details.fields & {Field.TITLE, Field.STATUS, Field.PORTAL}:
                    assert not any(word in line for line in told for word in TITLES)
            preview = unfolded(services.links.preview(link))
            assert preview == answers[calendar_path(link)].text[-len(preview) :]
            assert said(link_path(link)) <= allowed


@given(DETAILS)
@settings(max_examples=15)
def test_what_is_ticked_is_said(details: Details) -> None:
    with house() as services:
        everything = (0, 5, 3, Kind.BOOKING, Status.CONFIRMED, secret("portal")[:200], True)
        staff_id = furnish(services, [everything])
        for link in links_of(services, details, staff_id):
            text = unfolded(services.links.preview(link))
            wanted = may_say(link)
            if details.months_ahead is None or details.months_ahead > 0:
                assert said(text) == wanted


def test_the_token_of_one_kind_opens_nothing_of_another() -> None:
    with house() as services:
        links = links_of(services, Details(), furnish(services, []))
        for link in links:
            page = ask(services, [f"/kalender/{link.token}"])[f"/kalender/{link.token}"]
            unknown = ask(services, ["/kalender/nobody"])["/kalender/nobody"]
            assert (page == unknown) is (link.kind is not LinkKind.WEBSITE)


def test_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys\n"
        "from contextlib import closing\n"
        "from pathlib import Path\n"
        "from app.bootstrap import opened\n"
        "from app.services.data_folder.folder import DataFolder\n"
        "from tests.clocks import SetClock\n"
        "with opened(DataFolder(Path(sys.argv[1])), busy_timeout=1, clock=SetClock()) as s:\n"
        "    with closing(s.feeds()) as feeds:\n"
        "        for token in sys.argv[2:]:\n"
        "            sys.stdout.buffer.write(feeds.answer(token).body)\n"
    )
    stays = [
        (unit, arrival, 3, Kind.BOOKING, status, "airbnb", unit == 1)
        for unit in (0, 1)
        for arrival, status in ((1, Status.CONFIRMED), (20, Status.OPTION), (9, Status.CONFIRMED))
    ]
    with house() as services:
        details = Details(fields=frozenset(Field), options=Options.TENTATIVE)
        links = links_of(services, details, furnish(services, stays))
        with closing(services.feeds()) as feeds:
            here = b"".join(feeds.answer(link.token).body for link in links)  # type: ignore[union-attr]
        there = subprocess.run(
            [sys.executable, "-c", code, services.folder.path, *(link.token for link in links)],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
        )
    assert here.count(b"BEGIN:VEVENT") > len(links)
    assert there.stdout == here


def test_a_new_link_of_any_kind_says_nothing_personal() -> None:
    for kind in LinkKind:
        allowed = {Field.PERSONS} if kind is LinkKind.CHANGEOVERS else set()
        assert default_details(kind).fields == allowed
