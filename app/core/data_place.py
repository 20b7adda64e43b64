"""Places in which a data folder is not safe: what a cloud copies, and what lies on a network.

A cloud copies single files while they are being written, and brings older ones back; SQLite's log
and its database then no longer belong together (https://sqlite.org/howtocorrupt.html, §1 and §2).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from app.core.errors import UserError


class UnsafePlace(StrEnum):
    """Who else has a hand in the files of a folder; the value is the name that owners know."""

    DROPBOX = "Dropbox"
    ONEDRIVE = "OneDrive"
    GOOGLE_DRIVE = "Google Drive"
    ICLOUD = "iCloud"
    NEXTCLOUD = "Nextcloud"
    SYNCTHING = "Syncthing"
    NETWORK = "network"


_BEGINNINGS = {
    "dropbox": UnsafePlace.DROPBOX,
    "onedrive": UnsafePlace.ONEDRIVE,
    "skydrive": UnsafePlace.ONEDRIVE,
    "google drive": UnsafePlace.GOOGLE_DRIVE,
    "googledrive": UnsafePlace.GOOGLE_DRIVE,
    "icloud drive": UnsafePlace.ICLOUD,
    "iclouddrive": UnsafePlace.ICLOUD,
    "com~apple~clouddocs": UnsafePlace.ICLOUD,
    "nextcloud": UnsafePlace.NEXTCLOUD,
    "owncloud": UnsafePlace.NEXTCLOUD,
}
"""What the folder of each is called, in small letters; an account may follow: "OneDrive - Eva"."""
_ON_A_DRIVE_OF_ITS_OWN = {"my drive", "meine ablage"}
"""Google's on Windows: all that there is on a drive such as G:."""
_BEHIND = (" ", "-", "(", "_")
MARKERS = {
    ".dropbox.cache": UnsafePlace.DROPBOX,
    ".nextcloudsync.log": UnsafePlace.NEXTCLOUD,
    ".owncloudsync.log": UnsafePlace.NEXTCLOUD,
    ".stfolder": UnsafePlace.SYNCTHING,
}
"""What lies in the uppermost folder that each of them copies, whatever that is called."""
_NETWORK_FILES = {
    *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs"),
    *("webdav", "davfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse"),
    *("ceph", "glusterfs", "fuse.glusterfs", "lustre", "osxfuse.sshfs", "macfuse"),
}
"""File systems of other computers, as Linux and macOS call them."""


def by_names(parts: Sequence[str]) -> UnsafePlace | None:
    """Return which cloud a folder is copied by, as far as the names on its path tell."""
    if parts[1:2] and parts[1].casefold() in _ON_A_DRIVE_OF_ITS_OWN:
        return UnsafePlace.GOOGLE_DRIVE
    return next(filter(None, map(_called, parts)), None)


def is_network(file_system: str) -> bool:
    """Tell whether files of this kind lie on another computer."""
    return file_system.casefold() in _NETWORK_FILES


def warning(place: UnsafePlace, folder: str) -> UserError:
    """Return what is said to an owner whose data lies there."""
    if place is UnsafePlace.NETWORK:
        return UserError(
            "The data folder {folder} lies on a network drive. Where the connection breaks, or a "
            "second computer uses it, data can be damaged. Please keep it on this computer; "
            "backups may well lie on the network.",
            folder=folder,
        )
    return UserError(
        "The data folder {folder} is copied by {cloud}, which can damage it or bring back an older "
        "state while you work. Please keep it in a folder of this computer alone; copies of "
        "backups may well lie in {cloud}.",
        folder=folder,
        cloud=place.value,
    )


def _called(name: str) -> UnsafePlace | None:
    name = name.casefold()
    for beginning, place in _BEGINNINGS.items():
        if name == beginning or name.startswith(tuple(beginning + sign for sign in _BEHIND)):
            return place
    return None
