"""After a day with everything in it, neither log nor error report names anybody or opens anything.

The log is a real one, written by the program's own handler; what is done goes through the services,
the embedded server and commands, faults included.
"""

from __future__ import annotations

import http.client
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.cli.common.logs import logging_to
from app.cli.program import run
from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import UnitDraft
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.stays.occupancy import OccupancyDraft, Status
from app.i18n import catalogue
from app.server.hosting.embedded import EmbeddedServer
from app.services.data_folder.folder import DataFolder
from app.services.diagnostics.report import make_report
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.ports import free_port

TODAY = date(2027, 7, 6)
SECRETS = {
    "guest": "Qzguestname",
    "contact": "qzcontact@example.org",
    "phone": "+49 (0)171 5556677",
    "e-mail": "qzmail@example.org",
    "digits": "4901715556677",
    "note": "Qznote in Rubinen",
    "unit": "Qzunit am See",
    "property": "Qzproperty",
    "street": "Qzstreet 12",
    "staff": "Qzstaff Lindner",
    "label": "Qzlabel",
    "user": "qzuser",
    "password": "qzpassword-1",
}


@contextmanager
def house(tmp_path: Path) -> Iterator[Services]:
    folder = DataFolder(tmp_path / "Daten")
    folder.make()
    with (
        logging_to(folder.logs),
        opened(folder, busy_timeout=0.25, clock=SetClock()) as services,
    ):
        services.settings.set("port", str(free_port()))
        yield services


def live(services: Services, tmp_path: Path) -> set[str]:
    """Do what an owner does in a day; return the tokens of all links that there have been."""
    unit = services.units.add_to(
        SECRETS["property"],
        UnitDraft(property_id=0, name=SECRETS["unit"], address=SECRETS["street"]),
        first_property="",
    )
    member = services.staff.add(StaffDraft(name=SECRETS["staff"], unit_ids=frozenset({unit.id})))
    stay = services.occupancies.add(draft(unit.id, member.id)).after
    with suppress(UserError):
        # Refused: the sentence names the other one.
        services.occupancies.add(draft(unit.id, member.id))
    services.occupancies.cancel(stay.id, sequence=stay.sequence)
    tokens = links(services, unit.id)
    services.publishing.set_up(
        Webspace(kind=WebspaceKind.FOLDER, folder=str(tmp_path / "weg" / "Qzfolder")),
        Secret(password=SECRETS["password"]),
        Keeping.FILE,
    )
    with suppress(UserError):
        services.publishing.run()
    services.backups.now()
    return tokens


def draft(unit_id: int, staff_id: int) -> OccupancyDraft:
    return OccupancyDraft(
        unit_id=unit_id,
        arrival=TODAY + timedelta(days=3),
        departure=TODAY + timedelta(days=9),
        guest=SECRETS["guest"],
        contact=SECRETS["contact"],
        phone=SECRETS["phone"],
        email=SECRETS["e-mail"],
        note=SECRETS["note"],
        status=Status.OPTION,
        option_until=TODAY,
        staff_id=staff_id,
    )


def links(services: Services, unit_id: int) -> set[str]:
    target = Target(Scope.UNIT, unit_id)
    first = services.links.enable_unit(unit_id).after
    second = services.links.add(
        LinkKind.CALENDAR, target, LinkChoices(label=SECRETS["label"])
    ).after
    renewed = services.links.renew(first.id, sequence=first.sequence).after
    services.links.delete(second.id, sequence=second.sequence)
    return {first.token, second.token, renewed.token}


def read_all(services: Services, tokens: set[str]) -> None:
    """Ask the real server for every address, the void ones and wrong ones too."""
    server = EmbeddedServer(services)
    state = server.start()
    try:
        for token in (*tokens, "x" * 24):
            for path in (f"/cal/{token}/a.ics", f"/kalender/{token}", f"/cal/{token}/a.ics?b=1"):
                asked = http.client.HTTPConnection("127.0.0.1", state.port, timeout=10)
                asked.request("GET", path, headers={"User-Agent": f"Leser {token}"})
                asked.getresponse().read()
                asked.close()
    finally:
        server.stop()


def broken(quoted: object) -> None:
    raise ValueError(quoted)


def fail(logger: logging.Logger, services: Services) -> None:
    """Have bugs logged whose texts quote what they were about."""
    stay = services.occupancies.all()[0]
    for quoted in (*SECRETS.values(), stay, services.links.all()[0]):
        try:
            broken(quoted)
        except ValueError:
            logger.exception("a fault on purpose")


def test_nothing_private_is_in_the_log_or_the_report(
    tmp_path: Path, expect_log: ExpectLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log("app.flow", "a fault on purpose")
    with house(tmp_path) as services:
        tokens = live(services, tmp_path)
        read_all(services, tokens)
        fail(logging.getLogger("app.flow"), services)
        folder = services.folder
        monkeypatch.setenv("ZIMMERFREI_DATA_DIR", str(folder.path))
        assert run(["occupancy", "add", SECRETS["unit"], "2027-07-09", "2027-07-12"]) in {0, 1}
        assert run(["unit", "rename", SECRETS["unit"], ""]) == 1
        made = make_report(
            folder, services.backups, services, catalogue("de"), datetime(2027, 7, 6, tzinfo=UTC)
        )
    logs = [path.read_text("utf-8") for path in folder.logs.glob("*.log*")]
    assert any("a fault on purpose" in text for text in logs), "the log has been written"
    assert "a fault on purpose" in made.text()
    for place, text in (("log", "\n".join(logs)), ("report", made.text())):
        for what, secret in {**SECRETS, **dict.fromkeys(tokens, "")}.items():
            assert (secret or what) not in text, f"{what} is in the {place}"
        for part in ("Qzguestname", "Qzstaff", "5556677"):
            assert part not in text, f"{part} is in the {place}"
    assert str(tmp_path) not in made.text()
