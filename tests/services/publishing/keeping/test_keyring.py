"""The system's keyring: there, missing, locked, silent, and too small for a key."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import InitError, KeyringLocked

from app.core.errors import UserError
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret
from app.services.publishing.keeping.keyring import PIECE, SERVICE, Keyring, system_keyring
from tests.services.publishing.keeping.store import PATIENCE, WINDOWS_BYTES, Store

PASSWORD = Secret(password="geheim äöü \U0001f511")
KEY = Secret(
    key="-----BEGIN OPENSSH PRIVATE KEY-----\n" + "b3BlbnNzaC1rZXk" * 300, key_password="x"
)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def keyring(store: Store, tmp_path: Path) -> Keyring:
    return Keyring(tmp_path, lambda: store, PATIENCE)


def test_what_is_kept_is_there_until_it_is_forgotten(keyring: Keyring, store: Store) -> None:
    assert keyring.get("1") is None
    keyring.keep("1", PASSWORD)
    keyring.keep("2", KEY)
    assert keyring.get("1") == PASSWORD
    assert keyring.get("2") == KEY
    keyring.keep("2", PASSWORD)
    assert keyring.get("2") == PASSWORD
    keyring.forget("1")
    keyring.forget("1")
    assert keyring.get("1") is None
    keyring.forget("2")
    assert store.kept == {}


def test_a_key_is_longer_than_what_windows_keeps(keyring: Keyring, store: Store) -> None:
    assert len(KEY.key) > WINDOWS_BYTES
    keyring.keep("1", KEY)
    assert len(store.kept) == -(-len(KEY.key) // PIECE)
    assert all(len(one) * 2 <= WINDOWS_BYTES for one in store.kept.values())
    assert {service for service, _ in store.kept} == {SERVICE}


def test_a_shorter_one_leaves_no_piece_of_the_longer_behind(keyring: Keyring, store: Store) -> None:
    keyring.keep("1", KEY)
    keyring.keep("1", PASSWORD)
    assert len(store.kept) == 1


def test_pieces_of_two_writings_make_none(keyring: Keyring, store: Store) -> None:
    keyring.keep("1", KEY)
    first = dict(store.kept)
    keyring.keep("1", KEY)
    name = next(name for name in store.kept if name[1].endswith("-1-1"))
    store.kept[name] = first[name]
    assert keyring.get("1") is None
    del store.kept[name]
    assert keyring.get("1") is None


@pytest.mark.parametrize(
    "text", ["", "x", "a:b:c", "a:1:{", "a:1:[]", 'a:1:{"password": 3}', "a:9"]
)
def test_what_we_did_not_write_is_no_secret(keyring: Keyring, store: Store, text: str) -> None:
    keyring.keep("1", PASSWORD)
    store.kept[next(iter(store.kept))] = text
    assert keyring.get("1") is None


def test_a_count_that_nobody_wrote_is_not_believed(keyring: Keyring, store: Store) -> None:
    keyring.keep("1", PASSWORD)
    store.kept[next(iter(store.kept))] = "a:99999999:x"
    store.asked = 0
    assert keyring.get("1") is None
    assert store.asked == 1


SECRETS = st.builds(
    Secret,
    password=st.text(max_size=60),
    key=st.text(max_size=4000) | st.just(KEY.key),
    key_password=st.text(max_size=20),
)


@given(SECRETS)
def test_every_secret_comes_back_as_it_was(secret: Secret) -> None:
    store = Store()
    keyring = Keyring(Path("/x"), lambda: store, PATIENCE)
    keyring.keep("7", secret)
    # What opens nothing is none.
    assert keyring.get("7") == (secret or None)
    assert all(len(one.encode("utf-16-le")) <= WINDOWS_BYTES for one in store.kept.values())


def test_two_data_folders_share_nothing(store: Store, tmp_path: Path) -> None:
    one, other = (Keyring(tmp_path / name, lambda: store, PATIENCE) for name in ("a", "b"))
    one.keep("1", PASSWORD)
    assert other.get("1") is None
    other.forget("1")
    assert one.get("1") == PASSWORD


# ---- where it cannot be used ----


def test_a_computer_without_a_keyring(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path, NoKeyring, PATIENCE)
    assert keyring.get("1") is None
    keyring.forget("1")
    assert not keyring.works()
    with pytest.raises(UserError, match="no keyring") as raised:
        keyring.keep("1", PASSWORD)
    assert_silent(raised.value)


def test_the_library_says_the_same_here(tmp_path: Path) -> None:
    # Its own choice, made by the variable that the tests set.
    assert isinstance(system_keyring(), NoKeyring)
    assert not Keyring(tmp_path).works()


@pytest.mark.parametrize(
    "fault",
    [
        InitError("Failed to create the collection: geheim"),
        KeyringLocked("Failed to unlock the collection!"),
        RuntimeError("geheim"),
        OSError("geheim"),
        ValueError("geheim"),
    ],
)
def test_a_keyring_that_is_locked_or_fails(
    keyring: Keyring, store: Store, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keyring.keep("1", PASSWORD)
    store.fault = fault
    with pytest.raises(WebspaceError) as raised:
        keyring.get("1")
    assert raised.value.step is Step.SIGN_IN
    assert raised.value.passing
    assert_silent(raised.value)
    with pytest.raises(UserError) as refused:
        keyring.keep("1", PASSWORD)
    assert_silent(refused.value)
    keyring.forget("1")
    assert not keyring.works()
    assert "geheim" not in caplog.text
    store.fault = None
    assert keyring.get("1") == PASSWORD


def test_one_that_refuses_what_it_is_given_repeats_nothing(
    keyring: Keyring, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store.fault = ValueError(PASSWORD.password)
    with pytest.raises(UserError) as raised:
        keyring.keep("1", PASSWORD)
    assert_silent(raised.value)
    assert PASSWORD.password not in caplog.text


def test_one_that_hangs_is_left_alone_until_it_answers(store: Store, tmp_path: Path) -> None:
    keyring = Keyring(tmp_path, lambda: store, 0.05)
    store.go_on.clear()
    for _ in range(3):
        with pytest.raises(WebspaceError):
            keyring.get("1")
        assert store.reached.wait(PATIENCE)
    # One thread hangs, not three.
    assert store.asked == 1
    assert not keyring.works()
    assert store.asked == 1
    store.go_on.set()
    answered = Keyring(tmp_path, lambda: store, PATIENCE)
    answered.keep("1", PASSWORD)
    with keyring._busy:
        pass
    keyring._seconds = PATIENCE
    assert keyring.get("1") == PASSWORD


def test_works_means_that_it_was_used(keyring: Keyring, store: Store) -> None:
    assert keyring.works()
    assert store.kept == {}
    assert store.asked >= 3
    store.get_password = lambda *_: None  # type: ignore[method-assign]  # one that forgets
    assert not keyring.works()


def test_it_is_called_on_another_thread(tmp_path: Path, store: Store) -> None:
    threads: list[threading.Thread] = []

    def backend() -> KeyringBackend:
        threads.append(threading.current_thread())
        return store

    Keyring(tmp_path, backend, PATIENCE).get("1")
    assert threads[0] is not threading.current_thread()
    assert threads[0].daemon


def assert_silent(error: BaseException | None) -> None:
    """Neither an error nor what led to it repeats a secret."""
    while error is not None:
        assert "geheim" not in f"{error!r} {error} {error.__dict__}"
        error = error.__cause__ or error.__context__
