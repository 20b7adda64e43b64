"""What each setting may be, from what an owner types."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.settings import KEYS, Settings, changed

USUAL = Settings()


@pytest.mark.parametrize("text", ["1024", "8642", "65535", " 9000 ", "09000"])
def test_ports_that_can_be_used(text: str) -> None:
    assert changed(USUAL, "port", text).port == int(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "80",
        "1023",
        "0",
        "-1",
        "65536",
        "8642.0",
        "8e3",
        "port",
        "٨٦٤٢",
        "²",
        "1 024",
        "9" * 500,
    ],
)
def test_ports_that_cannot_be_used(text: str) -> None:
    with pytest.raises(UserError, match="is no usable port"):
        changed(USUAL, "port", text)


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "0.0.0.0", "::", "::1", "192.168.178.20", "localhost", "nas.fritz.box"]
)
def test_hosts_to_listen_on(text: str) -> None:
    assert changed(USUAL, "host", text).host == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "256.1.1.1",
        "1.2.3",
        "127.0.0.1:8642",
        "http://127.0.0.1",
        "-nas",
        "nas..local",
        "nas.",
        "na s",
        "näs",
        "nas_1",
        "a" * 64,
        "127.0.0.1\x00",
        "fe80::1%eth0/24",
        "fe80::1%<b>",
        "[::1]",
    ],
)
def test_what_no_computer_can_listen_on(text: str) -> None:
    with pytest.raises(UserError, match="is no address that this computer can listen on"):
        changed(USUAL, "host", text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("https://kalender.haus-seeblick.example", "https://kalender.haus-seeblick.example"),
        ("https://haus.example/", "https://haus.example"),
        (" https://haus.example/links/ ", "https://haus.example/links"),
        ("http://203.0.113.7:8080", "http://203.0.113.7:8080"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("haus.example", "https://haus.example"),
        ("Haus.Example/Links/", "https://haus.example/Links"),
        ("//haus.example:8443", "https://haus.example:8443"),
        ("HTTPS://haus.example", "https://haus.example"),
        ("häuser.example", "https://xn--huser-gra.example"),
        ("https://HÄUSER.example:8443/Feed", "https://xn--huser-gra.example:8443/Feed"),
        ("https://ha\u0308user。example", "https://xn--huser-gra.example"),
        ("https://großer-hof.example", "https://xn--groer-hof-i1a.example"),
        ("https://haus.example/für-alle", "https://haus.example/f%C3%BCr-alle"),
        ("192.168.178.20:8642", "http://192.168.178.20:8642"),
        ("localhost:8642", "http://localhost:8642"),
        ("203.0.114.7", "https://203.0.114.7"),
    ],
)
def test_public_addresses(text: str, kept: str) -> None:
    assert changed(USUAL, "public_url", text).public_url == kept


@pytest.mark.parametrize(
    "text",
    [
        "haus",
        "anna@haus.example",
        "haus.example?x=1",
        "häu ser.example",
        "https://❤.example",
        "https://-ü.example",
        "https://ü-.example",
        f"https://{'ü' * 60}.example",
        "ftp://haus.example",
        "webcal://haus.example",
        "javascript:alert(1)",
        "https://",
        "https:///pfad",
        "https://haus.example?x=1",
        "https://haus.example?",
        "https://haus.example/#",
        "https://anna:geheim@haus.example",
        "https://@haus.example",
        "https://haus.example:99999",
        "https://haus.example:0",
        "https://haus.example:acht",
        "https://[::1",
        "https://haus example",
        "https://haus.example/ein pfad",
        "https://haus.example/\u2028a",
        "https://haus.example\\pfad",
        "https://haus.example/a\\b",
        'https://haus.example/"a"',
        "https://haus.example/<a>",
        "https://haus..example",
        "https://.example",
        "https://häuser..example",
        "https://haus.example\nSet-Cookie: a",
    ],
)
def test_what_is_no_public_address(text: str) -> None:
    with pytest.raises(UserError, match="is no web address"):
        changed(USUAL, "public_url", text)


@pytest.mark.parametrize("text", ["system", "de", "en"])
def test_languages(text: str) -> None:
    assert changed(USUAL, "language", text).language == text


@pytest.mark.parametrize("text", ["", "fr", "DE", "../de", "de_DE"])
def test_languages_that_we_do_not_have(text: str) -> None:
    with pytest.raises(UserError, match=r"is not available\. Possible are: system, de, en"):
        changed(USUAL, "language", text)


@pytest.mark.parametrize("text", ["", "127.0.0.1", "::1", "10.0.0.2"])
def test_proxies_that_can_be_believed(text: str) -> None:
    assert changed(USUAL, "trusted_proxy", text).trusted_proxy == text


@pytest.mark.parametrize("text", ["proxy.local", "10.0.0.0/8", "*", "127.0.0.1, 10.0.0.2", "1.2.3"])
def test_proxies_that_cannot_be_believed(text: str) -> None:
    with pytest.raises(UserError, match="is no IP address"):
        changed(USUAL, "trusted_proxy", text)


def test_an_unknown_setting_names_those_that_there_are() -> None:
    with pytest.raises(UserError, match="host, port, public_url, language, trusted_proxy"):
        changed(USUAL, "colour", "red")


@given(st.sampled_from(KEYS), st.text(max_size=60))
def test_whatever_is_typed_is_a_setting_or_a_sentence(key: str, text: str) -> None:
    try:
        settings = changed(USUAL, key, text)
    except UserError:
        return
    others = {name: value for name, value in asdict(settings).items() if name != key}
    assert others == {name: value for name, value in asdict(USUAL).items() if name != key}
    assert changed(settings, key, str(getattr(settings, key))) == settings
