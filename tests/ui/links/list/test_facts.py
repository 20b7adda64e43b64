"""What stands beside a link's name: chips, who has read it, who has gone silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Field, Preset
from app.core.links.link import LinkChoices, LinkKind, Origin, Scope, Target, default_details
from app.core.readers.agents import ReaderName
from app.i18n import catalogue
from app.services.links.readers import SilentReader
from app.ui.kit import Chip, CopyButton, ElidedLabel, Role
from app.ui.kit.floating.tips import shown_tip
from app.ui.links.base import words
from app.ui.links.base.badge import PortalBadge, link_icon
from app.ui.links.base.parts import Sentence
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.links.page import LinksPage
    from tests.clocks import SetClock
    from tests.ui.links.conftest import Hands, Read

    Settle = Callable[[LinksPage], None]

MARKUP = "<b>x</b>"
SAID = "eingebettet, zuletzt gerade eben angezeigt vor 1 Min. Airbnb · iPhone, iPad Övelgönne –"


@pytest.fixture
def add(services: Services, units: list[Unit]) -> Callable[..., Link]:
    """Add a further link of the first unit."""
    unit = Target(Scope.UNIT, units[0].id)

    def add(kind: LinkKind = LinkKind.CALENDAR, **choices: object) -> Link:
        return services.links.add(kind, unit, LinkChoices(**choices)).after  # type: ignore[arg-type]

    return add


def chips(hands: Hands, link: Link) -> list[tuple[str, str]]:
    found = hands.row(link).findChildren(Chip)
    return [(chip.text(), chip.property("tone")) for chip in found if chip.isVisible()]


def said(hands: Hands, link: Link) -> str:
    return hands.in_row(link, QLabel, "row_readers").text()


def tip(widget: QWidget) -> str:
    """The tooltip that comes up over a widget."""
    place = widget.rect().center()
    QApplication.sendEvent(
        widget, QHelpEvent(QHelpEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    )
    return shown_tip(widget)


@pytest.mark.usefixtures("qapp")
@given(st.lists(st.sampled_from(SAID.split()), min_size=1, max_size=14))
def test_a_sentence_has_room_in_the_line_that_it_asks_for(said: list[str]) -> None:
    sentence = Sentence(Role.SMALL, name="said")
    sentence.setText(" ".join(said))
    wanted = sentence.sizeHint()
    assert sentence.heightForWidth(wanted.width()) == wanted.height()


# ---- chips ----


@pytest.mark.usefixtures("imported")
def test_a_portal_s_link_says_what_it_leaves_out(
    hands: Hands, add: Callable[..., Link], texts: Catalogue, settle: Settle
) -> None:
    usual = add(portal="airbnb")
    nothing_own = add(portal="booking", details=Details(own_entries=False))
    settle(hands.page)

    left_out = texts.tr("without what was read from {portal}", portal="Airbnb")
    assert chips(hands, usual) == [(left_out, Tone.INFO.value)]
    all_left_out = texts.tr("without bookings of {portal}", portal="Booking.com")
    assert chips(hands, nothing_own) == [(all_left_out, Tone.INFO.value)]


def test_before_anything_was_read_from_a_portal_nothing_is_said_to_be_left_out(
    hands: Hands, add: Callable[..., Link], settle: Settle
) -> None:
    usual = add(portal="airbnb")
    settle(hands.page)
    assert chips(hands, usual) == []


def test_a_link_that_tells_more_says_so(
    hands: Hands, add: Callable[..., Link], texts: Catalogue, settle: Settle
) -> None:
    title = add(label="A", details=Details().with_preset(Preset.TITLE))
    full = add(label="B", details=Details().with_preset(Preset.FULL))
    plain = add(label="C")
    settle(hands.page)

    assert chips(hands, title) == [(texts.tr("with title"), Tone.NEUTRAL.value)]
    assert chips(hands, full) == [(texts.tr("everything"), Tone.CAREFUL.value)]
    assert chips(hands, plain) == []


def test_the_number_of_persons_is_nothing_special_on_changeover_days(
    hands: Hands, services: Services, texts: Catalogue, settle: Settle
) -> None:
    anna = Target(Scope.STAFF, services.staff.add(StaffDraft(name="Anna")).id)
    usual = default_details(LinkKind.CHANGEOVERS)
    plain = services.links.add(LinkKind.CHANGEOVERS, anna, LinkChoices(details=usual)).after
    more = replace(usual, fields=usual.fields | {Field.GUEST})
    telling = services.links.add(LinkKind.CHANGEOVERS, anna, LinkChoices(details=more)).after
    settle(hands.page)

    own = (texts.tr("own choice"), Tone.CAREFUL.value)
    assert own not in chips(hands, plain)
    assert own in chips(hands, telling)


def test_a_website_s_link_is_told_by_who_looked_at_it(
    hands: Hands, add: Callable[..., Link], texts: Catalogue, read: Read, settle: Settle
) -> None:
    link = add(LinkKind.WEBSITE)
    settle(hands.page)
    assert chips(hands, link) == [(texts.tr("free / occupied only"), Tone.NEUTRAL.value)]
    assert said(hands, link) == texts.tr("not shown yet – is the code in your website?")

    # Whoever visits the website is a person, which is no reader elsewhere.
    read(link, "Mozilla/5.0 (X11; Linux) Firefox/140", minutes_ago=4)
    settle(hands.page)
    four = texts.trn("{n} min ago", "{n} min ago", 4)
    assert said(hands, link) == texts.tr("embedded, last shown {when}", when=four)


def test_only_what_is_made_for_nobody_in_particular_has_the_link_s_icon(
    add: Callable[..., Link],
) -> None:
    assert link_icon(add()) == "link"
    assert link_icon(add(label="Oma Erna")) == "user"
    assert link_icon(add(LinkKind.WEBSITE)) == "globe"


def test_a_portal_has_its_own_colour(
    hands: Hands, add: Callable[..., Link], settle: Settle
) -> None:
    links = [add(portal="airbnb"), add(portal="booking"), add(portal="Mein Portal")]
    settle(hands.page)

    def ground(link: Link) -> str:
        badge = hands.row(link).findChild(PortalBadge)
        assert badge is not None
        return badge.grab().toImage().pixelColor(9, 2).name()

    assert ground(links[0]) == "#cc4159"
    assert ground(links[1]) == "#1f4fa3"
    assert len({ground(link) for link in links}) == 3


# ---- silence and old addresses ----


def silent(
    link: Link, reader: str, last: datetime, usual: timedelta
) -> dict[int, list[SilentReader]]:
    return {link.id: [SilentReader(ReaderName(reader, reader), "agent", last, usual)]}


def test_a_reader_that_has_gone_silent_is_flagged_with_a_sentence(
    hands: Hands,
    services: Services,
    units: list[Unit],
    add: Callable[..., Link],
    texts: Catalogue,
    clock: SetClock,
    settle: Settle,
) -> None:
    main = services.links.enable_unit(units[0].id).after
    fewo = add(portal="fewo-direkt")
    settle(hands.page)
    silence = hands.page.context.silence
    ago = clock.now() - timedelta(days=3, hours=1)
    found = silent(fewo, "FeWo-direkt", ago, timedelta(hours=6))
    found |= silent(main, "Google Calendar", ago, timedelta(days=1))

    silence._tell(found)

    three = texts.trn("not read for {n} day", "not read for {n} days", 3)
    assert chips(hands, fewo) == [(three, Tone.CAREFUL.value)]
    usual = texts.trn("every hour", "every {n} h", 6)
    assert said(hands, fewo) == texts.tr("otherwise {usual} – please check there", usual=usual)
    shown = [chip.text() for chip in hands.card(units[0]).findChildren(Chip) if chip.isVisible()]
    assert shown[:2] == [texts.tr("this PC only"), three]
    sentence = hands.on(units[0], QLabel, "card_readers").text()
    assert sentence.startswith(texts.tr("Google Calendar"))

    silence._tell({})
    assert Tone.CAREFUL.value not in [tone for _, tone in chips(hands, fewo)]


def test_who_still_asks_for_the_old_address_is_told_as_long_as_that_goes_on(
    hands: Hands,
    services: Services,
    units: list[Unit],
    texts: Catalogue,
    clock: SetClock,
    read: Read,
    settle: Settle,
) -> None:
    link = services.links.enable_unit(units[0].id).after
    link = services.links.renew(link.id, sequence=link.sequence).after
    clock.moment += timedelta(hours=3)
    hands.page._tick()
    read(link, "Airbnb/1.0", minutes_ago=120, status=410, origin=Origin.OUTSIDE)
    settle(hands.page)

    notice = hands.on(units[0], QLabel, "card_notice")
    two = texts.trn("{n} h ago", "{n} h ago", 2)
    assert notice.text() == texts.tr(
        "The old address is still asked for: {reader}, {when} – please paste the new one there.",
        reader="Airbnb",
        when=two,
    )
    assert hands.on(units[0], Chip, "card_reach").isVisible(), "beside all the rest"

    clock.moment += timedelta(days=4)
    hands.page.opened()
    hands.page._model.forget_readers()
    hands.page._look_up.start()
    settle(hands.page)
    assert not notice.isVisible(), "whoever asked has stopped"


@given(st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_any_silence_can_be_told(length: timedelta) -> None:
    now = datetime(2027, 7, 6, 12)  # noqa: DTZ001  # only the difference counts
    for texts in (catalogue("de"), catalogue("en")):
        assert " 0 " not in f" {words.silent_for(texts, now - length, now)} "


# ---- what comes from outside is text ----


@pytest.mark.usefixtures("imported")
def test_markup_in_a_portal_s_name_is_text_wherever_it_stands(
    hands: Hands, add: Callable[..., Link], settle: Settle
) -> None:
    link = add(portal=MARKUP, details=Details(fields=frozenset({Field.GUEST})))
    settle(hands.page)

    for label in hands.row(link).findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.objectName()
    assert MARKUP in hands.in_row(link, QLabel, "row_label").text()
    assert MARKUP in chips(hands, link)[0][0]


def test_an_agent_s_markup_is_text_in_the_tooltip(
    hands: Hands, add: Callable[..., Link], read: Read, settle: Settle
) -> None:
    link = add(label="A")
    read(link, "<img src=x> & more/1.0")
    settle(hands.page)

    shown = tip(hands.in_row(link, QLabel, "row_readers"))
    assert "<img" not in shown
    assert "&lt;img src=x&gt; &amp; more/1.0" in shown


@pytest.mark.parametrize("name", ["A" * 200, MARKUP * 25])
def test_a_label_of_200_characters_is_shortened_and_whole_in_its_tooltip(
    hands: Hands, add: Callable[..., Link], settle: Settle, name: str
) -> None:
    link = add(label=name)
    settle(hands.page)

    label = hands.in_row(link, ElidedLabel, "row_label")
    assert label.text() == name
    assert label.shown_text().endswith("…")
    assert hands.in_row(link, CopyButton, "row_copy").isVisible()
    assert not hands.page._scroll.horizontalScrollBar().isVisible()
    shown = tip(label)
    assert "<b>" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").count(name) == 1
