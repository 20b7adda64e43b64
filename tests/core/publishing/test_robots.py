"""robots.txt: what Google makes of it, by the rules of RFC 9309 and by Google's own examples."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.publishing.outside.robots import GOOGLE_AGENTS, allows, fits

FOLDER = "/kalender/aB3.ics"
BOTH = "User-agent: googlebot\nUser-agent: google-calendar-importer\n"


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:\n", True),
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /kalender\n", False),
        ("User-agent: *\nDisallow: /kalender/\n", False),
        ("User-agent: *\nDisallow: /kalender/x\n", True),
        ("User-agent: *\nDisallow: /Kalender\n", True),
        ("User-agent: *\nDisallow: kalender\n", True),
        ("User-agent: *\nDisallow: /\nAllow: /kalender/\n", True),
        ("User-agent: *\nAllow: /kalender/\nDisallow: /\n", True),
        ("User-agent: *\nAllow: /\nDisallow: /kalender/\n", False),
        # Equally long: the one that allows.
        ("User-agent: *\nDisallow: /kalender/\nAllow: /kalender/\n", True),
        ("User-agent: *\nDisallow: /*.ics$\n", False),
        ("User-agent: *\nDisallow: /*.ics\nAllow: /*.ics$\n", True),
        ("User-agent: *\nDisallow: /*.html$\n", True),
        ("User-agent: *\nDisallow: /*/aB3\n", False),
        # Rules before any group are nobody's.
        ("Disallow: /\n", True),
        ("Sitemap: https://haus.example/map.xml\nUser-agent: *\nDisallow: /\n", False),
        # Google alone, others do not matter; its own group counts instead of everybody's.
        ("User-agent: Bingbot\nDisallow: /\n", True),
        ("User-agent: Googlebot\nDisallow: /\n\nUser-agent: *\nAllow: /\n", False),
        ("User-agent: googlebot/2.1\nDisallow: /\n", False),
        ("User-agent: Google-Calendar-Importer\nDisallow: /\n", False),
        ("User-agent: Google\nDisallow: /\n", True),
        ("User-agent: Googlebot-Image\nDisallow: /\n", True),
        ("User-agent: Googlebot\nAllow: /\n\nUser-agent: *\nDisallow: /\n", False),
        (f"{BOTH}Allow: /\nUser-agent: *\nDisallow: /\n", True),
        # Groups of one name are one; lines between names of a group and rules do not matter.
        ("User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /kalender\n", False),
        ("User-agent: *\nCrawl-delay: 3\n\nDisallow: /\n", False),
        ("User-agent: a\nSitemap: x\nUser-agent: *\nDisallow: /\n", False),
        # As it is found in the wild.
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("USER-AGENT:*\rDISALLOW:/\r", False),
        ("  user-agent : *  # all\n\tdisallow : /  # nothing\n", False),
        ("User-agent *\nDisallow /\n", False),
        ("User agent: *\nDisalow: /\n", False),
        ("# User-agent: *\n# Disallow: /\n", True),
        ("User-agent: *\nDisallow: # nothing\n", True),
        ("<!DOCTYPE html>\n<html><body>User-agent: *</body></html>", True),
        ("\x00\xff\ufffd:::\n\n: /\nUser-agent:\nDisallow: /\n", True),
    ],
)
def test_what_google_is_allowed(text: str, allowed: bool) -> None:
    assert allows(text, FOLDER) is allowed


def test_nextcloud_as_it_comes_forbids_everything() -> None:
    assert not allows("User-agent: *\nDisallow: /\n", "/public.php/dav/files/abc/aB3.ics")


def test_our_own_lets_google_in() -> None:
    from app.server.web.app import ROBOTS

    assert allows(ROBOTS, "/cal/aB3/Seeblick.ics")


@pytest.mark.parametrize(
    ("rule", "path", "fit"),
    [
        ("/häuser", "/h%C3%A4user/x.ics", True),
        ("/h%c3%a4user", "/h%C3%A4user/x.ics", True),
        ("/h%C3%A4user", "/häuser/x.ics", True),
        ("/a%2fb", "/a%2Fb", True),
        ("/a%2fb", "/a/b", False),
        ("/%7Eanna/", "/~anna/x.ics", True),
        ("/~anna/", "/%7eanna/x.ics", True),
        ("/100%", "/100%", True),
    ],
)
def test_one_spelling_for_all(rule: str, path: str, fit: bool) -> None:
    assert allows(f"User-agent: *\nDisallow: {rule}\n", path) is not fit


@pytest.mark.parametrize(
    ("pattern", "path", "fit"),
    [
        ("", "/", True),
        ("$", "", True),
        ("$", "/", False),
        ("/", "/x", True),
        ("/$", "/x", False),
        ("/$", "/", True),
        ("*", "", True),
        ("*$", "/x", True),
        ("/*$", "/", True),
        ("/fish", "/fish/salmon.html", True),
        ("/fish", "/catfish", False),
        ("/fish*", "/fish.html", True),
        ("/*.php", "/folder/any.php.file.html", True),
        ("/*.php$", "/filename.php?parameters", False),
        ("/*.php$", "/filename.php", True),
        ("/fish*.php", "/fishheads/catfish.php?parameters", True),
        ("/a*b*c$", "/abbc", True),
        ("/a*bc*bc$", "/abc", False),
        ("/a$b", "/a$b", True),
        ("/a$", "/a$", False),
        ("/a$$", "/a$", True),
        ("**", "/", True),
    ],
)
def test_patterns(pattern: str, path: str, fit: bool) -> None:
    assert fits(pattern, path) is fit


FEW = st.text("ab/*$", max_size=9)


@given(FEW, st.text("ab/$", max_size=9))
def test_patterns_fit_as_regular_expressions_do(pattern: str, path: str) -> None:
    end = r"\Z" if pattern.endswith("$") else ""
    parts = pattern.removesuffix("$").split("*")
    expression = ".*".join(re.escape(part) for part in parts) + end
    assert fits(pattern, path) is bool(re.match(expression, path, re.DOTALL))


PATHS = st.text("ab/", max_size=6).map(lambda path: f"/{path}")
RULES = st.lists(st.tuples(st.booleans(), st.text("ab/*$", min_size=1, max_size=6)), max_size=8)
GROUPS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["*", "Googlebot", "Bingbot"]), min_size=1, max_size=2), RULES
    ),
    max_size=5,
)
SPACES = st.sampled_from(["", " ", "\t", "  "])
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", " # said\n"])


def decided(groups: list[tuple[list[str], list[tuple[bool, str]]]], agent: str, path: str) -> bool:
    """Tell what RFC 9309 §2.2 says, word for word."""
    named = [rules for agents, rules in groups if agent in agents]
    rules = [rule for some in named for rule in some]
    if not named:
        rules = [rule for agents, some in groups if "*" in agents for rule in some]
    best = [0, True]
    for allow, pattern in rules:
        if fits(pattern, path):
            better = len(pattern) > best[0]
            if better or (len(pattern) == best[0] and allow):
                best = [len(pattern), allow]
    return bool(best[1])


@given(GROUPS, PATHS, st.data())
def test_groups_and_rules_decide_as_the_rfc_says(
    groups: list[tuple[list[str], list[tuple[bool, str]]]], path: str, data: st.DataObject
) -> None:
    # A group without rules runs into the next one: they are one then.
    groups = [(agents, rules) for agents, rules in groups if rules]
    lines = []
    for agents, rules in groups:
        lines += [("User-agent", agent) for agent in agents]
        lines += [("Allow" if allow else "Disallow", pattern) for allow, pattern in rules]
    text = ""
    for key, value in lines:
        around = [data.draw(SPACES) for _ in range(3)]
        written = data.draw(st.sampled_from([key, key.lower(), key.upper()]))
        text += f"{around[0]}{written}{around[1]}:{around[2]}{value}{data.draw(ENDS)}"
    assert allows(text, path, ("Googlebot",)) is decided(groups, "Googlebot", path)


@given(st.text(), st.text())
def test_whatever_stands_there_there_is_an_answer(text: str, path: str) -> None:
    assert allows(text, path) in {True, False}


def test_a_hostile_file_takes_no_longer_than_it_is_long() -> None:
    # By backtracking this would not end in the life of a computer.
    rule = "/" + "*a" * 2000 + "$"
    assert allows(f"User-agent: *\nDisallow: {rule}\n", "/" + "a" * 1999 + "c")
    assert not fits(rule, "/" + "a" * 1999 + "c")


def test_google_reads_under_both_of_its_names() -> None:
    assert GOOGLE_AGENTS == ("Google-Calendar-Importer", "Googlebot")
