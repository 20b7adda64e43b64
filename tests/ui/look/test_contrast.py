"""Whether every text can be read and every ring seen, computed from the colours in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import COLOURS
from app.core.portals import portals
from app.core.stays.occupancy import Kind
from app.ui.kit import Button, Variant
from app.ui.kit.controls.choices import Swatch, _seen_best_on
from app.ui.look.contrast import READABLE, SEEN, contrast
from app.ui.look.high_contrast import tokens_of
from app.ui.look.theme import Appearance, Theme, current_theme
from app.ui.look.tokens import DARK, LIGHT, Tokens
from app.ui.stays.colours import DIRECT, OTHER, ColourBy, Inks, Look, colour_of
from app.ui.stays.dots import dot_edge, dot_icon

SORTS = (*portals(), DIRECT, OTHER, *Kind, *(f"kind {kind}" for kind in Kind))
SORTED = tuple(sort for sort in SORTS if sort != Kind.BOOKING)
COLOUR = re.compile(r"#[0-9a-f]{6}")
# What Windows calls Aquatic, Desert, Dusk, Night sky; then both of Windows 10, and a system that
# asks for high contrast and has no such colours itself.
SYSTEMS = {
    "aquatic": ("#202020", "#ffffff", "#8ee3f0", "#263b50"),
    "desert": ("#fffaef", "#3d3d3d", "#903909", "#fff5e3"),
    "dusk": ("#2d3236", "#ffffff", "#a1bfde", "#212d3b"),
    "night sky": ("#000000", "#ffffff", "#d6b4fd", "#2b2b2b"),
    "black": ("#000000", "#ffffff", "#1aebff", "#000000"),
    "white": ("#ffffff", "#000000", "#37006e", "#ffffff"),
    "as always": ("#efefef", "#000000", "#308cc6", "#ffffff"),
    "useless": ("#777777", "#808080", "#7a7a7a", "#777777"),
}


@pytest.fixture(params=[Appearance.LIGHT, Appearance.DARK])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    assert qapp is not None
    theme = current_theme()
    theme.set_appearance(request.param)
    yield theme
    theme.set_appearance(Appearance.LIGHT)


@pytest.fixture
def asked(qapp: QApplication) -> Iterator[Theme]:
    """The theme while the system asks for high contrast."""
    theme = current_theme()
    theme.set_appearance(Appearance.LIGHT)
    style = qapp.styleHints()
    hints = style.accessibility()
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    yield theme
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert theme.tokens is LIGHT


def system(name: str) -> QPalette:
    """The palette of a system that asks for high contrast."""
    role = QPalette.ColorRole
    roles = (role.Window, role.WindowText, role.Highlight, role.HighlightedText)
    palette = QPalette()
    for one, colour in zip(roles, SYSTEMS[name], strict=True):
        palette.setColor(one, QColor(colour))
    return palette


def rules(theme: Theme) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every selector of the stylesheet in force, and what it says."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    sheet = re.sub(r"/\*.*?\*/", "", app.styleSheet(), flags=re.DOTALL)
    assert theme.tokens.accent in sheet
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", sheet):
        said = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", body))
        for selector in selectors.split(","):
            yield " ".join(selector.split()), said


def plain(selector: str) -> str:
    """A selector without states such as ``:hover``."""
    return re.sub(r"(?<!:):(?!:)[\w-]+", "", selector)


def grounds(selector: str, said: dict[str, str], all_rules: dict[str, str]) -> list[str]:
    """Return the colours on which the text of a rule stands."""
    own = said.get("background") or said.get("selection-background-color", "")
    around = plain(selector).split(" ")[0]
    found = COLOUR.findall(own)
    for other in (plain(selector), around):
        found = found or COLOUR.findall(all_rules.get(other, ""))
    theme = current_theme()
    return found or [theme.tokens.surface, theme.tokens.background]


def test_every_text_of_the_stylesheet_can_be_read(theme: Theme) -> None:
    everything = list(rules(theme))
    backgrounds = {selector: said.get("background", "") for selector, said in everything}
    colours = {selector: said.get("color", "") for selector, said in everything}
    hard = []
    seen = 0
    for selector, said in everything:
        # What changes its ground alone keeps its text.
        kept = colours.get(plain(selector), "") if "background" in said else ""
        for text in COLOUR.findall(said.get("color", kept)):
            least = SEEN if ":disabled" in selector else READABLE
            for ground in grounds(selector, said, backgrounds):
                seen += 1
                if contrast(QColor(text), QColor(ground)) < least:
                    hard.append(f"{selector}: {text} on {ground}")
    assert seen > 60
    assert hard == []


def test_what_is_selected_can_be_read(theme: Theme) -> None:
    hard = [
        selector
        for selector, said in rules(theme)
        if "selection-color" in said
        and contrast(QColor(said["selection-color"]), QColor(said["selection-background-color"]))
        < READABLE
    ]
    assert hard == []


def test_every_text_of_the_palette_can_be_read(theme: Theme) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    palette, role = app.palette(), QPalette.ColorRole
    assert palette.color(role.Window) == theme.colour("background")
    for group, least in ((QPalette.ColorGroup.Active, READABLE), (QPalette.ColorGroup.Disabled, 3)):
        for text, ground in (
            (role.WindowText, role.Window),
            (role.Text, role.Base),
            (role.Text, role.AlternateBase),
            (role.ButtonText, role.Button),
            (role.ToolTipText, role.ToolTipBase),
            (role.HighlightedText, role.Highlight),
            (role.PlaceholderText, role.Base),
            (role.Link, role.Base),
            (role.Link, role.Window),
        ):
            assert contrast(palette.color(group, text), palette.color(group, ground)) >= least


def least_contrast(inks: Inks, sort: str, how: Look) -> float:
    """The contrast of a bar's text on the worst place of its fill."""
    ink = inks.sort(sort, how)
    tile = ink.fill.textureImage()
    fills = [ink.fill.color()] if tile.isNull() else list(colours_of(tile))
    return min(contrast(ink.text, fill) for fill in fills)


def colours_of(image: QImage) -> Iterator[QColor]:
    for x in range(0, image.width(), 2):
        for y in range(0, image.height(), 2):
            yield image.pixelColor(x, y)


@pytest.mark.parametrize("how", Look)
def test_what_stands_on_a_bar_can_be_read(theme: Theme, how: Look) -> None:
    inks = Inks(ColourBy.ORIGIN)
    assert {sort: least_contrast(inks, sort, how) for sort in SORTED}
    assert [sort for sort in SORTED if least_contrast(inks, sort, how) < READABLE] == []
    faint = [
        sort
        for sort in SORTED
        if contrast(inks.sort(sort, how).edge.color(), theme.colour("surface")) < SEEN
    ]
    assert faint == []


RINGS = ("surface", "background", "sidebar", "hover", "accent_tint", "good_tint", "careful_tint")


@pytest.mark.parametrize("ground", [*RINGS, "bad_tint"])
def test_focus_rings_are_seen(theme: Theme, ground: str) -> None:
    assert contrast(theme.colour("accent"), theme.colour(ground)) >= SEEN


@pytest.mark.parametrize("variant", Variant)
def test_the_ring_of_a_button_is_seen_on_the_button(
    theme: Theme, qtbot: QtBot, variant: Variant
) -> None:
    button = Button("Speichern", variant, icon="check")
    qtbot.addWidget(button)
    button.show()
    qtbot.waitUntil(button.isActiveWindow)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    before = button.grab().toImage()
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    after = button.grab().toImage()
    ring = theme.colour(button.ring_colour)
    changed = [
        contrast(before.pixelColor(x, y), ring)
        for x in range(before.width())
        for y in range(before.height())
        if before.pixelColor(x, y) != after.pixelColor(x, y) and after.pixelColor(x, y) == ring
    ]
    assert len(changed) > button.width()
    # Nearly all of it: where it runs over a border, the border is not far from it.
    assert sorted(changed)[len(changed) // 10] >= SEEN


@pytest.mark.parametrize("colour", COLOURS)
def test_dots_of_units_are_seen(theme: Theme, colour: str) -> None:
    edge, dot = dot_edge(QColor(colour)), QColor(colour)
    for ground in ("surface", "accent_tint"):
        seen = contrast(dot, theme.colour(ground))
        if edge.style() is not Qt.PenStyle.NoPen:
            seen = max(seen, contrast(edge.color(), theme.colour(ground)))
        assert seen >= SEEN
    assert not dot_icon(colour).pixmap(QSize(16, 16)).isNull()


class TestOwnColours:
    """What an owner picks may be any colour."""

    @given(st.integers(0, 0xFFFFFF))
    @settings(max_examples=60)
    def test_a_dot_is_seen_whatever_its_colour(self, qapp: QApplication, rgb: int) -> None:
        assert qapp is not None
        theme, dot = current_theme(), QColor(f"#{rgb:06x}")
        edge = dot_edge(dot)
        drawn = [dot] if edge.style() is Qt.PenStyle.NoPen else [dot, edge.color()]
        for ground in (theme.colour("surface"), theme.colour("accent_tint")):
            assert max(contrast(one, ground) for one in drawn) >= SEEN

    @given(st.integers(0, 0xFFFFFF))
    def test_a_tick_is_seen_on_every_swatch(self, qapp: QApplication, rgb: int) -> None:
        assert qapp is not None
        colour = QColor(f"#{rgb:06x}")
        assert contrast(current_theme().colour(_seen_best_on(colour)), colour) >= SEEN

    @pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#c17d00", "#ffee00"])
    def test_a_chosen_swatch_shows_its_tick(self, theme: Theme, qtbot: QtBot, colour: str) -> None:
        ground = QWidget()
        qtbot.addWidget(ground)
        swatch = Swatch(colour, "Farbe", ground)
        swatch.setChecked(True)
        swatch.show()
        tick = theme.colour(_seen_best_on(QColor(colour)))
        middle = swatch.grab(QRect(8, 8, 12, 12)).toImage()
        best = max(contrast(pixel, QColor(colour)) for pixel in colours_of(middle))
        assert best >= min(SEEN, contrast(tick, QColor(colour)))


class TestHighContrast:
    @pytest.mark.parametrize("name", SYSTEMS)
    def test_all_of_it_can_be_read_in_the_systems_colours(self, name: str) -> None:
        tokens = tokens_of(system(name))
        texts = ("text", "muted", "good", "careful", "bad", "accent")
        places = ("background", "sidebar", "surface", "weekend", "past", "hover", "pressed")
        tints = ("accent_tint", "good_tint", "careful_tint", "bad_tint")
        pairs = [(text, ground) for text in texts for ground in (*places, *tints)]
        pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_bad", "bad")]
        pairs += [("on_bar", "booking"), ("surface", "text")]
        hard = [
            f"{text} on {ground}"
            for text, ground in pairs
            if contrast(QColor(getattr(tokens, text)), QColor(getattr(tokens, ground))) < READABLE
        ]
        assert hard == []
        for line in ("line", "field_line"):
            assert contrast(QColor(getattr(tokens, line)), QColor(tokens.surface)) >= SEEN
        assert contrast(QColor(tokens.text), QColor(tokens.faint_line)) >= SEEN

    @pytest.mark.parametrize("name", sorted(set(SYSTEMS) - {"useless", "as always"}))
    def test_it_has_the_systems_colours_and_no_others(self, name: str) -> None:
        tokens = tokens_of(system(name))
        said = {value for key, value in asdict(tokens).items() if key not in ("name", "faint_line")}
        assert said <= set(SYSTEMS[name])
        assert tokens.name == ("light" if name in ("desert", "white") else "dark")

    def test_it_is_taken_over_while_the_system_asks_for_it(self, asked: Theme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        assert asked.is_high_contrast
        assert asked.tokens not in (LIGHT, DARK)
        assert asked.tokens == tokens_of(app.palette())
        assert asked.tokens.text in app.styleSheet()
        assert LIGHT.muted not in app.styleSheet()

    def test_the_owners_choice_waits_until_it_is_over(self, asked: Theme) -> None:
        before = asked.tokens
        asked.set_appearance(Appearance.DARK)
        assert asked.tokens == before
        assert asked.appearance is Appearance.DARK
        asked.set_appearance(Appearance.LIGHT)

    def test_it_is_told_once(self, asked: Theme, qtbot: QtBot) -> None:
        style = asked._app.styleHints()
        hints = style.accessibility()
        with qtbot.assertNotEmitted(asked.changed):
            hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)

    @pytest.mark.parametrize("how", Look)
    def test_bars_can_be_read(self, asked: Theme, how: Look) -> None:
        inks = Inks(ColourBy.ORIGIN)
        assert [sort for sort in SORTED if least_contrast(inks, sort, how) < READABLE] == []
        assert colour_of("airbnb") == asked.colour("booking")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_portals_have_a_colour_for_each_appearance(theme: Theme, tokens: Tokens) -> None:
    theme.set_appearance(Appearance(tokens.name))
    for portal in portals().values():
        wanted = portal.light if tokens is LIGHT else portal.dark
        assert theme.own_colour(portal.light, portal.dark) == QColor(wanted)
