"""Which folders others have a hand in, by what they are called."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.data_place import UnsafePlace, by_names, is_network, warning
from app.i18n import catalogue


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (r"C:\Users\Eva\Dropbox\Zimmerfrei", UnsafePlace.DROPBOX),
        (r"C:\Users\Eva\Dropbox (Privat)\Zimmerfrei", UnsafePlace.DROPBOX),
        (r"C:\Users\Eva\OneDrive\Dokumente\Zimmerfrei", UnsafePlace.ONEDRIVE),
        (r"C:\Users\Eva\OneDrive - Pension Eva\x", UnsafePlace.ONEDRIVE),
        (r"C:\Users\Eva\ONEDRIVE", UnsafePlace.ONEDRIVE),
        (r"C:\Users\Eva\iCloudDrive\x", UnsafePlace.ICLOUD),
        (r"C:\Users\Eva\Google Drive\x", UnsafePlace.GOOGLE_DRIVE),
        (r"G:\Meine Ablage\x", UnsafePlace.GOOGLE_DRIVE),
        (r"G:\My Drive", UnsafePlace.GOOGLE_DRIVE),
        (r"C:\Users\Eva\My Drive\x", None),
        (r"C:\Users\Eva\AppData\Local\zimmerfrei", None),
        (r"C:\Users\Dropboxer\zimmerfrei", None),
    ],
)
def test_folders_of_windows(path: str, place: UnsafePlace | None) -> None:
    assert by_names(PureWindowsPath(path).parts) is place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/Users/eva/Library/CloudStorage/GoogleDrive-eva@example.org/x", UnsafePlace.GOOGLE_DRIVE),
        ("/Users/eva/Library/CloudStorage/OneDrive-Personal/x", UnsafePlace.ONEDRIVE),
        ("/Users/eva/Library/Mobile Documents/com~apple~CloudDocs/x", UnsafePlace.ICLOUD),
        ("/home/eva/Nextcloud/x", UnsafePlace.NEXTCLOUD),
        ("/home/eva/ownCloud", UnsafePlace.NEXTCLOUD),
        ("/home/eva/.local/share/zimmerfrei", None),
        ("/", None),
    ],
)
def test_folders_elsewhere(path: str, place: UnsafePlace | None) -> None:
    assert by_names(PurePosixPath(path).parts) is place


@given(st.lists(st.text(), max_size=6))
def test_any_path_has_an_answer(parts: list[str]) -> None:
    found = by_names(parts)
    assert found is None or found is not UnsafePlace.NETWORK


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs", "smbfs", "SMBFS"])
def test_files_of_another_computer(kind: str) -> None:
    assert is_network(kind)


@pytest.mark.parametrize("kind", ["ext4", "apfs", "ntfs3", "fuseblk", "overlay", "tmpfs", ""])
def test_files_of_this_computer(kind: str) -> None:
    assert not is_network(kind)


@pytest.mark.parametrize("place", UnsafePlace)
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_place_is_explained(place: UnsafePlace, language: str) -> None:
    said = catalogue(language).tell(warning(place, "/daten"))
    assert "/daten" in said
    assert place is UnsafePlace.NETWORK or place.value in said
    assert ("Bitte" in said) is (language == "de")
