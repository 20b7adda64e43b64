"""The one way to words that Qt might take for markup: tooltips and rich labels.

Qt paints as HTML whatever looks like it in a tooltip: a guest called ``<img src='file://…'>`` would
be looked up on the network. Plain text is therefore escaped here, always, and markup is made by
`rich` alone, which escapes what is put into it. `tests/test_markup.py` finds every other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QHelpEvent
    from PySide6.QtWidgets import QLabel, QSystemTrayIcon, QWidget

_LONG: Final = 80


class Rich(str):
    """Markup in which every text of the owner's, or of others, has been escaped."""

    __slots__ = ()


def escaped(text: str) -> str:
    """Return `text` so that it is read as it is where Qt expects markup."""
    # Not html.escape: importing html costs the window's start two milliseconds.
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;").replace("\n", "<br>")


def rich(markup: str, /, **values: str) -> Rich:
    """Return `markup` with `values` in their places, escaped unless they are `Rich` themselves."""
    return Rich(
        markup.format_map(
            {
                name: value if isinstance(value, Rich) else escaped(value)
                for name, value in values.items()
            }
        )
    )


def joined(parts: list[Rich]) -> Rich:
    """Return pieces of markup one behind the other."""
    return Rich("".join(parts))


def tip_text(said: str) -> str:
    """Return what a tooltip must be given so that `said` is read as it is; for models as well."""
    if not said or isinstance(said, Rich):
        return said
    # Qt breaks lines in markup only: a long text in one line would reach beyond the screen.
    if "<" in said or "&" in said or len(said) > _LONG:
        return rich("<span>{said}</span>", said=said)
    return said


def set_tip(target: QWidget | QAction, said: str) -> None:
    """Give a widget or an action its tooltip, empty for none."""
    target.setToolTip(tip_text(said))


def set_tray_tip(icon: QSystemTrayIcon, said: str) -> None:
    """Give the icon in the tray its tooltip: some desktops read markup there, others do not."""
    icon.setToolTip(without_tags(said))


def show_tip(event: QHelpEvent, said: str, widget: QWidget) -> None:
    """Show a tooltip where the mouse is, for a widget that has several; none where empty."""
    show_prepared(event, tip_text(said), widget)


def show_prepared(event: QHelpEvent, words: str, widget: QWidget) -> None:
    """Show what `tip_text` has returned, as it comes back from a widget or a model."""
    from PySide6.QtCore import Qt  # noqa: PLC0415  # not before the first tooltip
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415

    from app.ui.kit.floating.hover import HoverCard  # noqa: PLC0415

    window = widget.window()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    card = window.findChild(HoverCard, "hover_card", direct)
    if card is None:
        label = QLabel()
        # As Qt does in tooltips: what is markup here has been made so.
        label.setTextFormat(Qt.TextFormat.AutoText)
        card = HoverCard(window, label)
    if words:
        card.show_words(words, event.globalPos(), widget)
    else:
        card.hide()


def shown_tip(widget: QWidget) -> str:
    """Return what the tooltip says that is up in the window of a widget, empty where none is."""
    from app.ui.kit.floating.hover import HoverCard  # noqa: PLC0415

    cards = widget.window().findChildren(HoverCard)
    return next((card.text() for card in cards if card.text()), "")


def set_rich(label: QLabel, said: Rich) -> None:
    """Let a label show markup."""
    from PySide6.QtCore import Qt  # noqa: PLC0415  # `Qt` costs the start of the window

    label.setTextFormat(Qt.TextFormat.RichText)
    label.setText(said)


def without_tags(text: str) -> str:
    """Return `text` for where nobody knows whether markup is read: nothing in it begins a tag."""
    return text.replace("<", "‹").replace("&", "+")


def as_entry(text: str) -> str:
    """Return `text` for menus, buttons and boxes to tick, where "&" would underline a letter."""
    return text.replace("&", "&&")
