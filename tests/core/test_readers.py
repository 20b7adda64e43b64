"""Every User-Agent of domain.md is recognised; what nobody knows stays unknown."""

from __future__ import annotations

import pytest

from app.core.readers import Reader, reader_of

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
]
PEOPLE = [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
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
