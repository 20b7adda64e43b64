"""Contrast of every pair of text and ground, and the switch between light and dark."""

import gc
import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.resources import path as resource_path
from app.ui.look import icons
from app.ui.look.theme import Appearance, Theme, current_theme
from app.ui.look.tokens import DARK, LIGHT, Tokens

GROUNDS = ("background", "sidebar", "surface", "weekend", "past", "faint_line", "hover")
TINTS = ("accent_tint", "good_tint", "careful_tint", "bad_tint")
BARS = ("booking", "owner", "block", "airbnb", "booking_com", "fewo_direkt")
PAIRS = [
    *((text, ground) for text in ("text", "muted") for ground in (*GROUNDS, *TINTS)),
    *((tone, tone + "_tint") for tone in ("accent", "good", "careful", "bad")),
    *((tone, "surface") for tone in ("accent", "good", "careful", "bad")),
    *((tone, "background") for tone in ("accent", "good", "careful", "bad")),
    *(("on_bar", bar) for bar in BARS),
    ("text", "pressed"),
    ("accent", "sidebar"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_bad", "bad"),
    ("surface", "text"),
]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    assert qapp is QApplication.instance()
    theme = current_theme()
    theme.set_appearance(Appearance.LIGHT)
    return theme


def luminance(colour: str) -> float:
    # WCAG 2.2, "relative luminance"
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("ground", ["surface", "past"])
def test_weekends_are_seen_in_the_plan(tokens: Tokens, ground: str) -> None:
    assert contrast(tokens.weekend, getattr(tokens, ground)) >= 1.06


def test_the_contrast_formula_knows_its_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_pictures_of_the_stylesheet_have_the_colours_of_the_tokens(tokens: Tokens) -> None:
    known = {tokens.muted, tokens.on_accent}
    drawings = sorted(resource_path("style", tokens.name).glob("*.svg"))
    assert drawings
    for drawing in drawings:
        assert set(re.findall(r"#[0-9a-f]{6}", drawing.read_text(encoding="utf-8"))) <= known


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_every_picture_named_by_the_stylesheet_exists(tokens: Tokens) -> None:
    sheet = resource_path("style", "base.qss").read_text(encoding="utf-8")
    named = re.findall(r'url\("zfstyle:@name/([^"]+)"\)', sheet)
    assert named
    assert all(resource_path("style", tokens.name, name).is_file() for name in named)


def test_appearance_changes_palette_and_sheet_and_says_so(theme: Theme, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with qtbot.waitSignal(theme.changed):
        theme.set_appearance(Appearance.DARK)
    assert theme.is_dark
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(DARK.background)
    assert DARK.accent in app.styleSheet()
    assert "@" not in app.styleSheet()
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_appearance(Appearance.DARK)
    theme.set_appearance(Appearance.LIGHT)
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.background)


def test_there_is_one_theme_per_application(theme: Theme) -> None:
    assert current_theme() is theme


def test_an_unknown_token_is_refused(theme: Theme) -> None:
    with pytest.raises(AttributeError):
        theme.colour("no such token")


def colours_in(button: QPushButton) -> set[str]:
    image = button.icon().pixmap(QSize(16, 16), 2.0).toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_an_icon_follows_the_appearance_without_being_set_again(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton(icons.icon("copy", "accent"), "")
    qtbot.addWidget(button)
    assert colours_in(button) == {LIGHT.accent}
    theme.set_appearance(Appearance.DARK)
    gc.collect()
    assert colours_in(button) == {DARK.accent}
    theme.set_appearance(Appearance.LIGHT)


@pytest.mark.usefixtures("theme")
def test_an_icon_is_as_sharp_as_the_screen() -> None:
    picture = icons.pixmap("link", "text", 16, 2.0)
    assert picture.size() == QSize(32, 32)
    assert picture.devicePixelRatio() == 2.0
    drawn = icons.icon("link").pixmap(QSize(16, 16), 2.0)
    assert drawn.size() == QSize(32, 32)


@pytest.mark.usefixtures("theme")
def test_every_icon_of_the_library_can_be_drawn() -> None:
    drawings = sorted(resource_path("icons", "lucide").glob("*.svg"))
    assert drawings
    for drawing in drawings:
        assert not icons.pixmap(drawing.stem).isNull()


@pytest.mark.usefixtures("theme")
def test_an_icon_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon")


@pytest.mark.usefixtures("theme")
def test_the_programs_icon_has_its_sizes() -> None:
    sizes = {size.width() for size in icons.app_icon().availableSizes()}
    assert sizes == {16, 24, 32, 48, 64, 128, 256}
    assert not icons.logo(24, 2.0).isNull()
