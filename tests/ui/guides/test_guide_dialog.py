"""The guides by the owner's hand: found, read, turned, and an address copied out of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from app.core.links.address_forms import AddressForms, iframe_snippet
from app.core.links.guides import guides, text
from app.i18n import WINDOW_LANGUAGES, Catalogue
from app.ui.guides.dialog import GuideDialog
from app.ui.guides.text import GuideText
from app.ui.kit import AddressField, CopyButton
from app.ui.look.theme import Appearance, current_theme

ADDRESS = "https://kalender.example.org/cal/Ab3dE5gH7jK9mN1pQ3sT5vW7/seeblick-1.ics"
PAGE = "https://kalender.example.org/kalender/Ab3dE5gH7jK9mN1pQ3sT5vW7"
FORMS = AddressForms(ADDRESS)
Open = Callable[..., GuideDialog]


@pytest.fixture
def opened(qtbot: QtBot, texts: Catalogue) -> Iterator[Open]:
    """Open the dialog over a page, as the program does."""
    current_theme().set_appearance(Appearance.LIGHT)
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()

    def open_one(
        key: str = "google",
        forms: AddressForms | None = FORMS,
        *,
        note: str = "",
        texts: Catalogue = texts,
    ) -> GuideDialog:
        dialog = GuideDialog(texts, key, forms, note=note, parent=page)
        dialog.open()
        qtbot.waitExposed(dialog)
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield open_one
    current_theme().set_appearance(Appearance.LIGHT)


def shown(dialog: GuideDialog) -> GuideText:
    view = dialog.findChild(GuideText, "guide_text")
    assert view is not None
    return view


def fields(dialog: GuideDialog) -> list[AddressField]:
    return [field for field in dialog.findChildren(AddressField) if field.isVisible()]


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_it_begins_with_the_guide_that_was_asked_for(opened: Open) -> None:
    dialog = opened("booking")
    assert dialog.current() == "booking"
    assert shown(dialog).toPlainText().startswith("Booking.com\nEinfügen\n")
    assert shown(dialog).accessibleName() == "Booking.com"


def test_an_unknown_guide_is_a_mistake(texts: Catalogue) -> None:
    with pytest.raises(KeyError):
        GuideDialog(texts, "no guide")


def test_the_keyboard_turns_from_guide_to_guide_and_closes(qtbot: QtBot, opened: Open) -> None:
    dialog = opened("google")
    view = dialog.findChild(QListWidget, "guide_list")
    assert view is not None
    assert view.hasFocus()
    press(Qt.Key.Key_Home)
    walked = [dialog.current()]
    for _ in range(len(guides()) - 1):
        press(Qt.Key.Key_Down)
        walked.append(dialog.current())
        assert shown(dialog).accessibleName() == guides()[walked[-1]].name("de")
    assert walked == list(guides())
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return)


def test_escape_closes_too(qtbot: QtBot, opened: Open) -> None:
    dialog = opened()
    with qtbot.waitSignal(dialog.rejected):
        press(Qt.Key.Key_Escape)


def test_tab_goes_to_the_address_its_button_the_text_and_the_way_out(opened: Open) -> None:
    dialog = opened("airbnb")
    names = []
    for _ in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        press(Qt.Key.Key_Tab)
    assert names == [
        "guide_list",
        "guide_address_0",
        "guide_address_0_copy",
        "guide_text",
        "guide_dialog_primary",
    ]
    assert dialog.isVisible()


def test_a_click_on_a_group_turns_nothing(opened: Open) -> None:
    dialog = opened("google")
    view = dialog.findChild(QListWidget, "guide_list")
    assert view is not None
    place = view.visualItemRect(view.item(0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.current() == "google"
    place = view.visualItemRect(view.item(2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.current() == "apple"


@pytest.mark.parametrize(
    ("key", "addresses"),
    [
        ("google", [ADDRESS]),
        ("apple", [ADDRESS.replace("https", "webcal")]),
        ("other", [ADDRESS, ADDRESS.removeprefix("https://")]),
        ("website", [ADDRESS]),
        ("renew", []),
    ],
)
def test_the_address_stands_there_in_the_readers_form(
    opened: Open, key: str, addresses: list[str]
) -> None:
    dialog = opened("fewo-direkt")
    dialog.show_guide(key)
    assert [field.address() for field in fields(dialog)] == addresses


def test_a_link_for_a_website_has_its_code_and_nothing_for_calendars(opened: Open) -> None:
    snippet = iframe_snippet(PAGE, "de", "Belegungskalender")
    dialog = opened("website", AddressForms(PAGE, snippet))
    assert [field.address() for field in fields(dialog)] == [snippet]
    for key in ("google", "apple", "airbnb", "other"):
        dialog.show_guide(key)
        assert fields(dialog) == []


def test_without_a_link_there_is_only_the_text(opened: Open) -> None:
    dialog = opened("website", None)
    assert dialog.findChildren(AddressField) == []


def test_copying_says_so(qtbot: QtBot, opened: Open) -> None:
    dialog = opened("apple")
    button = dialog.findChild(CopyButton, "guide_address_0_copy")
    assert button is not None
    assert button.accessibleName() == "Kopieren: Adresse zum Einfügen"
    with qtbot.waitSignal(dialog.address_copied):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == ADDRESS.replace("https", "webcal")
    assert button.text() == "Kopiert"
    dialog.show_guide("google")
    (field,) = fields(dialog)
    field.setFocus()
    with qtbot.waitSignal(dialog.address_copied):
        QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ADDRESS


def test_what_to_know_before_pasting_stands_below_the_address(opened: Open) -> None:
    dialog = opened(note="Wer diesen Link hat, sieht: <b>Titel</b>.")
    label = dialog.findChild(QLabel, "guide_note")
    assert label is not None
    assert label.isVisible()
    assert label.textFormat() is Qt.TextFormat.PlainText
    dialog.show_guide("delete")
    assert not label.isVisible()


@pytest.mark.parametrize("language", WINDOW_LANGUAGES)
@pytest.mark.parametrize("key", guides())
def test_the_markdown_is_read_whole(qtbot: QtBot, language: str, key: str) -> None:
    view = GuideText()
    qtbot.addWidget(view)
    view.show_guide(text(key, language))
    plain = view.toPlainText()
    assert not re.search(r"[*#`\[\]]|&[a-z]+;|^\d+\. |^- ", plain, re.MULTILINE)
    levels, steps = [], 0
    block = view.document().begin()
    while block.isValid():
        levels.append(block.blockFormat().headingLevel())
        steps += block.textList() is not None
        block = block.next()
    written = text(key, language).splitlines()
    assert [level for level in levels if level] == [
        len(line.split()[0]) for line in written if line.startswith("#")
    ]
    assert steps == sum(bool(re.match(r"\d+\. |- ", line)) for line in written)


def test_a_title_is_larger_than_its_text_and_headings_are_bold(opened: Open) -> None:
    document = shown(opened("restrict")).document()
    fonts = []
    block = document.begin()
    for _ in range(3):
        fonts.append(block.begin().fragment().charFormat().font())
        block = block.next()
    assert [font.pixelSize() for font in fonts] == [17, 14, 14]
    assert [font.weight() for font in fonts] == [
        QFont.Weight.DemiBold,
        QFont.Weight.DemiBold,
        QFont.Weight.Normal,
    ]


def test_another_guide_begins_at_its_top_and_light_and_dark_keep_the_place(
    qtbot: QtBot, opened: Open
) -> None:
    view = shown(opened("google"))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    where = bar.value()
    assert where > 0
    before = view.toHtml()
    current_theme().set_appearance(Appearance.DARK)
    qtbot.waitUntil(lambda: bar.value() == where)
    colour = current_theme().tokens.accent
    assert colour in view.toHtml()
    assert colour not in before
    view.show_guide(text("outlook", "de"))
    assert bar.value() == 0


class Browser(QObject):
    """Stands for the owner's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.asked.append(url.toString())


def test_a_link_opens_outside(opened: Open) -> None:
    view = shown(opened("google"))
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "take")  # type: ignore[arg-type]  # no bytes
    view.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    QDesktopServices.unsetUrlHandler("https")
    assert browser.asked == ["https://calendar.google.com"]
    assert view.toPlainText().startswith("Google Kalender")


@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
@pytest.mark.parametrize("key", ["other", "website", "delete"])
def test_it_opens_in_every_language_and_in_longer_texts(
    opened: Open,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    key: str,
    speech: str,
) -> None:
    texts: Catalogue = request.getfixturevalue(speech)
    dialog = opened(key, note=texts.tr("Readable on this computer only."), texts=texts)
    assert cut_texts(dialog) == []
    view = dialog.findChild(QListWidget, "guide_list")
    assert view is not None
    for row in range(view.count()):
        item = view.item(row)
        room = view.visualItemRect(item).width() - 16
        assert view.fontMetrics().horizontalAdvance(item.text()) <= room
    assert not shown(dialog).horizontalScrollBar().isVisible()
