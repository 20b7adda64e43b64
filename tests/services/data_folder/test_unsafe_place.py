"""Whether a data folder lies where others have a hand in its files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.core.data_place import UnsafePlace
from app.services.data_folder.folder import DataFolder, passing_folder
from app.services.data_folder.unsafe_place import (
    file_system,
    mounts_of_linux,
    mounts_of_macos,
    unsafe_place,
)
from tests import systems

LINUX = r"""
/dev/sda1 / ext4 rw,relatime 0 0
//nas/Daten /mnt/nas cifs rw 0 0
//nas/G\303\244ste /mnt/G\040a\134b cifs rw 0 0
/dev/sdb1 /mnt/nas/local ext4 rw 0 0
tmpfs /mnt/twice tmpfs rw 0 0
nas:/x /mnt/twice nfs4 rw 0 0
cut
"""
MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//eva@nas._smb._tcp.local/Daten on /Volumes/Daten (a) (smbfs, nodev, nosuid, mounted by eva)
cut on
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


def at(path: Path) -> DataFolder:
    path.mkdir(parents=True, exist_ok=True)
    return DataFolder(path)


def test_an_ordinary_folder_is_safe(tmp_path: Path) -> None:
    assert unsafe_place(at(tmp_path / "Zimmerfrei"), {}) is None


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"])
def test_onedrive_is_where_windows_says_whatever_it_is_called(
    tmp_path: Path, variable: str
) -> None:
    environ = {variable: str(tmp_path / "Wolke")}
    assert unsafe_place(at(tmp_path / "Wolke" / "a"), environ) is UnsafePlace.ONEDRIVE
    assert unsafe_place(at(tmp_path / "Wolken" / "a"), environ) is None
    assert unsafe_place(at(tmp_path / "b"), {variable: ""}) is None


@pytest.mark.parametrize(
    ("marker", "place"),
    [
        (".dropbox.cache", UnsafePlace.DROPBOX),
        (".owncloudsync.log", UnsafePlace.NEXTCLOUD),
        (".stfolder", UnsafePlace.SYNCTHING),
    ],
)
def test_a_cloud_is_known_by_what_it_leaves(
    tmp_path: Path, marker: str, place: UnsafePlace
) -> None:
    data = at(tmp_path / "Wolke" / "a" / "b")
    assert unsafe_place(data, {}) is None
    (tmp_path / "Wolke" / marker).mkdir()
    assert unsafe_place(data, {}) is place


def test_a_folder_that_is_not_there_yet_is_judged_by_its_name(tmp_path: Path) -> None:
    assert unsafe_place(DataFolder(tmp_path / "Dropbox" / "neu"), {}) is UnsafePlace.DROPBOX
    assert list(tmp_path.iterdir()) == []


def test_the_sample_guest_house_is_nobodys_concern() -> None:
    with passing_folder() as folder:
        assert unsafe_place(folder, {"OneDrive": str(folder.path.anchor)}) is None


@systems.links
def test_a_link_into_a_cloud_is_where_it_leads(tmp_path: Path) -> None:
    data = at(tmp_path / "Dropbox" / "Zimmerfrei").path
    link = tmp_path / "zimmerfrei"
    link.symlink_to(data, target_is_directory=True)
    assert unsafe_place(DataFolder(link), {}) is UnsafePlace.DROPBOX
    assert unsafe_place(DataFolder(link / "neu"), {}) is UnsafePlace.DROPBOX
    cloud = at(tmp_path / "Wolke" / "a").path
    (tmp_path / "hinein").symlink_to(cloud, target_is_directory=True)
    assert unsafe_place(DataFolder(tmp_path / "hinein"), {}) is None
    assert (
        unsafe_place(DataFolder(tmp_path / "hinein"), {"OneDrive": str(tmp_path / "Wolke")})
        is UnsafePlace.ONEDRIVE
    )


@systems.links
def test_a_link_that_lies_in_a_cloud_lies_in_a_cloud(tmp_path: Path) -> None:
    outside = at(tmp_path / "Daten").path
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "Dropbox" / "Zimmerfrei").symlink_to(outside, target_is_directory=True)
    # Some clouds go into links.
    assert unsafe_place(DataFolder(tmp_path / "Dropbox" / "Zimmerfrei"), {}) is UnsafePlace.DROPBOX


@systems.links
def test_links_in_a_ring_are_borne(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    assert unsafe_place(DataFolder(one / "Zimmerfrei"), {}) is None


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has such paths")
@pytest.mark.parametrize("path", [r"\\nas\Daten\Zimmerfrei", r"\\?\UNC\nas\Daten\Zimmerfrei"])
def test_a_share_of_windows_is_a_network(path: str) -> None:
    assert unsafe_place(DataFolder(Path(path)), {}) is UnsafePlace.NETWORK


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has drives and no mounts")


@posix
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/eva", "ext4"),
        ("/mnt/nas/Zimmerfrei", "cifs"),
        ("/mnt/nas", "cifs"),
        ("/mnt/nasty", "ext4"),
        ("/mnt/nas/local/x", "ext4"),
        ("/mnt/G a\\b/x", "cifs"),
        ("/mnt/twice/x", "nfs4"),
    ],
)
def test_the_innermost_and_last_mount_counts_on_linux(path: str, kind: str) -> None:
    assert file_system(Path(path), mounts_of_linux(LINUX)) == kind


@posix
@pytest.mark.parametrize(
    ("path", "kind"),
    [("/Users/eva", "apfs"), ("/Volumes/Daten (a)/x", "smbfs"), ("/Volumes/Daten", "apfs")],
)
def test_mounts_of_macos(path: str, kind: str) -> None:
    assert file_system(Path(path), mounts_of_macos(MACOS)) == kind


@posix
def test_where_there_are_no_mounts_nothing_is_known() -> None:
    assert file_system(Path("/a"), []) == ""
