"""Who may read the links, as values: what is typed, what it means, what it breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.links.link import Origin
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.settings import Settings
from app.i18n import Catalogue
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.ui.publishing.access.consequences import consequences
from app.ui.publishing.access.form import AccessField, AccessForm, FieldError, Mode
from tests.clocks import SetClock

HERE = Settings()
HOME = Settings(host="0.0.0.0")
PUBLIC = Settings(public_url="https://kalender.example.org")
HOUSE = "192.168.1.20"


@pytest.mark.parametrize(
    ("settings", "mode"),
    [
        (HERE, Mode.THIS_PC),
        (Settings(host="localhost"), Mode.THIS_PC),
        (Settings(host="::1"), Mode.THIS_PC),
        (HOME, Mode.HOME),
        (Settings(host="192.168.1.20"), Mode.HOME),
        (Settings(host="nas.fritz.box"), Mode.HOME),
        (PUBLIC, Mode.PUBLIC),
        (replace(PUBLIC, host="0.0.0.0"), Mode.PUBLIC),
    ],
)
def test_settings_mean_one_of_three(settings: Settings, mode: Mode) -> None:
    access = AccessForm.of(settings)
    assert access.mode is mode
    assert access.same_as(settings)
    assert access.applied_to(settings) == settings


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        (HERE, {"mode": Mode.HOME}, HOME),
        (HOME, {"mode": Mode.THIS_PC}, HERE),
        (PUBLIC, {"mode": Mode.THIS_PC}, HERE),
        (PUBLIC, {"mode": Mode.HOME}, HOME),
        (HERE, {"mode": Mode.PUBLIC, "public_url": " https://kalender.example.org/ "}, PUBLIC),
        (HERE, {"mode": Mode.PUBLIC, "public_url": "Kalender.example.org"}, PUBLIC),
        (PUBLIC, {"proxy_elsewhere": True}, replace(PUBLIC, host="0.0.0.0")),
        (HERE, {"port": " 9000 "}, replace(HERE, port=9000)),
        (HERE, {"trusted_proxy": "127.0.0.1"}, replace(HERE, trusted_proxy="127.0.0.1")),
        # A place of the owner's own stays where it says what is wanted.
        (Settings(host="::1"), {"port": "9000"}, Settings(host="::1", port=9000)),
    ],
)
def test_what_is_wanted_becomes_settings(
    before: Settings, wanted: dict[str, object], after: Settings
) -> None:
    access = replace(AccessForm.of(before), **wanted)  # type: ignore[arg-type]  # as the case says
    assert access.applied_to(before) == after
    assert not access.same_as(before)


def test_an_address_typed_but_not_chosen_does_not_count() -> None:
    access = replace(AccessForm.of(HERE), public_url="no address at all", proxy_elsewhere=True)
    assert access.same_as(HERE)
    assert access.applied_to(HERE) == HERE


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"mode": Mode.PUBLIC, "public_url": ""}, AccessField.PUBLIC_URL),
        ({"mode": Mode.PUBLIC, "public_url": "kalender"}, AccessField.PUBLIC_URL),
        ({"mode": Mode.PUBLIC, "public_url": "ftp://example.org"}, AccessField.PUBLIC_URL),
        ({"mode": Mode.PUBLIC, "public_url": "https://example.org/?a=b"}, AccessField.PUBLIC_URL),
        ({"port": ""}, AccessField.PORT),
        ({"port": "80"}, AccessField.PORT),
        ({"port": "65536"}, AccessField.PORT),
        ({"port": "achttausend"}, AccessField.PORT),
        ({"port": "８６４２"}, AccessField.PORT),
        ({"trusted_proxy": "proxy"}, AccessField.TRUSTED_PROXY),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    wanted: dict[str, object], field: AccessField
) -> None:
    access = replace(AccessForm.of(HERE), **wanted)  # type: ignore[arg-type]  # as the case says
    with pytest.raises(FieldError) as refused:
        access.applied_to(HERE)
    assert refused.value.field is field


class TestConsequences:
    @pytest.fixture(autouse=True)
    def house(self, services: Services) -> None:
        units = services.units.first_house("Haus", ["Seeblick 1", "Dachstudio"]).units
        link = services.links.enable_unit(units[0].id).after
        log = services.fetch_log()
        log.start()
        log.record(link.id, "Google-Calendar-Importer", Origin.OUTSIDE, 200)
        log.record(link.id, "Google-Calendar-Importer", Origin.OUTSIDE, 304)
        log.stop()

    def told(self, services: Services, before: Settings, after: Settings, texts: Catalogue) -> str:
        return consequences(services, before, after, HOUSE).in_words(texts)

    def test_another_port_silences_the_old_address(
        self, services: Services, english: Catalogue
    ) -> None:
        text = self.told(services, HERE, replace(HERE, port=9000), english)
        assert "The address of 1 enabled link changes" in text
        assert "http://127.0.0.1:9000 instead of http://127.0.0.1:8642" in text
        assert "Nobody is answered at the old address any more." in text
        assert "Seeblick 1" in text
        assert "Dachstudio" not in text
        assert text.count("Google") == 1

    def test_opening_to_the_house_keeps_the_old_address(
        self, services: Services, english: Catalogue
    ) -> None:
        text = self.told(services, HERE, HOME, english)
        assert f"http://{HOUSE}:8642 instead of http://127.0.0.1:8642" in text
        assert "still answered on this computer" in text

    def test_closing_to_the_house_silences_it(self, services: Services, english: Catalogue) -> None:
        assert "Nobody is answered" in self.told(services, HOME, HERE, english)

    def test_without_the_public_address_the_tunnel_may_go_on(
        self, services: Services, english: Catalogue
    ) -> None:
        text = self.told(services, PUBLIC, HERE, english)
        assert "as long as your tunnel or proxy forwards it" in text

    def test_behind_a_public_address_the_port_is_the_tunnels_business(
        self, services: Services, english: Catalogue
    ) -> None:
        text = self.told(services, PUBLIC, replace(PUBLIC, port=9000), english)
        assert "The addresses stay as they are" in text

    def test_nothing_changes_nothing(self, services: Services) -> None:
        proxy = replace(HERE, trusted_proxy="127.0.0.1")
        assert not consequences(services, HERE, HERE, HOUSE)
        assert not consequences(services, HERE, proxy, HOUSE)

    def test_disabled_links_have_nothing_to_lose(self, services: Services) -> None:
        link = services.links.all()[0]
        services.links.disable(link.id, sequence=link.sequence)
        assert not consequences(services, HERE, HOME, HOUSE)

    def on_webspace(self, services: Services, clock: SetClock, folder: Path) -> None:
        clock.moment += timedelta(hours=1)
        webspace = Webspace(
            kind=WebspaceKind.FOLDER, folder=str(folder), address="https://haus.example/kalender"
        )
        services.publishing.set_up(webspace, Secret(), Keeping.ASK)

    def test_links_on_a_webspace_have_nothing_to_lose(
        self, services: Services, clock: SetClock, tmp_path: Path
    ) -> None:
        self.on_webspace(services, clock, tmp_path)
        assert not consequences(services, HERE, replace(HERE, port=9000), HOUSE)
        assert not consequences(services, HERE, PUBLIC, HOUSE)

    def test_who_still_reads_the_old_address_here_does(
        self, services: Services, clock: SetClock, tmp_path: Path, english: Catalogue
    ) -> None:
        self.on_webspace(services, clock, tmp_path)
        clock.moment += timedelta(hours=1)
        link = next(link for link in services.links.all() if link.enabled)
        log = services.fetch_log()
        log.start()
        log.record(link.id, "Mozilla/5.0 Thunderbird/128.0", Origin.HOME, 200)
        log.stop()
        text = self.told(services, HERE, replace(HERE, port=9000), english)
        assert "The links on your webspace stay as they are." in text
        assert "Thunderbird" in text
        assert "address of" not in text
        assert not consequences(services, HERE, HOME, HOUSE)

    def test_links_that_are_left_out_are_named_alone(
        self, services: Services, clock: SetClock, tmp_path: Path, english: Catalogue
    ) -> None:
        self.on_webspace(services, clock, tmp_path)
        link = services.links.enable_unit(services.units.all()[1].id).after
        choices = replace(link.choices(), here_only=True)
        services.links.change(link.id, choices, sequence=link.sequence)
        text = self.told(services, HERE, replace(HERE, port=9000), english)
        assert "The address of 1 enabled link changes" in text
        assert "Dachstudio" in text
        assert "Seeblick 1" not in text

    def test_many_links_are_named_briefly(self, services: Services, english: Catalogue) -> None:
        services.units.first_house("Pension", [f"Zimmer {n}" for n in range(1, 12)])
        services.links.enable_all()
        assert "and 5 more" in self.told(services, HERE, HOME, english)


def test_an_address_with_an_umlaut_is_shown_as_its_owner_writes_it() -> None:
    stored = Settings(public_url="https://xn--huser-gra.example")
    access = AccessForm.of(stored)
    assert access.public_url == "https://häuser.example"
    assert access.same_as(stored)
    assert replace(access, public_url="häuser.example/").same_as(stored)
    assert access.applied_to(HERE) == stored
