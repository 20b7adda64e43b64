"""Every User-Agent that is known is recognised; what nobody knows stays unknown."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.readers.agents import (
    AGENT_LIMIT,
    OWN_AGENT,
    UNKNOWN,
    Reader,
    ReaderName,
    agent_key,
    clean_agent,
    reader_of,
)
from app.i18n import catalogue

CALENDARS = [
    ("Google-Calendar-Importer", "Google Calendar"),
    ("iOS/17.5.1 (21F90) dataaccessd/1.0", "iPhone, iPad"),
    ("iOS/17.5.1 (21F90) accountsd/1.0", "iPhone, iPad"),
    ("Mac+OS+X/10.15.7 (19H1217) CalendarAgent/930.5.1", "Apple Calendar"),
    ("macOS/14.5 (23F79) dataaccessd/1.0", "Apple Calendar"),
    ("macOS/14.5 (23F79) accountsd/1.0", "Apple Calendar"),
    ("Microsoft.Exchange/15.20 (Microsoft.Exchange.Calendar.Sharing)", "Outlook.com"),
    ("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0)", "Outlook.com"),
    (
        "Microsoft Office/15.0 (Windows NT 10.0; Microsoft Outlook 15.0.5589; Pro)",
        "Outlook",
    ),
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.3.1",
        "Thunderbird",
    ),
    ("Evolution/3.46.4", "Evolution"),
    (
        "Mozilla/5.0 (X11; Linux x86_64) KIO/5.103 akonadi_davgroupware_resource_0/5.22",
        "KOrganizer",
    ),
    (
        "Mozilla/5.0 (X11) AppleWebKit/534.34 (KHTML) KIO/5.103 akonadi_ical_resource_0/5.22",
        "KOrganizer",
    ),
    ("Mozilla/5.0 (X11; Linux x86_64) KIO/6.8 akonadi_icaldir_resource_1/6.3", "KOrganizer"),
    ("Nextcloud Webcal Service", "Nextcloud"),
    ("Nextcloud Webcal Crawler", "Nextcloud"),
    ("ICSx5/2.2.3 (ical4j/3.2.19 okhttp/4.12.0 Android/14)", "ICSx5"),
    ("iPadOS/26.0 (23A341) calaccessd/1.0", "iPhone, iPad"),
    ("iOS/26.0 (23A341) calaccessd/1.0", "iPhone, iPad"),
    ("macOS/26.0 (25A354) calaccessd/1.0", "Apple Calendar"),
    ("HomeAssistant/2027.1.0 httpx/0.28 Python/3.13", "Home Assistant"),
    ("vdirsyncer/0.20.0", "vdirsyncer"),
]
PEOPLE = [
    OWN_AGENT,
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Edg/126.0",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML) Konqueror (WebEngine)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/534.34 (KHTML) KIO/5.103 dolphin/22.12",
    "Opera/9.80 (Windows NT 6.1) Presto/2.12 Version/12.18",
    "Lynx/2.9.0 libwww-FM/2.14",
    "w3m/0.5.3",
    "TelegramBot (like TwitterBot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
]


@pytest.mark.parametrize(("agent", "name"), CALENDARS)
def test_calendars_are_recognised(agent: str, name: str) -> None:
    assert reader_of(agent) == Reader(name)
    assert reader_of(agent.upper()) == Reader(name)


@pytest.mark.parametrize("agent", PEOPLE)
def test_a_browser_or_a_chat_is_no_calendar(agent: str) -> None:
    reader = reader_of(agent)
    assert reader is not None
    assert reader.person


@pytest.mark.parametrize("agent", ["", "curl/8.5.0", "Go-http-client/2.0", "Java/17", "\x00", "é"])
def test_who_nobody_knows_stays_unknown(agent: str) -> None:
    assert reader_of(agent) is None


@pytest.mark.parametrize(
    ("agent", "key"),
    [
        ("Portal-Importer/2.1", "Portal-Importer"),
        ("Portal-Importer/2.2-beta.1 (build 77a)", "Portal-Importer build"),
        ("libwww-perl/6.05", "libwww-perl"),
        ("Booking2iCal v3", "Booking2iCal"),
        ("sync_1.0", "sync"),
        ("XYBot 2.3; +http://x.y/bot.html", "XYBot http x.y bot.html"),
        ("12345", "12345"),
        ("(;)", "(;)"),
        ("", ""),
        ("Bot\r\n\x00\x1b/1", "Bot"),
        ("\xff\xfe Müller/2", "\xff\xfe Müller"),
    ],
)
def test_a_key_is_the_agent_without_its_numbers(agent: str, key: str) -> None:
    assert agent_key(agent) == key


def test_an_update_keeps_the_key_and_another_program_has_another() -> None:
    assert agent_key("Portal/1.9.3 (Linux 5.1)") == agent_key("Portal/2.0.0-rc1 (Linux 6.12.1)")
    assert agent_key("Portal/1.9.3") != agent_key("Portal-Test/1.9.3")


@given(st.one_of(st.text(), st.text("a/1.v -_();:", max_size=20)))
def test_a_key_is_short_printable_and_its_own_key(agent: str) -> None:
    key = agent_key(agent)
    assert agent_key(key) == key
    assert key.isprintable()
    assert len(key) <= AGENT_LIMIT
    key.encode()


@pytest.mark.parametrize("piece", ["x", "1", "-", "1-", "a.1", "(", " ", "\xff", "\x00", "-v"])
def test_64_kilobytes_of_agent_take_no_time(piece: str) -> None:
    agent = piece * (65_536 // len(piece))
    begun = time.perf_counter()
    assert len(agent_key(agent)) <= AGENT_LIMIT
    reader_of(clean_agent(agent))
    assert time.perf_counter() - begun < 0.1


def test_how_long_a_reader_may_say_nothing() -> None:
    hours = {
        agent: reader.patience / timedelta(hours=1)
        for agent, _ in CALENDARS
        if (reader := reader_of(agent))
    }
    assert hours["Google-Calendar-Importer"] > 26
    assert hours["Microsoft.Exchange/15.20 (Microsoft.Exchange.Calendar.Sharing)"] > 24
    assert all(12 <= some <= 72 for some in hours.values())


def test_what_a_reader_is_called() -> None:
    german = catalogue("de")
    google = ReaderName("Google Calendar", "Google Calendar")
    assert google.text(german) == german.tr("Google Calendar") != "Google Calendar"
    assert ReaderName("curl").text(german) == german.tr(UNKNOWN) != UNKNOWN
    # A name of the owner's is nobody's to translate.
    assert ReaderName("Google Calendar", "Google Calendar", own=True).text(german) == (
        "Google Calendar"
    )
