"""The reason of a block and the note it is kept in, and where the reason is told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core import texts
from app.core.stays.occupancy import Kind
from app.i18n import Catalogue
from app.ui.paper.sheets.bars import lettering
from app.ui.stays.bar_words import bar_name
from app.ui.stays.entry.block import as_block, joined, parted
from app.ui.stays.words import what_line, who_line
from tests.ui.occupancies.conftest import Enter

notes = st.text(st.sampled_from("aä \n\t–🛁"), max_size=40)


@given(notes)
def test_a_note_comes_back_as_it_was_kept(note: str) -> None:
    kept = texts.note(note)
    reason, more = parted(kept)
    assert "\n" not in reason
    again = joined(reason, more)
    # Only blanks around the line between the two may go.
    assert again.split() == kept.split()
    assert parted(again) == (reason, more) or not reason


@given(st.text(st.sampled_from("aä –🛁"), max_size=20), notes)
def test_the_first_line_is_the_reason(reason: str, note: str) -> None:
    if reason.strip():
        assert parted(joined(reason, note)) == (reason.strip(), note.strip())


def test_the_reason_stands_on_bar_list_and_print(enter: Enter, english: Catalogue) -> None:
    block = enter((7, 10), (7, 14), kind=Kind.BLOCK, note="New bath\nMr. Rösch has the key.")
    assert bar_name(english, block) == "New bath"
    assert who_line(english, block) == "New bath (Block)"
    assert what_line(english, block, "Möwe") == "New bath (Möwe, 10–14 Jul 2027)"
    assert block.more_note == "Mr. Rösch has the key."
    assert lettering(english, block, names=True).first == "New bath"
    # It is as private as a guest.
    assert "bath" not in str(lettering(english, block, names=False))


def test_a_booking_has_no_reason(enter: Enter, english: Catalogue) -> None:
    stay = enter((7, 10), (7, 14), note="Brings a dog")
    assert (stay.reason, stay.more_note) == ("", "Brings a dog")
    assert bar_name(english, stay) == "Booking"
    block = as_block(stay.draft(), None)
    assert block.guest == block.contact == block.portal == ""
