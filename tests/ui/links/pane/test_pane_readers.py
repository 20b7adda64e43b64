"""Who has read the link, as the pane tells it: known, unknown, silent, at an old address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from app.core.links.link import Fetch, LinkKind, Origin
from app.storage.tables.fetches import FetchTable, ServedTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.core.links.link import Link
    from app.services.base.jobs import Jobs
    from app.services.services import Services
    from tests.clocks import SetClock
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.conftest import Read
    from tests.ui.links.pane.conftest import AddLink, Hands, ShowPane

STRANGE = "<b>Fremd</b>Portal-Importer/2.1"
HOUR = timedelta(hours=1)


def lines(hands: Hands) -> list[tuple[str, str]]:
    """Name and time of each row, as they are to be seen."""
    QApplication.processEvents()
    rows = [row for row in hands.pane.findChildren(QWidget, "reader_row") if row.isVisible()]
    told = []
    for row in rows:
        name, when = row.findChild(QLabel, "reader_name"), row.findChild(QLabel, "reader_when")
        assert name is not None
        assert when is not None
        told.append((name.text(), when.text()))
    return told


def name_it(hands: Hands, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Press "benennen …" in the only row that has it, type and finish with a key."""
    hands.click("reader_name_it")
    field = hands.find(QLineEdit, "reader_field")
    assert QApplication.focusWidget() is field
    field.selectAll()
    field.insert(text)
    QTest.keyClick(field, key)


def test_nobody_yet(show_pane: ShowPane, add_link: AddLink) -> None:
    hands = show_pane(add_link())
    assert hands.text("readers_empty") == "Noch niemand. Haben Sie den Link schon eingefügt?"
    assert not hands.shown("readers_all")


def test_the_latest_readings_with_their_times(
    show_pane: ShowPane, add_link: AddLink, read: Read, qtbot: QtBot, clock: SetClock
) -> None:
    link = add_link()
    read(link, "Airbnb/1.0", minutes_ago=3 * 24 * 60)
    read(link, "Thunderbird/128.0", minutes_ago=24 * 60)
    read(link, "Airbnb/1.0", minutes_ago=65)
    read(link, "Airbnb/1.0", minutes_ago=5)
    hands = show_pane(link)
    now = clock.moment.astimezone()
    recent, before = now - timedelta(minutes=5), now - timedelta(days=1)
    assert lines(hands) == [
        ("Airbnb", f"heute {recent:%H:%M}"),
        ("Thunderbird", f"gestern {before:%H:%M}"),
        ("Airbnb", f"Sa 03.07., {now:%H:%M}"),
    ]
    with qtbot.waitSignal(hands.intents.fetches) as asked:
        hands.click("readers_all")
    assert asked.args == [link.id]


def test_a_new_reading_appears_by_itself(
    show_pane: ShowPane, add_link: AddLink, read: Read
) -> None:
    link = add_link()
    hands = show_pane(link)
    read(link, "Airbnb/1.0")
    assert [name for name, _ in lines(hands)] == ["Airbnb"]


def test_what_was_no_reading_is_called_so(
    show_pane: ShowPane, add_link: AddLink, read: Read
) -> None:
    link = add_link()
    read(link, "Airbnb/1.0", minutes_ago=3, status=410)
    read(link, "Airbnb/1.0", minutes_ago=2, status=404)
    read(link, "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0", minutes_ago=1)
    hands = show_pane(link)
    assert [name for name, _ in lines(hands)] == [
        "Browser (nur angesehen)",
        "Airbnb (ohne Antwort)",
        "Airbnb (alte Adresse)",
    ]


def test_who_looks_at_a_website_is_its_reader(
    show_pane: ShowPane, add_link: AddLink, read: Read
) -> None:
    link = add_link(LinkKind.WEBSITE)
    hands = show_pane(link)
    assert hands.text("readers_empty") == "Noch niemand. Ist der Kalender schon auf Ihrer Website?"
    read(link, "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0")
    assert [name for name, _ in lines(hands)] == ["Browser"]


def test_who_asks_for_the_old_address_is_told(
    show_pane: ShowPane, add_link: AddLink, read: Read, services: Services, clock: SetClock
) -> None:
    link = add_link()
    services.links.renew(link.id, sequence=link.sequence)
    clock.moment += 3 * HOUR
    read(link, "Airbnb/1.0", minutes_ago=125, status=410)
    hands = show_pane(link)
    assert hands.text("readers_old_address") == (
        "Alte Adresse wird noch abgefragt: Airbnb, vor 2 Std. – bitte dort die neue eintragen."
    )


def test_an_unknown_reader_is_named_by_the_owner(
    show_pane: ShowPane, add_link: AddLink, read: Read, services: Services
) -> None:
    link = add_link()
    read(link, STRANGE, minutes_ago=5)
    hands = show_pane(link)
    assert lines(hands)[0][0] == "Unbekannter Leser"
    row = hands.find(QWidget, "reader_row")
    assert row.toolTip() == "<span>&lt;b&gt;Fremd&lt;/b&gt;Portal-Importer/2.1</span>"

    name_it(hands, "<i>Touristinfo</i>")
    assert services.readers.who(STRANGE).name == "<i>Touristinfo</i>"
    assert lines(hands)[0][0] == "<i>Touristinfo</i>"
    label = hands.find(QLabel, "reader_name")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert QApplication.focusWidget() is hands.find(QWidget, "reader_name_it")

    name_it(hands, "")
    assert lines(hands)[0][0] == "Unbekannter Leser"


def test_escape_leaves_a_reader_without_a_name(
    show_pane: ShowPane, add_link: AddLink, read: Read, services: Services, qtbot: QtBot
) -> None:
    link = add_link()
    read(link, STRANGE)
    hands = show_pane(link)
    with qtbot.assertNotEmitted(hands.pane.closed):
        name_it(hands, "Touristinfo", Qt.Key.Key_Escape)
    assert lines(hands)[0][0] == "Unbekannter Leser"
    assert QApplication.focusWidget() is hands.find(QWidget, "reader_name_it")
    assert services.readers.names() == {}


def test_a_name_that_is_being_typed_survives_a_new_reading(
    show_pane: ShowPane, add_link: AddLink, read: Read
) -> None:
    link = add_link()
    read(link, STRANGE, minutes_ago=5)
    hands = show_pane(link)
    hands.click("reader_name_it")
    field = hands.find(QLineEdit, "reader_field")
    field.insert("Touri")
    read(link, "Airbnb/1.0")
    assert field.isVisible()
    assert field.text() == "Touri"

    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [name for name, _ in lines(hands)] == ["Airbnb", "Touri"]


def test_a_name_that_is_being_typed_is_dropped_with_its_link(
    show_pane: ShowPane, add_link: AddLink, read: Read, services: Services
) -> None:
    link, other = add_link(), add_link()
    read(link, STRANGE)
    read(other, "Airbnb/1.0")
    hands = show_pane(link)
    hands.click("reader_name_it")
    hands.find(QLineEdit, "reader_field").insert("Touri")

    hands.pane.show_link(other.id)
    hands.settle()
    assert [name for name, _ in lines(hands)] == ["Airbnb"]
    assert services.readers.names() == {}


def test_a_name_that_is_too_long_is_refused_with_a_sentence(
    show_pane: ShowPane, add_link: AddLink, read: Read, notices: RecordedNotices
) -> None:
    link = add_link()
    read(link, STRANGE)
    hands = show_pane(link)
    name_it(hands, "x" * 500)
    assert len(notices.failed) == 1
    assert lines(hands)[0][0] == "Unbekannter Leser"


def gone_silent(services: Services, clock: SetClock, link: Link) -> None:
    """Let somebody read hourly for two days, and no more for three, while links are served."""
    start, end = clock.moment, clock.moment + timedelta(days=5)
    with services.database.write():
        ServedTable(services.database).begin(start, end)
        FetchTable(services.database).add(
            Fetch(
                link_id=link.id,
                at=start + hour * HOUR,
                agent=STRANGE,
                origin=Origin.OUTSIDE,
                status=200,
            )
            for hour in range(49)
        )
    clock.moment = end


def test_a_reader_that_has_gone_silent_is_told_until_it_is_given_up(
    show_pane: ShowPane,
    add_link: AddLink,
    services: Services,
    jobs: Jobs,
    clock: SetClock,
    qtbot: QtBot,
) -> None:
    jobs.start()
    link = add_link()
    gone_silent(services, clock, link)
    hands = show_pane(link)
    assert hands.pane.findChild(QWidget, "silent_row") is None
    with qtbot.waitSignal(hands.context.silence.changed):
        hands.context.silence.look()
    assert hands.text("silent_words_text").endswith(
        "seit 3 Tagen nicht gelesen, sonst jede Stunde. Bitte prüfen Sie dort, ob der Link noch "
        "eingetragen ist."
    )
    assert "Unbekannter Leser:" in hands.text("silent_words_text")

    with qtbot.waitSignal(hands.context.silence.changed):
        hands.click("let_go")
    QApplication.processEvents()
    assert not any(row.isVisible() for row in hands.pane.findChildren(QWidget, "silent_row"))
    assert services.readers.silent() == {}
    assert QApplication.focusWidget() is hands.find(QWidget, "readers_all")
