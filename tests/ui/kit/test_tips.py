"""Whatever is said in a tooltip or a rich label is read as it was said."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel

from app.ui.kit.floating.tips import (
    as_entry,
    joined,
    rich,
    set_rich,
    set_tip,
    tip_text,
    without_tags,
)

pytestmark = pytest.mark.usefixtures("qapp")
WORDS = st.text(st.sampled_from("ab <>&;/='\"!?-\nltimgsrc"), max_size=120)


def read(text: str) -> str:
    """What Qt shows of a text whose form it has to guess."""
    if not GuiQt.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


@given(WORDS)
@example("<img src='file:///etc/passwd'>")
@example("&lt;b&gt;")
@example("<?xml version='1.0'?>")
@example("a" * 200)
def test_a_tooltip_is_read_as_it_was_said(said: str) -> None:
    # Markup knows one blank only.
    assert " ".join(read(tip_text(said)).split()) == " ".join(said.split())


@given(WORDS)
def test_what_is_put_into_markup_stays_text(said: str) -> None:
    document = QTextDocument()
    document.setHtml(rich("<p>{a}</p>", a=said))
    assert " ".join(document.toPlainText().split()) == " ".join(said.split())


@given(WORDS)
def test_where_nobody_knows_no_tag_begins(said: str) -> None:
    assert not GuiQt.mightBeRichText(without_tags(said))


def test_markup_goes_into_markup_as_it_is() -> None:
    inner = rich("<b>{a}</b>", a="<")
    assert rich("<p>{b}</p>", b=inner) == "<p><b>&lt;</b></p>"
    assert tip_text(joined([inner, inner])) == "<b>&lt;</b><b>&lt;</b>"


def test_a_short_plain_tooltip_stays_as_it_is() -> None:
    label = QLabel()
    set_tip(label, "Mehr")
    assert label.toolTip() == "Mehr"
    set_tip(label, "")
    assert label.toolTip() == ""


def test_a_rich_label_says_that_it_is() -> None:
    label = QLabel()
    set_rich(label, rich("<b>{a}</b>", a="a"))
    assert label.textFormat() is Qt.TextFormat.RichText


def test_an_ampersand_in_a_menu_underlines_nothing() -> None:
    assert as_entry("Haus & Hof") == "Haus && Hof"
