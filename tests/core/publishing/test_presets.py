"""The hosters: what is known of each, and what follows from what was typed."""

from __future__ import annotations

import re

import pytest

from app.core.publishing.setup.presets import OTHER, help_text, presets
from app.core.publishing.setup.typed import TypedWebspace, WebspaceField, asked_of
from app.core.publishing.webspace import WebspaceKind
from app.i18n import WINDOW_LANGUAGES


def test_they_are_offered_in_this_order() -> None:
    wanted = ["ionos", "strato", "all-inkl", "hetzner", "nextcloud", "s3", "other"]
    assert list(presets()) == wanted


@pytest.mark.parametrize("key", presets())
@pytest.mark.parametrize("language", WINDOW_LANGUAGES)
def test_each_has_a_name_and_a_page_of_help(key: str, language: str) -> None:
    assert presets()[key].name(language)
    page = help_text(key, language)
    assert page.startswith("# ")
    assert len(page) > 300
    assert not re.search(r"\bTODO\b|\bhttp://", page)


@pytest.mark.parametrize("key", presets())
@pytest.mark.parametrize("part", ["^# ", "^## ", r"^\d+\. ", "^- "])
def test_pages_have_the_same_parts_in_all_languages(key: str, part: str) -> None:
    counts = {
        len(re.findall(part, help_text(key, language), re.MULTILINE))
        for language in WINDOW_LANGUAGES
    }
    assert len(counts) == 1


def test_there_is_no_help_of_others() -> None:
    with pytest.raises(KeyError):
        help_text("geocities", "de")
    with pytest.raises(ValueError, match="no language"):
        help_text("ionos", "fr")


@pytest.mark.parametrize(
    ("key", "typed", "host"),
    [
        ("ionos", "5001234567", "access-5001234567.webspace-host.com"),
        ("ionos", "access-5001234567", "access-5001234567.webspace-host.com"),
        ("ionos", " Access-5001234567 ", "access-5001234567.webspace-host.com"),
        ("ionos", "home123456789.1and1-data.host", "home123456789.1and1-data.host"),
        ("ionos", "6001234567", "6001234567"),
        ("all-inkl", "w0123abc", "w0123abc.kasserver.com"),
        ("all-inkl", "dd12345", "dd12345.kasserver.com"),
        ("hetzner", "www123", "www123.your-server.de"),
        ("hetzner", "www123.your-server.de", "www123.your-server.de"),
        ("other", "www123", "www123"),
    ],
)
def test_a_part_of_a_server_name_is_completed(key: str, typed: str, host: str) -> None:
    assert presets()[key].completed_host(typed) == host


@pytest.mark.parametrize(
    ("key", "user", "host"),
    [
        ("all-inkl", "w0123abc", "w0123abc.kasserver.com"),
        ("all-inkl", "ssh-w0123abc", "w0123abc.kasserver.com"),
        ("all-inkl", "W0123ABC", "w0123abc.kasserver.com"),
        ("all-inkl", "f0123abc", ""),
        ("all-inkl", "", ""),
        ("strato", "", "ssh.strato.de"),
        ("strato", "stu123", "ssh.strato.de"),
        ("ionos", "u12345678-kalender", ""),
    ],
)
def test_a_server_follows_from_hoster_and_user(key: str, user: str, host: str) -> None:
    assert presets()[key].guessed_host(user) == host


@pytest.mark.parametrize("key", presets())
def test_nobody_is_asked_for_a_port_who_has_a_known_hoster(key: str) -> None:
    preset = presets()[key]
    assert (WebspaceField.PORT in asked_of(preset.kind, key)) == (key == OTHER)
    typed = TypedWebspace.for_preset(preset)
    assert (typed.kind, typed.folder, typed.port) == (preset.kind, preset.folder, "")


@pytest.mark.parametrize("kind", WebspaceKind)
def test_only_what_a_kind_needs_is_asked(kind: WebspaceKind) -> None:
    asked = set(asked_of(kind))
    if kind is WebspaceKind.RELAY:
        assert asked == set(), "an invitation says it all"
        return
    assert WebspaceField.FOLDER in asked
    assert (WebspaceField.ADDRESS in asked) == (kind is not WebspaceKind.NEXTCLOUD)
    assert (WebspaceField.USER in asked) == (kind is not WebspaceKind.FOLDER)
    assert (WebspaceField.PASSWORD in asked) == (kind is not WebspaceKind.FOLDER)
