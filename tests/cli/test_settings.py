import pytest

from app.core.settings import FEED_AGENT

from .conftest import Say, Zimmerfrei


def test_settings_are_listed_with_their_kinds(zimmerfrei: Zimmerfrei, done: Say) -> None:
    assert zimmerfrei("settings", "list", "--json").json == [
        {"key": "host", "value": "127.0.0.1"},
        {"key": "port", "value": 8642},
        {"key": "public_url", "value": ""},
        {"key": "language", "value": "system"},
        {"key": "trusted_proxy", "value": ""},
        {"key": "feed_agent", "value": FEED_AGENT},
        {"key": "help_email", "value": ""},
        {"key": "guest_years", "value": 0},
    ]
    assert len(done("settings", "list").splitlines()) == 10


def test_a_setting_is_set_and_printed_alone(done: Say) -> None:
    assert done("settings", "set", "port", "9000") == "port is now: 9000\n"
    assert done("settings", "get", "port") == "9000\n"
    done("settings", "set", "public_url", "https://kalender.example.org")
    done("settings", "set", "public_url", "")
    assert done("settings", "get", "public_url") == "\n"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("port", "80"),
        ("port", "65536"),
        ("port", "many"),
        ("port", "-5"),
        ("port", ""),
        ("host", "no such host"),
        ("public_url", "ftp://example.org"),
        ("public_url", "https://example.org/?x"),
        ("language", "fr"),
        ("trusted_proxy", "my proxy"),
        ("feed_agent", "Grüße"),
        ("feed_agent", "x" * 201),
        ("help_email", "anna"),
        ("help_email", "anna@example"),
        ("help_email", "anna@example.org, b@example.org"),
        ("help_email", "anna@example.org?bcc=b@example.org"),
        ("guest_years", "-1"),
        ("guest_years", "31"),
        ("guest_years", "2.5"),
        ("guest_years", "three"),
        ("colour", "red"),
    ],
)
def test_a_value_that_cannot_be_is_refused(refused: Say, done: Say, key: str, value: str) -> None:
    before = done("settings", "list")
    refused("settings", "set", key, value)
    assert done("settings", "list") == before


def test_an_unknown_setting_is_refused(refused: Say) -> None:
    assert "trusted_proxy" in refused("settings", "get", "colour")


def test_the_language_of_the_answers_is_a_setting(done: Say, zimmerfrei: Zimmerfrei) -> None:
    done("settings", "set", "language", "de")
    answer = zimmerfrei("occupancy", "cancel", "5")
    assert answer.err.startswith("Fehler: ")
    done("settings", "set", "language", "en")
    assert "There is no occupancy" in zimmerfrei("occupancy", "cancel", "5").err
