"""The page of an invitation in Debian's Chromium, over the real service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app.relay.serving import served
from app.relay.uses.relay import Relay
from tests.server.web.test_website_browser import CHROMIUM, FLAGS, SCHEMES

CUT = """[...document.querySelectorAll('h1, h2, p, li, li > div, code')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)
    .map(e => e.outerHTML)"""
NAME = "Ferienwohnungen-und-Gästezimmer-Großfamilie-Hintermoser-Oberleitner " * 2

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "chromium is not installed: `make test` sees to it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a service that has invited somebody; the page's address."""
    relay = Relay(tmp_path_factory.mktemp("relay") / "relay.db")
    with served(relay, "127.0.0.1", 0) as port:
        relay.hosting.describe(f"http://127.0.0.1:{port}", "Tourismusverband Seeland")
        yield relay.hosting.invite(NAME).address


@pytest.fixture
def show(browser: Browser, address: str) -> Iterator[Open]:
    """Open the page, or another of the service: ``show(width=360, locale="en-GB")``."""
    with ExitStack() as contexts:

        def begin(width: int = 768, path: str = "", **choices: Any) -> Page:
            choices = {"locale": "de-DE", **choices, "viewport": {"width": width, "height": 800}}
            context = browser.new_context(**choices)
            contexts.callback(context.close)
            page = context.new_page()
            page.goto(path or address)
            return page

        yield begin


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_axe_finds_nothing(show: Open, address: str, locale: str) -> None:
    for path in (address, f"{address[:-1]}"):
        page = show(360, path, locale=locale)
        page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("axe.run({resultTypes: ['violations']})")
            violations = [
                (rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]
            ]
            assert violations == []
            # It has looked: these rules had something to say.
            passed = {rule["id"] for rule in found["passes"]}
            assert {"color-contrast", "html-has-lang", "page-has-heading-one"} <= passed


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_nothing_is_cut_from_phone_to_desktop(show: Open, locale: str) -> None:
    page = show(locale=locale)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []


def test_one_click_selects_the_whole_address(show: Open, address: str) -> None:
    page = show(360)
    page.locator("code").click(position={"x": 30, "y": 20})
    assert page.evaluate("getSelection().toString()") == address


def test_the_browser_has_nothing_to_say_against_it(show: Open) -> None:
    page = show()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    # What the policy forbids would have been said here.
    assert said == []
    # The style of the page was let in.
    assert page.locator("main").evaluate("e => getComputedStyle(e).maxWidth") == "736px"


def test_it_is_dark_where_the_reader_is_and_the_code_stays_light(show: Open) -> None:
    pytest.importorskip("segno")
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = (show(color_scheme=scheme) for scheme in SCHEMES)
    assert light.evaluate(ground) != dark.evaluate(ground)
    for page in (light, dark):
        first = page.locator("svg path").first
        assert first.get_attribute("fill") == "#fff"


def test_it_prints_on_one_page(show: Open) -> None:
    printed = show(color_scheme="dark").pdf(format="A4")
    assert printed.count(b"/Type /Page\n") == 1
