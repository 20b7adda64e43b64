"""What comes along beside the data, and what the owner is told to do where it has arrived."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.importing.report.standing import SourceDraft
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.data_folder.folder import DataFolder
from app.services.moving.parts import (
    About,
    about_of,
    passwords_body,
    passwords_of,
    window_part,
)
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.storage.tables.importing.sources import SourceTable
from tests.clocks import SetClock
from tests.services.moving.conftest import (
    PASSPHRASE,
    Unpack,
    living_in,
    rows,
    unpacking_of,
)

PASSWORD = Secret(password="kein-Geheimnis-9182")  # of nothing
SECRET_PATH = "/calendar/ical/5518.ics?s=9f8e7d6c"
SPACE = Webspace(
    kind=WebspaceKind.SFTP,
    host="ssh.example.org",
    port=22,
    user="anna",
    folder="/kalender",
    address="https://example.org/kalender",
)


@pytest.fixture
def house(services: Services) -> Services:
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    services.links.enable_all()
    return services


@pytest.fixture
def with_webspace(house: Services) -> Services:
    house.publishing.set_up(SPACE, PASSWORD, Keeping.FILE)
    return house


@pytest.fixture
def with_source(house: Services) -> Services:
    draft = SourceDraft(
        unit_id=1, address=f"https://www.airbnb.example{SECRET_PATH}", portal="airbnb"
    )
    with house.work.change():
        SourceTable(house.database).add(draft, house.clock.now())
    return house


# ---- secrets ----


def test_passwords_come_along_in_a_protected_file(
    with_webspace: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    packed = with_webspace.moving.pack(file, passphrase=PASSPHRASE)
    assert (packed.protected, packed.secrets, packed.left_out) == (True, 1, 0)
    assert not unpack(file, passphrase=PASSPHRASE).secrets_missing

    with living_in(there, clock) as services:
        space = services.publishing.current()
        assert space is not None
        assert services.secrets.kept(space.secret_name) is Keeping.FILE
        assert services.secrets.get(space.secret_name) == PASSWORD


def test_without_a_passphrase_they_stay_and_are_asked_for(
    with_webspace: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    packed = with_webspace.moving.pack(file)
    assert (packed.protected, packed.secrets, packed.left_out) == (False, 0, 1)
    assert unpack(file).secrets_missing

    with living_in(there, clock) as services:
        space = services.publishing.current()
        assert space is not None
        assert services.secrets.get(space.secret_name) is None


def test_a_password_without_a_keyring_there_is_asked_for_again_and_in_no_file(
    house: Services, file: Path, there: DataFolder, clock: SetClock
) -> None:
    house.publishing.set_up(SPACE, PASSWORD, Keeping.ASK)
    assert house.moving.pack(file, passphrase=PASSPHRASE).secrets == 1
    unpacking = unpacking_of(there, clock)
    arrived = unpacking.unpack(file, passphrase=PASSPHRASE)

    assert arrived.secrets_missing is not unpacking._secrets.keyring_works()
    assert not there.passwords.exists()


def test_a_webspace_whose_password_nobody_knows_is_nothing_to_speak_of(
    with_webspace: Services, file: Path
) -> None:
    space = with_webspace.publishing.current()
    assert space is not None
    with_webspace.secrets.forget(space.secret_name)
    assert with_webspace.moving.pack(file).left_out == 0


def test_addresses_of_portals_come_along_in_a_protected_file_alone(
    with_source: Services, file: Path, there: DataFolder, unpack: Unpack, tmp_path: Path
) -> None:
    with_source.moving.pack(file, passphrase=PASSPHRASE)
    assert unpack(file, passphrase=PASSPHRASE).sources_missing == 0
    assert rows(there.database) == rows(with_source.folder.database)

    packed = with_source.moving.pack(file, replacing=True)
    assert packed.left_out == 1
    plain = DataFolder(tmp_path / "plain")
    assert unpack(file, plain).sources_missing == 1
    # Nowhere in the file of the database, not even where nothing is kept any more.
    assert SECRET_PATH.encode() not in plain.database.read_bytes()
    assert b"https://www.airbnb.example/" in plain.database.read_bytes()
    # Here all is as it was.
    assert SECRET_PATH in str(rows(with_source.folder.database)["source"])


def test_a_portal_without_its_address_is_not_read_and_says_whose_it_was(
    with_source: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    with_source.moving.pack(file)
    unpack(file)
    with living_in(there, clock) as services:
        listed = services.sources.all()
        assert [(one.enabled, one.address) for one in listed] == [
            (False, "https://www.airbnb.example/")
        ]


# ---- addresses ----


def test_links_that_are_read_on_this_computer_alone_have_the_same_address_there(
    house: Services, file: Path, unpack: Unpack, there: DataFolder, clock: SetClock
) -> None:
    house.moving.pack(file)
    arrived = unpack(file)
    with living_in(there, clock) as services:
        assert services.moving.to_paste(arrived) == []
        assert set(arrived.addresses) == {1, 2}


def test_links_with_the_name_of_the_old_computer_are_to_be_pasted_anew(
    house: Services,
    file: Path,
    unpack: Unpack,
    there: DataFolder,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house.settings.set("host", "0.0.0.0")  # the home network
    at = "app.services.links.addresses.house_address"
    monkeypatch.setattr(at, lambda: "192.168.1.5")
    house.moving.pack(file)
    arrived = unpack(file)
    monkeypatch.setattr(at, lambda: "192.168.1.9")
    with living_in(there, clock) as services:
        link = services.links.all()[1]
        services.links.disable(link.id, sequence=link.sequence)
        pasted = services.moving.to_paste(arrived)

    assert [one.link.subject for one in pasted] == ["Seeblick 1"]
    assert pasted[0].before == pasted[0].now.replace("192.168.1.9", "192.168.1.5")
    assert "192.168.1.9" in pasted[0].now


def test_links_on_a_webspace_keep_their_address(
    with_webspace: Services,
    file: Path,
    unpack: Unpack,
    there: DataFolder,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_webspace.settings.set("host", "0.0.0.0")  # the home network
    at = "app.services.links.addresses.house_address"
    monkeypatch.setattr(at, lambda: "192.168.1.5")
    with_webspace.moving.pack(file)
    arrived = unpack(file)
    monkeypatch.setattr(at, lambda: "192.168.1.9")
    with living_in(there, clock) as services:
        assert services.moving.to_paste(arrived) == []


# ---- the window ----


INI = """[General]
a=b

[dismissed]
reach=yes

[page]
export\\folder=/home/anna/Dokumente
occupancies\\columns=1 2

[window]
appearance=dark
geometry=@ByteArray(abc)
ground=#fff
on_close=keep_serving
page=plan
"""


def test_of_the_window_comes_what_holds_on_another_screen() -> None:
    kept = window_part(INI).decode().splitlines()

    assert "appearance=dark" in kept
    assert "on_close=keep_serving" in kept
    assert "reach=yes" in kept
    assert "occupancies\\columns=1 2" in kept
    assert not [line for line in kept if "geometry" in line or "folder" in line or "a=b" in line]
    assert window_part(window_part(INI).decode()) == window_part(INI)


def test_it_comes_where_there_is_none_and_replaces_no_other(
    house: Services, file: Path, there: DataFolder, unpack: Unpack, tmp_path: Path
) -> None:
    house.folder.window_ini.write_text(INI)
    house.moving.pack(file)
    unpack(file)
    assert "appearance=dark" in there.window_ini.read_text()

    other = DataFolder(tmp_path / "used")
    other.make()
    other.window_ini.write_text("[window]\nappearance=light\n")
    unpack(file, other)
    assert other.window_ini.read_text() == "[window]\nappearance=light\n"


# ---- the parts as bytes ----


@given(
    st.dictionaries(st.integers(1), st.text(), max_size=5),
    st.integers(0, 9),
    st.integers(0, 9),
    st.booleans(),
)
def test_what_is_known_comes_back(
    addresses: dict[int, str], webspaces: int, sources: int, silent: bool
) -> None:
    about = About(addresses, webspaces, sources, silent)
    assert about_of(about.body()) == about


@given(st.binary(max_size=60))
def test_what_is_no_such_part_says_nothing_and_breaks_nothing(body: bytes) -> None:
    assert about_of(body) == About()
    assert passwords_of(body) == {}


TEXTS = st.text(min_size=1, max_size=20)


@given(
    st.dictionaries(
        TEXTS,
        st.tuples(
            st.builds(Secret, password=TEXTS, key=st.text(), key_password=st.text()),
            st.sampled_from([Keeping.FILE, Keeping.KEYRING]),
        ),
        max_size=4,
    )
)
def test_passwords_come_back(passwords: dict[str, tuple[Secret, Keeping]]) -> None:
    assert passwords_of(passwords_body(passwords)) == passwords


def test_a_password_that_was_asked_for_goes_to_the_keyring() -> None:
    body = passwords_body({"1": (PASSWORD, Keeping.ASK)})
    assert passwords_of(body) == {"1": (PASSWORD, Keeping.KEYRING)}
