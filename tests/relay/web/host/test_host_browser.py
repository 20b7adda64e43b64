"""The host's page in Debian's Chromium, over the real service."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app.core.clock import SystemClock
from app.core.publishing.relay.protocol import INVITATION_PAGE, new_secret
from app.override import override
from app.relay.serving import served
from app.relay.uses.relay import Relay
from tests.relay.conftest import calendar, new_token
from tests.relay.web.test_invitation_browser import NAME
from tests.server.web.test_website_browser import CHROMIUM, FLAGS, SCHEMES

CUT = """[...document.querySelectorAll('h1, h2, p, dt, dd, th, td, label, button, a, code, li')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)
    .filter(e => !e.closest('thead') || getComputedStyle(e.closest('thead')).position != 'absolute')
    .map(e => e.outerHTML)"""
PAGES = ("", "konto-1", "konto-2", "konto-3", "konto-4", "beenden-1", "?suche=nobody")

Open = Callable[..., Page]


class Set(SystemClock):
    """The computer's own clock, set back while a test prepares what is old."""

    back = timedelta()

    @override
    def now(self) -> Any:
        return super().now() - self.back


@dataclass(frozen=True)
class Hosted:
    """A service with owners of every kind."""

    relay: Relay
    base: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "chromium is not installed: `make test` sees to it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    clock = Set()
    relay = Relay(tmp_path_factory.mktemp("relay") / "relay.db", clock)
    with served(relay, "127.0.0.1", 0) as port:
        relay.hosting.describe(f"http://127.0.0.1:{port}", "Tourismusverband Seeland")
        clock.back = timedelta(days=20)
        for name in (NAME, "Pension Öztürk"):
            key = new_secret()
            relay.accepting.accept(relay.hosting.invite(name).secret, key, new_secret())
            account = relay.uploading.signed_in(key)
            relay.uploading.put(account, f"{new_token()}.ics", calendar(nights=90))
        relay.hosting.invite("Ferienhof Lindner")
        clock.back = timedelta()
        relay.uploading.signed_in(key)
        relay.hosting.invite("Haus am See")
        relay.hosting.invite("Alpenrose")
        relay.hosting.revoke("Alpenrose")
        yield Hosted(relay, f"http://127.0.0.1:{port}/betreiber/")


@pytest.fixture
def show(browser: Browser, hosted: Hosted) -> Iterator[Open]:
    """Open the page signed in, or as a stranger: ``show(width=360, locale="en-GB", key="")``."""
    hosted.relay.admitting.new_key()
    with ExitStack() as contexts:

        def begin(width: int = 1280, path: str = "", inside: bool = True, **choices: Any) -> Page:
            choices = {"locale": "de-DE", **choices, "viewport": {"width": width, "height": 800}}
            context = browser.new_context(**choices)
            contexts.callback(context.close)
            page = context.new_page()
            if inside:
                page.goto(hosted.base)
                page.fill("input[name=key]", hosted.relay.admitting.new_key())
                page.click("section button")
            page.goto(hosted.base + path)
            return page

        yield begin


def violations(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds, in the light and in the dark."""
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    bad = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        bad += [
            (rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]
        ]
        # It has looked: these rules had something to say.
        passed = {rule["id"] for rule in found["passes"]}
        assert {"color-contrast", "html-has-lang", "page-has-heading-one"} <= passed
    return bad


@pytest.mark.parametrize(("width", "paths"), [(360, PAGES), (1280, ("",))])
def test_axe_finds_nothing_on_any_page(
    show: Open, hosted: Hosted, width: int, paths: tuple[str, ...]
) -> None:
    page = show(width)
    for path in paths:
        page.goto(hosted.base + path)
        assert violations(page) == [], path


def test_axe_finds_nothing_in_what_forms_lead_to(show: Open, hosted: Hosted) -> None:
    page = show(360, locale="en-GB")
    page.click("summary")
    assert violations(page) == []
    page.fill("input[name=name]", "Pension Öztürk")
    page.click("details button")
    assert page.locator("[role=alert]").count() == 1
    assert violations(page) == []
    page.goto(hosted.base + "konto-4")
    page.click("text=Make an invitation")
    assert page.locator("textarea").input_value().count(INVITATION_PAGE) == 1
    assert violations(page) == []


def test_axe_finds_nothing_on_the_way_in(show: Open, hosted: Hosted) -> None:
    page = show(inside=False)
    assert violations(page) == []
    page.fill("input[name=key]", "x")
    page.press("input[name=key]", "Enter")
    assert page.locator("[role=alert]").count() == 1
    assert violations(page) == []
    hosted.relay.admitting.take_key_away()
    page.goto(hosted.base)
    assert page.locator("form").count() == 0
    assert violations(page) == []


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_nothing_is_cut_from_phone_to_desktop(show: Open, hosted: Hosted, locale: str) -> None:
    page = show(locale=locale)
    for path in PAGES:
        page.goto(hosted.base + path)
        for width in (320, 360, 767, 768, 1024, 1366):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert page.evaluate(CUT) == [], (path, width)


def test_the_browser_has_nothing_to_say_against_it(show: Open, hosted: Hosted) -> None:
    page = show()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in PAGES:
        page.goto(hosted.base + path)
    # What the policy forbids would have been said here.
    assert said == []
    # The style of the page was let in.
    assert page.locator("main").evaluate("e => getComputedStyle(e).maxWidth") == "1056px"


def test_no_script_sees_the_cookie_and_the_browser_keeps_it(show: Open, hosted: Hosted) -> None:
    page = show()
    [cookie] = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    assert page.evaluate("document.cookie") == ""
    page.click("text=Abmelden >> nth=0")
    assert page.locator("input[name=key]").count() == 1
    assert page.context.cookies() == []
    page.goto(hosted.base + "konto-1")
    assert page.locator("input[name=key]").count() == 1


def test_a_host_invites_and_gives_up_by_keyboard_alone(show: Open, hosted: Hosted) -> None:
    page = show(locale="en-GB")
    page.focus("summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Zum Anker")
    page.keyboard.press("Enter")
    page.wait_for_selector("textarea")
    assert "Zum Anker" in page.inner_text("h1")
    [secret] = re.findall(rf"{INVITATION_PAGE}([\w-]{{43}})", page.inner_text("code"))
    assert hosted.relay.accepting.look(secret).account.name == "Zum Anker"
    page.click("text=All owners")
    page.click("text=Zum Anker")
    page.focus("text=Give up …")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=This cannot be taken back.")
    assert hosted.relay.hosting.owner("Zum Anker").account.revoked_at is None
    page.click("text=Cancel")
    page.click("text=Give up …")
    page.click("text=Give up and delete")
    page.wait_for_selector("text=given up")
    assert hosted.relay.hosting.owner("Zum Anker").account.revoked_at is not None


def test_the_same_page_again_invites_nobody_twice(show: Open, hosted: Hosted) -> None:
    page = show(locale="en-GB")
    page.click("summary")
    page.fill("input[name=name]", "Hof Maier")
    page.click("details button")
    first = page.inner_text("code")
    # The browser sends the form again.
    page.reload()
    assert "invited already" in page.inner_text("[role=alert]")
    assert first not in page.content()
    hosted.relay.hosting.revoke("Hof Maier")


def test_one_click_selects_the_whole_address(show: Open) -> None:
    page = show(360, locale="en-GB", path="konto-4")
    page.click("text=Make an invitation")
    page.locator("code").click(position={"x": 30, "y": 20})
    selected = page.evaluate("getSelection().toString()")
    assert selected == page.inner_text("code")


def test_a_phone_sees_a_table_still(show: Open) -> None:
    page = show(360)
    tree = page.get_by_role("table")
    assert tree.get_by_role("row").count() >= 5
    assert tree.get_by_role("columnheader").count() == 6
    assert tree.get_by_role("rowheader").count() == tree.get_by_role("row").count() - 1


def test_it_is_dark_where_the_reader_is(show: Open) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = (show(color_scheme=scheme, inside=False) for scheme in SCHEMES)
    assert light.evaluate(ground) != dark.evaluate(ground)
