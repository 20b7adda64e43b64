"""The widgets that pages are made of.

They know the theme and nothing of the program: texts come finished from the caller, and what the
owner does comes out as a signal. Each class says in its docstring which signals it has.

Each is imported when it is first asked for: creating Qt's classes and their enumerations in Python
is most of what the start of the window costs.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.ui.kit.banner import Banner
    from app.ui.kit.busy import BusyBar
    from app.ui.kit.buttons import Button, CopyButton, IconButton, Variant
    from app.ui.kit.choices import ColourPicker, SegmentedControl
    from app.ui.kit.dates import Calendar, DateField
    from app.ui.kit.dialog import Dialog, ask, tell
    from app.ui.kit.fields import AddressField, NumberField, SearchField, TextArea
    from app.ui.kit.focus import announce
    from app.ui.kit.form import ErrorLine, Form, FormRow
    from app.ui.kit.frames import Card, EmptyState, PageHeader, ScrollPage, Separator, scroll_page
    from app.ui.kit.labels import Chip, ElidedLabel, Label, Role, SectionLabel, tabular
    from app.ui.kit.table import Table
    from app.ui.kit.toggle import Toggle
    from app.ui.look.tone import Tone

__all__ = [
    "AddressField",
    "Banner",
    "BusyBar",
    "Button",
    "Calendar",
    "Card",
    "Chip",
    "ColourPicker",
    "CopyButton",
    "DateField",
    "Dialog",
    "ElidedLabel",
    "EmptyState",
    "ErrorLine",
    "Form",
    "FormRow",
    "IconButton",
    "Label",
    "NumberField",
    "PageHeader",
    "Role",
    "ScrollPage",
    "SearchField",
    "SectionLabel",
    "SegmentedControl",
    "Separator",
    "Table",
    "TextArea",
    "Toggle",
    "Tone",
    "Variant",
    "announce",
    "ask",
    "scroll_page",
    "tabular",
    "tell",
]

_HOME: Final = {
    "AddressField": "fields",
    "Banner": "banner",
    "BusyBar": "busy",
    "Button": "buttons",
    "Calendar": "dates",
    "Card": "frames",
    "Chip": "labels",
    "ColourPicker": "choices",
    "CopyButton": "buttons",
    "DateField": "dates",
    "Dialog": "dialog",
    "ElidedLabel": "labels",
    "EmptyState": "frames",
    "ErrorLine": "form",
    "Form": "form",
    "FormRow": "form",
    "IconButton": "buttons",
    "Label": "labels",
    "NumberField": "fields",
    "PageHeader": "frames",
    "Role": "labels",
    "ScrollPage": "frames",
    "SearchField": "fields",
    "SectionLabel": "labels",
    "SegmentedControl": "choices",
    "Separator": "frames",
    "Table": "table",
    "TextArea": "fields",
    "Toggle": "toggle",
    "Tone": ".look.tone",
    "Variant": "buttons",
    "announce": "focus",
    "ask": "dialog",
    "scroll_page": "frames",
    "tabular": "labels",
    "tell": "dialog",
}


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{home}", __name__), name)
