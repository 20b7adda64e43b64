"""The availability calendar in Debian's Chromium, over a real server with real data."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.bootstrap import opened
from app.core.links.link import LinkChoices, LinkKind, Scope, Target, calendar_path, link_path
from app.core.stays.occupancy import OccupancyDraft
from app.server.hosting.embedded import served
from app.services.data_folder.folder import DataFolder
from tests.clocks import SetClock

CHROMIUM = shutil.which("chromium")
"""Debian's; `make test` installs it. Where it is missing the tests fail, for they have not run."""
FLAGS = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COLUMNS = {360: 1, 768: 2, 1280: 4}
# Arrival in days from today, and nights: under way, one that follows at once, days of one night.
STAYS = [(-3, 5), (2, 7), (12, 1), (14, 1), (16, 14), (45, 7), (52, 7), (90, 21), (200, 60)]
BOXES = "[...document.querySelectorAll('table')].map(e => e.getBoundingClientRect().toJSON())"
CUT = """[...document.querySelectorAll('h1, h2, p, li, th, td')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
    .map(e => e.outerHTML)"""
FOCUSABLE = "a[href], button, input, select, textarea, [tabindex], [contenteditable], summary"

Open = Callable[..., Page]


@dataclass(frozen=True)
class Site:
    """Addresses of a served house: of the page, its calendar, and the page after its deletion."""

    base: str
    page: str
    feed: str
    deleted: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if sys.platform == "win32":
        pytest.skip("the pages are the same bytes on every system")
    assert CHROMIUM, "chromium is not installed: `make test` sees to it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    clock = SetClock()
    folder = DataFolder(tmp_path_factory.mktemp("website") / "data")
    with opened(folder, busy_timeout=1, clock=clock) as services:
        unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
        for start, nights in STAYS:
            arrival = clock.today() + timedelta(start)
            departure = arrival + timedelta(nights)
            services.occupancies.add(
                OccupancyDraft(unit_id=unit.id, arrival=arrival, departure=departure)
            )
        choices = LinkChoices(language="de")
        target = Target(Scope.UNIT, unit.id)
        link, deleted = (
            services.links.add(LinkKind.WEBSITE, target, choices).after for _ in range(2)
        )
        services.links.delete(deleted.id, sequence=deleted.sequence)
        with served(services, port=0) as state:
            base = f"http://127.0.0.1:{state.port}"
            paths = link_path(link), calendar_path(link), link_path(deleted)
            yield Site(base, *(base + path for path in paths))


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    with ExitStack() as contexts:

        def begin(**choices: Any) -> BrowserContext:
            made = browser.new_context(**{"locale": "de-DE", **choices})
            contexts.callback(made.close)
            return made

        yield begin


@pytest.fixture
def show(context: Callable[..., BrowserContext], site: Site) -> Open:
    """Open the page: ``show(width=360, locale="en-GB", query="sprache=de")``."""

    def begin(width: int = 768, query: str = "", **choices: Any) -> Page:
        page = context(viewport={"width": width, "height": 800}, **choices).new_page()
        answer = page.goto(f"{site.page}?{query}")
        assert answer is not None
        assert answer.status == 200
        return page

    return begin


@contextmanager
def owners_website(body: str) -> Iterator[str]:
    """Serve `body` as the page of another origin; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!DOCTYPE html><title>Haus</title>{body}".encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_months_stand_side_by_side_or_one_under_the_other(show: Open, locale: str) -> None:
    page = show(locale=locale)
    for width, columns in COLUMNS.items():
        page.set_viewport_size({"width": width, "height": 800})
        boxes = page.evaluate(BOXES)
        assert len(boxes) == 12
        assert len([box for box in boxes if box["y"] == boxes[0]["y"]]) == columns
        assert len({box["x"] for box in boxes}) == columns
        assert all(box["left"] >= 0 and box["right"] <= width for box in boxes)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_axe_finds_nothing(show: Open, locale: str) -> None:
    page = show(360, locale=locale)
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


def test_screen_readers_hear_month_weekday_and_state(show: Open) -> None:
    page = show()
    table = page.get_by_role("table", name="August 2027", exact=True)
    monday = table.get_by_role("columnheader", name="Montag", exact=True)
    assert monday.get_attribute("scope") == "col"
    assert page.get_by_role("heading", level=2).count() == 12
    july = page.get_by_role("table", name="Juli 2027", exact=True)
    cells = ["5 vergangen", "6 belegt", "15 ab mittags frei", "17 frei", "18 bis mittags frei"]
    for cell in cells:
        assert july.get_by_role("cell", name=cell, exact=True).count() == 1, cell
    assert july.locator("[aria-current=date]").inner_text().startswith("6")


def test_it_is_the_same_without_scripts(show: Open) -> None:
    plain = show(java_script_enabled=False)
    usual = show()
    assert plain.locator("td").all_inner_texts() == usual.locator("td").all_inner_texts()
    # Not compared in the assertion: telling where megabytes differ would take minutes.
    same = plain.screenshot(full_page=True) == usual.screenshot(full_page=True)
    assert same


def test_it_is_one_request_and_nothing_is_complained_of(
    context: Callable[..., BrowserContext], site: Site
) -> None:
    page = context().new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.context.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site.page, wait_until="networkidle")
    assert requests == [site.page]
    assert complaints == []
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 20


@pytest.mark.parametrize(
    ("locale", "query", "title"),
    [
        ("en-US", "", "Availability calendar"),
        ("nl-NL", "", "Belegungskalender"),
        ("fr-FR", "", "Calendrier des disponibilités"),
        ("en-US", "sprache=de", "Belegungskalender"),
        ("de-DE", "lang=en&x=<script>document.title=1</script>", "Availability calendar"),
    ],
)
def test_it_speaks_the_browsers_language(show: Open, locale: str, query: str, title: str) -> None:
    page = show(locale=locale, query=query)
    assert page.title() == page.locator("h1").inner_text() == title
    languages = {"Belegungskalender": "de", "Availability calendar": "en"}
    assert page.locator("html").get_attribute("lang") == languages.get(title, "fr")


def test_it_is_light_or_dark_as_the_reader_is(show: Open) -> None:
    page = show()
    grounds = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(245, 247, 248)", "rgb(18, 24, 29)"]


LIGHT, DARK = "rgb(245, 247, 248)", "rgb(18, 24, 29)"
GROUND = "e => getComputedStyle(e).backgroundColor"


@pytest.mark.parametrize(
    ("query", "around", "grounds"),
    [
        # Somebody's page that says nothing of its colours, as nearly all: light for everybody.
        ("", "", [LIGHT, LIGHT]),
        ("", "color-scheme:light", [LIGHT, LIGHT]),
        ("?theme=light", "color-scheme:dark", [LIGHT, LIGHT]),
        ("?theme=dark", "", [DARK, DARK]),
        ("?theme=dark", "color-scheme:light", [DARK, DARK]),
        # As the visitor, or as the page around it where that says so.
        ("?theme=auto", "", [LIGHT, DARK]),
        ("?theme=auto", "color-scheme:light dark", [LIGHT, DARK]),
    ],
)
def test_in_a_frame_it_has_the_colours_that_its_owner_chose(
    context: Callable[..., BrowserContext],
    site: Site,
    query: str,
    around: str,
    grounds: list[str],
) -> None:
    body = f"<style>html {{ {around} }}</style><iframe src='{site.page}{query}'></iframe>"
    with owners_website(body) as address:
        page = context().new_page()
        found = []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            found.append(page.frame_locator("iframe").locator("body").evaluate(GROUND))
    assert found == grounds


@pytest.mark.parametrize(
    ("around", "ground"),
    [("", LIGHT), ("color-scheme:dark", DARK), ("color-scheme:light", LIGHT)],
)
def test_as_the_visitor_means_as_the_page_around_it_where_that_says_so(
    context: Callable[..., BrowserContext], site: Site, around: str, ground: str
) -> None:
    body = f"<style>html {{ {around} }}</style><iframe src='{site.page}?theme=auto'></iframe>"
    with owners_website(body) as address:
        # Where the visitor's choice is played to Chromium, it plays that to every frame.
        page = context(color_scheme="null").new_page()
        page.goto(address)
        assert page.frame_locator("iframe").locator("body").evaluate(GROUND) == ground


@pytest.mark.parametrize("theme", SCHEMES)
def test_axe_finds_nothing_in_the_colours_that_were_chosen(show: Open, theme: str) -> None:
    other = "dark" if theme == "light" else "light"
    page = show(360, query=f"theme={theme}", color_scheme=other)
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [rule["id"] for rule in found["violations"]] == []
    assert page.locator("body").evaluate(GROUND) == (LIGHT if theme == "light" else DARK)


def test_states_differ_without_colour(show: Open) -> None:
    page = show()
    july = page.get_by_role("table", name="Juli 2027", exact=True)
    looks = {
        july.locator(f"td.{name}").first.evaluate(
            "e => { const s = getComputedStyle(e);"
            " return [s.textDecorationLine, s.backgroundImage.replace(/rgb[^)]*\\)/g, '')] + '' }"
        )
        for name in "fado"
    }
    assert len(looks) == 4


def test_it_may_stand_in_another_site_and_nothing_else_may(
    context: Callable[..., BrowserContext], site: Site
) -> None:
    closed = [
        site.deleted,
        *(site.base + path for path in ("/kalender/nobody", "/", "/robots.txt", "/health")),
    ]
    frames = [f'<iframe src="{address}"></iframe>' for address in [site.page, site.feed, *closed]]
    with owners_website("".join(frames)) as address:
        page = context().new_page()
        page.goto(address)
        shown = page.frame_locator("iframe >> nth=0")
        assert shown.locator("h1").inner_text() == "Belegungskalender"
        assert shown.locator("table").count() == 12
        _, _, feed, *others = page.frames
        # Chromium saves a calendar as a file; its frame stays as empty as one that is refused.
        assert feed.url == ""
        assert [frame.url for frame in others] == ["chrome-error://chromewebdata/"] * len(closed)


def test_the_keyboard_finds_nothing_to_be_caught_by(
    context: Callable[..., BrowserContext], site: Site
) -> None:
    snippet = f'<iframe src="{site.page}" width=700 height=3000></iframe>'
    body = f"<a href=#a id=before>vorher</a>{snippet}<a href=#b id=after>nachher</a>"
    with owners_website(body) as address:
        page = context().new_page()
        page.goto(address)
        assert page.frame_locator("iframe").locator(FOCUSABLE).count() == 0
        page.locator("#before").focus()
        seen = []
        for key in ["Tab", "Tab", "Shift+Tab", "Shift+Tab"]:
            page.keyboard.press(key)
            seen.append(page.evaluate("document.activeElement.id"))
    assert "after" in seen[:2]
    assert seen[-1] == "before"


def test_it_prints_on_one_page(show: Open) -> None:
    printed = show(color_scheme="dark").pdf(format="A4")
    assert printed.count(b"/Type /Page\n") == 1
