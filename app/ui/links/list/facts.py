"""What a line says of its link beside its name: who can read it, what it tells, who has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.links.details import PRESET_LABELS, Preset
from app.core.links.link import LinkKind, default_details
from app.core.links.names import visible_fields
from app.core.portals import portal_name
from app.core.readers import words as reader_words
from app.core.times.ago import ago
from app.dataclass import dataclass
from app.ui.kit import Chip, Role, Tone
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import set_tip
from app.ui.links.base import words
from app.ui.links.base.access import access_chip, reach_sentence
from app.ui.links.base.parts import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.i18n import Catalogue
    from app.services.links.readers import SilentReader
    from app.ui.links.list.looks import LinkLook, Readings


_GAP = 8


@dataclass(frozen=True, slots=True)
class Sign:
    """A chip: its words, its tone, and what its tooltip adds."""

    text: str
    tone: Tone
    hint: str = ""


class Facts(QWidget):
    """Chips, and behind them who has read the link."""

    def __init__(self, texts: Catalogue, *, prefix: str, reach: bool, parent: QWidget) -> None:
        """`reach` tells whether it is said here who can read the link at all."""
        super().__init__(parent)
        self._texts = texts
        self._prefix = prefix
        self._reach = reach
        self._chips: list[Chip] = []
        self._stacked = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._row = QHBoxLayout()
        self._row.setSpacing(_GAP)
        add_layout(self._column, self._row)
        self._words = Sentence(Role.SMALL, name=f"{prefix}_readers", parent=self)
        self._row.addWidget(self._words, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)

    def show_look(self, look: LinkLook) -> None:
        """Say how things are."""
        reach = (self._reach or look.apart) and look.link.enabled
        signs = list(_signs(self._texts, look, reach=reach))
        while len(self._chips) < len(signs):
            self._add_chip()
        for chip, sign in zip(self._chips, signs, strict=False):
            chip.set_state(sign.text, sign.tone, over_tint=look.selected)
            set_tip(chip, sign.hint)
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(signs))
        self._words.setText(_said(self._texts, look))
        set_tip(self._words, _agents(look))

    def stack(self, *, stacked: bool) -> None:
        """Let the words stand below the chips, or behind them."""
        if stacked is self._stacked:
            return
        self._stacked = stacked
        if stacked:
            self._row.removeWidget(self._words)
            self._column.addWidget(self._words)
        else:
            self._column.removeWidget(self._words)
            middle = Qt.AlignmentFlag.AlignVCenter
            self._row.insertWidget(self._row.count() - 1, self._words, 0, middle)

    def wanted_width(self, words: int) -> int:
        """Return how wide it is with no more than so many pixels for the words."""
        signs = [chip.sizeHint().width() + _GAP for chip in self._chips if not chip.isHidden()]
        told = min(words, self._words.sizeHint().width())
        return max(sum(signs), told) if self._stacked else sum(signs) + told

    def _add_chip(self) -> None:
        place = len(self._chips)
        name = "reach" if self._reach and place == 0 else f"chip_{place}"
        chip = Chip("", name=f"{self._prefix}_{name}", parent=self)
        self._row.insertWidget(place, chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._chips.append(chip)


def _signs(texts: Catalogue, look: LinkLook, *, reach: bool) -> Iterator[Sign]:
    if not look.answers:
        return
    if reach:
        told = reach_sentence(texts, look.access, look.address, look.link, look.now)
        yield Sign(*access_chip(texts, look.access, look.address, look.now), told)
    if look.silent:
        longest = look.silent[0]
        yield Sign(words.silent_for(texts, longest.last, look.now), Tone.CAREFUL)
    elif look.link.kind is LinkKind.WEBSITE:
        yield Sign(texts.tr("free / occupied only"), Tone.NEUTRAL)
    elif left_out := _left_out(texts, look):
        yield Sign(left_out, Tone.INFO)
    usual = default_details(look.link.kind).fields
    told = visible_fields(texts, look.link)
    if told and not look.link.details.fields <= usual:
        preset = look.link.details.preset
        level = texts.tr("own choice") if preset is None else texts.tr(PRESET_LABELS[preset])
        yield Sign(level, Tone.NEUTRAL if preset is Preset.TITLE else Tone.CAREFUL, told)


def _left_out(texts: Catalogue, look: LinkLook) -> str:
    """What a portal is spared of what came from it."""
    if not look.link.portal or look.link.kind is not LinkKind.CALENDAR:
        return ""
    portal = words.short_portal(look.link)
    if look.link.details.own_entries:
        # Before anything was read from a portal, nobody knows what is meant.
        if not look.imports:
            return ""
        return texts.tr("without what was read from {portal}", portal=portal)
    return texts.tr("without bookings of {portal}", portal=portal)


def _said(texts: Catalogue, look: LinkLook) -> str:
    """Who has read a link; empty as long as it was not looked up."""
    if look.silent and look.answers:
        return _silent(texts, look, look.silent[0])
    if look.readings is None:
        return ""
    if not look.address.knows_readers:
        return _not_known(texts, look, look.readings)
    if look.link.kind is LinkKind.WEBSITE:
        return _seen(texts, look)
    if look.readings.readers:
        return words.read_by(texts, look.readings.readers, look.now)
    if not look.answers:
        return texts.tr("never fetched")
    return texts.tr("never fetched yet – have you pasted the link?")


def _not_known(texts: Catalogue, look: LinkLook, readings: Readings) -> str:
    """What is known of a link on a webspace that does not say who reads there."""
    still = [r for r in readings.readers if look.address.reads_old_address(r.fetch.at)]
    if still:
        return texts.tr(
            "still reads the old address here: {readers}",
            readers=words.read_by(texts, still, look.now),
        )
    check = look.address.check
    if check is None or not look.answers:
        return texts.tr("readers not known")
    return texts.tr("checked {when} · readers not known", when=ago(check.at, look.now, texts))


def _silent(texts: Catalogue, look: LinkLook, silent: SilentReader) -> str:
    usual = reader_words.every(texts, silent.usual)
    name = silent.who.text(texts)
    if name == portal_name(look.link.portal):
        return texts.tr("otherwise {usual} – please check there", usual=usual)
    return texts.tr("{reader} otherwise {usual} – please check there", reader=name, usual=usual)


def _seen(texts: Catalogue, look: LinkLook) -> str:
    seen_at = None if look.readings is None else look.readings.seen_at
    if seen_at is None:
        return texts.tr("not shown yet – is the code in your website?")
    return texts.tr("embedded, last shown {when}", when=ago(seen_at, look.now, texts))


def _agents(look: LinkLook) -> str:
    """What the readers that are named call themselves, one to a line."""
    readers = look.readings.readers if look.readings else ()
    if not look.address.knows_readers:
        readers = tuple(r for r in readers if look.address.reads_old_address(r.fetch.at))
    return "\n".join(read.fetch.agent for read in readers)
