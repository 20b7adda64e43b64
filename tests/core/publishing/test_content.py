"""What files on a webspace are, and folders as owners type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.publishing.apache.content import content_type
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.setup.folder_names import folder_names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ab3kZ0aq8LmN5xYt2RcV7wQe.ics", "text/calendar; charset=utf-8"),
        ("Ab3kZ0aq8LmN5xYt2RcV7wQe.html", "text/html; charset=utf-8"),
        ("Ab3kZ0aq8LmN5xYt2RcV7wQe.ics.new", "application/octet-stream"),
        (".htaccess", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_name_says(name: str, kind: str) -> None:
    assert content_type(name) == kind


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("", []),
        ("/", []),
        (".", []),
        ("kalender", ["kalender"]),
        ("/Gäste & Häuser//2027/./", ["Gäste & Häuser", "2027"]),
        ("a...b/..c", ["a...b", "..c"]),
    ],
)
def test_a_folder_is_the_names_from_the_outside_in(folder: str, names: list[str]) -> None:
    assert folder_names(folder) == names


@given(st.text())
def test_whatever_is_typed_is_a_folder_within_or_refused(folder: str) -> None:
    if ".." in folder.split("/") or not folder.isprintable():
        with pytest.raises(WebspaceError, match="There is no folder") as told:
            folder_names(folder)
        assert told.value.step is Step.WRITE
        return
    names = folder_names(folder)
    assert folder_names("/".join(names)) == names
    assert not {"", ".", ".."} & set(names)
    assert not any("/" in name for name in names)
