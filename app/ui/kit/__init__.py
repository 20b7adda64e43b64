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
    from app.ui.kit.controls.buttons import Button, CopyButton, IconButton, Variant
    from app.ui.kit.controls.choices import ColourPicker, SegmentedControl
    from app.ui.kit.controls.dates import Calendar, DateField
    from app.ui.kit.controls.fields import AddressField, NumberField, SearchField, TextArea
    from app.ui.kit.controls.focus import announce
    from app.ui.kit.controls.form import ErrorLine, Form, FormRow
    from app.ui.kit.controls.labels import Chip, ElidedLabel, Label, Role, SectionLabel, tabular
    from app.ui.kit.controls.toggle import Toggle
    from app.ui.kit.dialog import Dialog, ask, tell
    from app.ui.kit.frames import Card, EmptyState, PageHeader, ScrollPage, Separator, scroll_page
    from app.ui.kit.table import Table
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
    "AddressField": "controls.fields",
    "Banner": "banner",
    "BusyBar": "busy",
    "Button": "controls.buttons",
    "Calendar": "controls.dates",
    "Card": "frames",
    "Chip": "controls.labels",
    "ColourPicker": "controls.choices",
    "CopyButton": "controls.buttons",
    "DateField": "controls.dates",
    "Dialog": "dialog",
    "ElidedLabel": "controls.labels",
    "EmptyState": "frames",
    "ErrorLine": "controls.form",
    "Form": "controls.form",
    "FormRow": "controls.form",
    "IconButton": "controls.buttons",
    "Label": "controls.labels",
    "NumberField": "controls.fields",
    "PageHeader": "frames",
    "Role": "controls.labels",
    "ScrollPage": "frames",
    "SearchField": "controls.fields",
    "SectionLabel": "controls.labels",
    "SegmentedControl": "controls.choices",
    "Separator": "frames",
    "Table": "table",
    "TextArea": "controls.fields",
    "Toggle": "controls.toggle",
    "Tone": ".look.tone",
    "Variant": "controls.buttons",
    "announce": "controls.focus",
    "ask": "dialog",
    "scroll_page": "frames",
    "tabular": "controls.labels",
    "tell": "dialog",
}


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{home}", __name__), name)
