"""The card Erreichbarkeit, the strips above the pages, and what is asked of the owner later on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.core.house.unit import Unit
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.core.stays.occupancy import OccupancyDraft
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.kit import Banner, Chip
from app.ui.publishing.card import ReachCard
from app.ui.publishing.opening import OFFERED
from app.ui.publishing.strips import PublishingStrips
from tests.ui.conftest import RecordedNotices
from tests.ui.publishing.conftest import click, find, settle, shown, type_into

ARRIVAL = date(2027, 8, 1)


@pytest.fixture
def make_card(context: Context, over: QWidget) -> Callable[[], ReachCard]:
    def make() -> ReachCard:
        card = ReachCard(context, over)
        context.bridge.moved.connect(card.redraw)
        card.resize(780, 300)
        card.show()
        return card

    return make


@pytest.fixture
def make_strips(context: Context, over: QWidget) -> Callable[[], PublishingStrips]:
    def make() -> PublishingStrips:
        strips = PublishingStrips(context, over)
        context.bridge.moved.connect(strips.redraw)
        strips.resize(1000, 160)
        strips.draw()
        settle()
        return strips

    return make


def chip(card: ReachCard) -> str:
    return find(card, Chip, "reach_chip").text()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".ics")


class TestCard:
    def test_at_first_it_says_who_reads_and_opens_the_wizard(
        self, make_card: Callable[[], ReachCard], units: list[Unit], notices: RecordedNotices
    ) -> None:
        assert units
        card = make_card()
        assert chip(card) == "nur dieser PC"
        assert "Website" in shown(card, "reach_place")
        assert not card.upload.isVisible()
        assert not card.remove.isVisible()
        click(card, "reach_set_up")
        assert notices.reaches == 1

    def test_in_the_home_network(
        self, make_card: Callable[[], ReachCard], services: Services
    ) -> None:
        services.settings.set("host", "0.0.0.0")
        assert chip(make_card()) == "im Heimnetz"

    def test_a_public_address(self, make_card: Callable[[], ReachCard], services: Services) -> None:
        card = make_card()
        services.settings.set("public_url", "https://häuser.example")
        assert "https://häuser.example" in shown(card, "reach_place")
        assert card.set_up.text() == "Ändern …"

    def test_a_webspace_is_named_with_its_uploads(
        self, make_card: Callable[[], ReachCard], kept: KeptWebspace
    ) -> None:
        card = make_card()
        assert kept.folder in shown(card, "reach_place")
        assert kept.address in shown(card, "reach_place")
        assert "hochgeladen" in shown(card, "reach_uploads")
        assert card.remove.isVisible()

    def test_what_waits_is_counted_and_uploaded_at_a_click(
        self,
        make_card: Callable[[], ReachCard],
        kept: KeptWebspace,
        services: Services,
        units: list[Unit],
        webspace_folder: Path,
    ) -> None:
        del kept
        card = make_card()
        services.occupancies.add(
            OccupancyDraft(
                unit_id=units[0].id, arrival=ARRIVAL, departure=ARRIVAL + timedelta(days=7)
            )
        )
        services.watch.poll()
        card.draw()
        assert "1 Kalender ist noch hochzuladen" in shown(card, "reach_uploads")
        before = {name: (webspace_folder / name).read_bytes() for name in files(webspace_folder)}
        card._run.upload()
        settle()
        after = {name: (webspace_folder / name).read_bytes() for name in files(webspace_folder)}
        assert before.keys() == after.keys()
        assert sum(before[name] != after[name] for name in before) == 1

    def test_a_folder_that_is_gone_is_said_in_red(
        self,
        make_card: Callable[[], ReachCard],
        kept: KeptWebspace,
        services: Services,
        units: list[Unit],
        webspace_folder: Path,
        notices: RecordedNotices,
    ) -> None:
        del kept
        card = make_card()
        webspace_folder.rename(webspace_folder.with_name("weg"))
        services.links.renew(services.links.all()[0].id, sequence=services.links.all()[0].sequence)
        assert units
        click(card, "reach_upload")
        settle()
        assert notices.failed
        assert chip(card) == "nicht hochgeladen"
        assert str(webspace_folder) in shown(card, "reach_uploads")
        assert card.upload.isEnabled()

    def test_removing_asks_and_deletes_what_is_ours(
        self,
        make_card: Callable[[], ReachCard],
        kept: KeptWebspace,
        services: Services,
        over: QWidget,
        webspace_folder: Path,
    ) -> None:
        del kept
        (webspace_folder / "index.html").write_text("Meine Seite")
        card = make_card()
        assert len(files(webspace_folder)) == 2
        click(card, "reach_remove")
        assert "gelöscht" in shown(over, "webspace_removal_text")
        click(over, "webspace_removal_primary")
        settle()
        services.watch.poll()
        assert files(webspace_folder) == []
        assert (webspace_folder / "index.html").read_text() == "Meine Seite"
        assert services.publishing.current() is None
        assert not card.remove.isVisible()

    def test_files_that_cannot_be_deleted_can_be_left_there(
        self,
        make_card: Callable[[], ReachCard],
        kept: KeptWebspace,
        services: Services,
        webspace_folder: Path,
    ) -> None:
        webspace_folder.rename(webspace_folder.with_name("weg"))
        services.publishing.remove(sequence=kept.sequence)
        card = make_card()
        assert str(webspace_folder) in shown(card, "reach_leaving")
        click(card, "reach_forget")
        settle()
        assert services.publishing.leaving() == []
        assert shown(card, "reach_leaving") == ""

    @pytest.mark.parametrize("width", [560, 780])
    def test_no_word_is_cut(
        self,
        make_card: Callable[[], ReachCard],
        kept: KeptWebspace,
        cut_texts: Callable[[QWidget], list[str]],
        width: int,
    ) -> None:
        del kept
        card = make_card()
        card.resize(width, 320)
        assert cut_texts(card) == []


class TestOffer:
    def test_it_is_offered_once(
        self,
        make_strips: Callable[[], PublishingStrips],
        context: Context,
        units: list[Unit],
        notices: RecordedNotices,
    ) -> None:
        assert units
        strips = make_strips()
        assert strips.isHidden()
        strips.offer_reach()
        assert strips.offer.isVisible()
        click(strips, "reach_offer_set_up")
        assert notices.reaches == 1
        assert context.preferences.dismissed(OFFERED)
        strips.offer_reach()
        assert strips.isHidden()

    def test_later_is_remembered(
        self, make_strips: Callable[[], PublishingStrips], context: Context
    ) -> None:
        strips = make_strips()
        strips.offer_reach()
        click(strips, "reach_offer_later")
        assert strips.isHidden()
        again = make_strips()
        again.offer_reach()
        assert again.isHidden()
        assert context.preferences.dismissed(OFFERED)

    def test_not_where_calendars_are_read_outside(
        self,
        make_strips: Callable[[], PublishingStrips],
        services: Services,
        kept: KeptWebspace,
    ) -> None:
        strips = make_strips()
        strips.offer_reach()
        assert not strips.offer.isVisible()
        services.publishing.remove(sequence=kept.sequence)
        services.settings.set("public_url", "https://kalender.example.org")
        strips.offer_reach()
        assert not strips.offer.isVisible()


SFTP = Webspace(
    kind=WebspaceKind.SFTP,
    preset="ionos",
    host="127.0.0.1",
    port=1,
    user="anna",
    folder="kalender",
    address="https://haus.example/kal",
)


@pytest.mark.usefixtures("no_keyring")
class TestPassword:
    @pytest.fixture
    def sftp(self, services: Services, units: list[Unit]) -> KeptWebspace:
        """A webspace that nobody answers for, whose password was forgotten with the last run."""
        assert units
        kept = services.publishing.set_up(SFTP, Secret(password="x"), Keeping.ASK)
        services.secrets.forget(kept.secret_name)
        return kept

    def test_a_strip_asks_for_it_and_no_dialog(
        self, make_strips: Callable[[], PublishingStrips], sftp: KeptWebspace, over: QWidget
    ) -> None:
        del sftp
        strips = make_strips()
        strip = find(strips, Banner, "password_strip")
        assert strip.isVisible()
        assert "IONOS (127.0.0.1)" in strip.plain_text()
        assert over.findChild(QWidget, "webspace_sign_in") is None

    def test_a_known_one_is_not_asked_for(
        self, make_strips: Callable[[], PublishingStrips], services: Services, sftp: KeptWebspace
    ) -> None:
        services.secrets.keep(sftp.secret_name, Secret(password="x"), Keeping.ASK)
        assert make_strips().isHidden()

    def test_what_does_not_help_is_said_at_the_field_and_stays_there(
        self, make_strips: Callable[[], PublishingStrips], sftp: KeptWebspace, over: QWidget
    ) -> None:
        del sftp
        strips = make_strips()
        click(strips, "password_enter")
        click(over, "webspace_sign_in_primary")
        assert shown(over, "webspace_password_error"), "nothing was entered"
        type_into(over, "webspace_password_edit", "geheim")
        click(over, "webspace_sign_in_primary")
        settle()
        assert "127.0.0.1" in shown(over, "webspace_password_error")
        field = find(over, QWidget, "webspace_password_edit")
        assert field.property("text") == "geheim"
        assert find(strips, Banner, "password_strip").isVisible()

    def test_a_folder_needs_none(
        self, make_strips: Callable[[], PublishingStrips], kept: KeptWebspace
    ) -> None:
        del kept
        assert make_strips().isHidden()

    def test_it_is_kept_for_this_run(
        self,
        make_strips: Callable[[], PublishingStrips],
        services: Services,
        sftp: KeptWebspace,
        over: QWidget,
    ) -> None:
        click(make_strips(), "password_enter")
        type_into(over, "webspace_password_edit", "geheim")
        click(over, "webspace_sign_in_primary")
        settle()
        assert services.secrets.get(sftp.secret_name) == Secret(password="geheim")
        assert not services.folder.passwords.exists()


class TestHeldBack:
    @pytest.fixture
    def held(
        self, services: Services, kept: KeptWebspace, units: list[Unit]
    ) -> tuple[KeptWebspace, Unit]:
        """A calendar of six stays that would be uploaded without any, by nobody's doing."""
        for week in range(6):
            arrival = ARRIVAL + timedelta(weeks=week)
            services.occupancies.add(
                OccupancyDraft(
                    unit_id=units[0].id, arrival=arrival, departure=arrival + timedelta(days=5)
                )
            )
        services.publishing.run()
        # As a backup that was put back, or a fault of ours, would have it.
        with services.work.change():
            services.database.table("occupancy").update(status="cancelled").execute()
            services.work.revisions.raise_units([units[0].id], services.work.clock.now())
        services.publishing.run()
        assert len(services.publishing.status().questions) == 1
        return kept, units[0]

    def test_a_strip_asks(
        self, make_strips: Callable[[], PublishingStrips], held: tuple[KeptWebspace, Unit]
    ) -> None:
        del held
        strips = make_strips()
        assert "1 Kalender" in find(strips, Banner, "held_strip").plain_text()

    def test_both_answers_count(
        self,
        make_strips: Callable[[], PublishingStrips],
        held: tuple[KeptWebspace, Unit],
        services: Services,
        over: QWidget,
        webspace_folder: Path,
    ) -> None:
        strips = make_strips()
        link = next(link for link in services.links.all() if link.unit_id == held[1].id)
        calendar = webspace_folder / f"{link.token}.ics"
        assert b"BEGIN:VEVENT" in calendar.read_bytes()
        click(strips, "held_look")
        dialog = find(over, QWidget, "held_back")
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "6 kommende Belegungen" in said
        assert "Seeblick 1" in said
        click(over, f"held_back_allow_{link.id}")
        settle()
        assert b"BEGIN:VEVENT" not in calendar.read_bytes()
        services.watch.poll()
        assert strips.isHidden()
