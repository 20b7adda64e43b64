"""What the fields of a webspace are called, and what stands in them while they are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.publishing.setup.typed import WebspaceField
from app.core.publishing.webspace import USUAL_PORTS, WebspaceKind

if TYPE_CHECKING:
    from app.i18n import Catalogue


def field_names(texts: Catalogue, kind: WebspaceKind) -> dict[WebspaceField, str]:
    """Return what the fields are called at a kind of webspace."""
    tr = texts.tr
    names = {
        WebspaceField.HOST: tr("Server"),
        WebspaceField.PORT: tr("Port"),
        WebspaceField.USER: tr("User"),
        WebspaceField.PASSWORD: tr("Password"),
        WebspaceField.FOLDER: tr("Folder on the webspace"),
        WebspaceField.ADDRESS: tr("Address of the website"),
    }
    match kind:
        case WebspaceKind.WEBDAV:
            names[WebspaceField.HOST] = tr("WebDAV address")
        case WebspaceKind.NEXTCLOUD:
            names[WebspaceField.HOST] = tr("Address of the Nextcloud")
            names[WebspaceField.PASSWORD] = tr("App password")
            names[WebspaceField.FOLDER] = tr("Folder in the Nextcloud")
        case WebspaceKind.S3:
            names[WebspaceField.HOST] = tr("Address of the service")
            names[WebspaceField.USER] = tr("Access key")
            names[WebspaceField.PASSWORD] = tr("Secret key")
            names[WebspaceField.FOLDER] = tr("Bucket, or bucket/folder")
            names[WebspaceField.ADDRESS] = tr("Public address")
        case WebspaceKind.FOLDER:
            names[WebspaceField.FOLDER] = tr("Folder on this computer")
            names[WebspaceField.ADDRESS] = tr("Public address")
        case _:
            pass
    return names


def field_examples(kind: WebspaceKind, host: str) -> dict[WebspaceField, str]:
    """Return what stands in the fields while they are empty."""
    usual = USUAL_PORTS.get(kind)
    found = {
        WebspaceField.HOST: host,
        WebspaceField.PORT: "" if usual is None else str(usual),
        WebspaceField.ADDRESS: "haus-seeblick.example",
    }
    if kind is WebspaceKind.WEBDAV:
        found[WebspaceField.HOST] = "https://dav.example.org"
    return found
