"""Where secrets of webspaces are: in one place at a time, and the environment before all."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.publishing.webspace import Secret
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.keyring import Keyring
from app.services.publishing.keeping.secrets import Keeping, Secrets
from app.services.services import Services
from tests.services.publishing.keeping.store import Store

PASSWORD, OTHER = Secret(password="geheim"), Secret(password="anders")
OURS = [Keeping.KEYRING, Keeping.FILE, Keeping.ASK]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return DataFolder(tmp_path).passwords


@pytest.fixture
def secrets(file: Path, store: Store) -> Secrets:
    return started(file, store)


def started(file: Path, store: Store, environ: dict[str, str] | None = None) -> Secrets:
    """Return what a program has that starts now."""
    secrets = Secrets(file, environ or {})
    secrets._keyring = Keyring(file.parent, lambda: store, 10)
    return secrets


@pytest.mark.parametrize("keeping", OURS)
def test_it_is_in_the_place_that_was_chosen_and_no_other(
    secrets: Secrets, store: Store, file: Path, keeping: Keeping
) -> None:
    assert secrets.get("1") is None
    assert secrets.kept("1") is None
    for before in OURS:
        secrets.keep("1", OTHER, before)
        secrets.keep("1", PASSWORD, keeping)
        assert secrets.get("1") == PASSWORD
        assert secrets.kept("1") is keeping
        assert bool(store.kept) is (keeping is Keeping.KEYRING)
        assert file.exists() is (keeping is Keeping.FILE)
        assert secrets.get("2") is None
    # The next start knows it, unless it is to be asked for.
    again = started(file, store)
    assert again.get("1") == (None if keeping is Keeping.ASK else PASSWORD)
    secrets.forget("1")
    secrets.forget("1")
    assert secrets.get("1") is None
    assert store.kept == {}
    assert not file.exists()


def test_the_environment_comes_before_all_and_is_not_kept(
    file: Path, store: Store, secrets: Secrets
) -> None:
    secrets.keep("1", OTHER, Keeping.FILE)
    given = started(file, store, {"ZIMMERFREI_PUBLISH_PASSWORD": "geheim"})
    assert given.get("1") == PASSWORD
    assert given.kept("1") is Keeping.ENVIRONMENT
    given.keep("2", PASSWORD, Keeping.ENVIRONMENT)
    assert secrets.get("2") is None
    assert "geheim" not in file.read_text()


def test_a_file_of_the_environment_that_cannot_be_read_is_said(file: Path, store: Store) -> None:
    given = started(file, store, {"ZIMMERFREI_PUBLISH_PASSWORD_FILE": "/nowhere"})
    with pytest.raises(UserError, match="nothing to read"):
        given.get("1")


def test_without_a_keyring_the_other_places_work(file: Path) -> None:
    secrets = Secrets(file, {})
    assert not secrets.keyring_works()
    with pytest.raises(UserError, match="no keyring"):
        secrets.keep("1", PASSWORD, Keeping.KEYRING)
    secrets.keep("1", PASSWORD, Keeping.ASK)
    assert secrets.get("1") == PASSWORD
    secrets.keep("1", PASSWORD, Keeping.FILE)
    assert Secrets(file, {}).get("1") == PASSWORD


def test_a_keyring_that_cannot_take_it_leaves_it_where_it_was(
    secrets: Secrets, store: Store
) -> None:
    secrets.keep("1", PASSWORD, Keeping.FILE)
    store.fault = OSError()
    with pytest.raises(UserError):
        secrets.keep("1", OTHER, Keeping.KEYRING)
    assert secrets.get("1") == PASSWORD


@pytest.mark.parametrize("keeping", OURS)
def test_nothing_is_kept_of_a_folder_that_needs_nothing(
    secrets: Secrets, store: Store, file: Path, keeping: Keeping
) -> None:
    secrets.keep("1", PASSWORD, Keeping.FILE)
    secrets.keep("1", Secret(), keeping)
    assert secrets.get("1") is None
    assert store.kept == {}
    assert not file.exists()


def test_a_secret_is_never_shown() -> None:
    key = Secret(password="geheim", key="geheim", key_password="geheim")
    assert "geheim" not in f"{key!r} {key} {[key]}"


def test_the_services_have_their_own(services: Services) -> None:
    services.secrets.keep("1", PASSWORD, Keeping.FILE)
    assert services.folder.passwords.exists()
    assert services.secrets.get("1") == PASSWORD
