"""Where an occupancy was read, in the dialog in which it is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import feed_source, source_id_of
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.services.services import Services
from app.ui.stays.actions import Actions
from app.ui.stays.bar_words import bar_words
from app.ui.stays.bars import Bar
from app.ui.stays.entry.dialog import Choices, OccupancyDialog
from app.ui.stays.words import with_source
from tests.feeds_of_portals import TODAY, Event
from tests.portals_of_tests import Listings
from tests.ui.conftest import MakeContext
from tests.web_sites import Web, web_of

OpenDialog = Callable[[Occupancy], OccupancyDialog]
LINK = "https://www.airbnb.com/hosting/reservations/details/HM1"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Web]:
    with web_of(tmp_path, monkeypatch.setenv) as web:
        services.__dict__["internet"] = web.internet()
        yield web


@pytest.fixture
def airbnb(web: Web, services: Services) -> Listings:
    host = "www.airbnb.example"
    listings = Listings(web.site(host), host)
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    described = Event(4, more=(f"DESCRIPTION:Reservation URL: {LINK}",))
    address = listings.shows(described)
    services.sources.add(SourceDraft(unit_id=unit.id, portal="airbnb", address=address))
    return listings


def read(services: Services) -> Occupancy:
    return services.occupancies.all()[-1]


@pytest.fixture
def open_dialog(make_context: MakeContext, qtbot: QtBot) -> OpenDialog:
    over = QWidget()
    qtbot.addWidget(over)

    def open_one(occupancy: Occupancy) -> OccupancyDialog:
        context = make_context()
        units = context.services.units.all()
        dialog = OccupancyDialog(
            context, Actions(context), Choices(units, []), occupancy=occupancy, parent=over
        )
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog

    return open_one


def says(dialog: OccupancyDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    return "" if found is None else found.text()


@pytest.mark.usefixtures("airbnb")
def test_it_says_where_it_was_read_and_since_when(
    open_dialog: OpenDialog, services: Services
) -> None:
    dialog = open_dialog(read(services))
    known = says(dialog, "origin_known")
    assert known.startswith("Eingelesen von Airbnb, zum ersten Mal gesehen heute um ")
    assert says(dialog, "origin_differs") == ""
    button = dialog.findChild(QWidget, "origin_link")
    assert button is not None


@pytest.mark.usefixtures("airbnb")
def test_it_says_what_the_portal_says_where_the_owner_changed_the_days(
    open_dialog: OpenDialog, services: Services
) -> None:
    stay = read(services)
    longer = replace(stay.draft(), departure=stay.departure + timedelta(days=1))
    services.occupancies.change(stay.id, longer, sequence=stay.sequence)
    dialog = open_dialog(read(services))
    assert says(dialog, "origin_differs").startswith("Airbnb meldet Sa 10.07. – Di 13.07.; ")


@pytest.mark.usefixtures("airbnb")
def test_it_says_that_the_portal_still_reports_what_is_cancelled_here(
    open_dialog: OpenDialog, services: Services
) -> None:
    stay = read(services)
    services.occupancies.cancel(stay.id, sequence=stay.sequence)
    dialog = open_dialog(read(services))
    assert says(dialog, "origin_differs") == "Airbnb meldet sie weiter."


@pytest.mark.usefixtures("airbnb")
def test_what_was_entered_by_hand_says_nothing_of_it(
    open_dialog: OpenDialog, services: Services
) -> None:
    unit = services.units.all()[0]
    draft = OccupancyDraft(
        unit_id=unit.id, arrival=TODAY, departure=TODAY + timedelta(days=2), guest="Huber"
    )
    own = services.occupancies.add(draft).after
    dialog = open_dialog(own)
    assert dialog.findChild(QWidget, "origin") is None


@pytest.mark.usefixtures("airbnb")
def test_what_a_removed_source_left_is_the_owners_own(
    open_dialog: OpenDialog, services: Services
) -> None:
    (source,) = services.sources.all()
    services.sources.remove(source.id, keep=True)
    dialog = open_dialog(read(services))
    assert dialog.findChild(QWidget, "origin") is None


@pytest.mark.usefixtures("airbnb")
def test_plan_and_list_say_that_it_was_read(services: Services, make_context: MakeContext) -> None:
    texts = make_context().texts
    stay, unit = read(services), services.units.all()[0]
    assert with_source(texts, stay, "Airbnb") == "Airbnb · eingelesen"
    bar = Bar(stay, stay.arrival.toordinal(), stay.departure.toordinal())
    assert "eingelesen" in bar_words(texts, bar, unit, TODAY)


@pytest.mark.parametrize(
    ("source", "number"),
    [(feed_source(7), 7), ("hand", None), ("feed:", None), ("feed:x", None), ("", None)],
)
def test_which_source_an_occupancy_names(source: str, number: int | None) -> None:
    assert source_id_of(source) == number
