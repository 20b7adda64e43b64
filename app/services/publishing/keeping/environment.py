"""Secrets that come with the start of a program that has no window.

``ZIMMERFREI_PUBLISH_PASSWORD`` is the password itself, ``…_PASSWORD_FILE`` a file with it and
``ZIMMERFREI_PUBLISH_KEY_FILE`` one with a private key; what opens that key comes the same ways in
``ZIMMERFREI_PUBLISH_KEY_PASSWORD``. Files are what systemd, Docker and Podman hand secrets over in.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from app.core.errors import UserError
from app.core.publishing.webspace import Secret

PASSWORD = "ZIMMERFREI_PUBLISH_PASSWORD"  # noqa: S105  # its name, not one
KEY_PASSWORD = "ZIMMERFREI_PUBLISH_KEY_PASSWORD"  # noqa: S105  # the same
KEY_FILE = "ZIMMERFREI_PUBLISH_KEY_FILE"
_FILE = "_FILE"
_LARGEST = 64 * 1024
_CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts what a service may read and nobody else."""
_MOUNTED = "/run/secrets"
"""Where Docker and Podman do; there each file is open to all of a container that is one program's
alone."""


def secret(environ: Mapping[str, str]) -> Secret | None:
    """Return the secret that the environment gives, None where it gives none.

    Raises:
        UserError: it gives two, or a file that cannot be read, or that others could read.
    """
    given = Secret(
        password=_text(environ, PASSWORD),
        key=_file(environ, KEY_FILE),
        key_password=_text(environ, KEY_PASSWORD),
    )
    return given or None


def _text(environ: Mapping[str, str], variable: str) -> str:
    by_file = f"{variable}{_FILE}"
    if environ.get(variable) and environ.get(by_file):
        raise UserError(
            "{variable} and {by_file} are both set. Please set one of them.",
            variable=variable,
            by_file=by_file,
        )
    # Editors and `echo` end what they write with a line's end; no password has one.
    return environ.get(variable) or _file(environ, by_file).rstrip("\r\n")


def _file(environ: Mapping[str, str], variable: str) -> str:
    name = environ.get(variable)
    if not name:
        return ""
    path = Path(name)
    try:
        # Looked at before it is opened: to open a pipe waits for whoever writes into it.
        if not path.is_file():
            raise _unusable(variable, name)
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if _too_open(found, path, environ):
                raise UserError(
                    "{variable} names the file {file}, which other users of this computer can "
                    "read. Please let only its owner read it: chmod 600",
                    variable=variable,
                    file=name,
                )
            text = file.read(_LARGEST + 1)
    except OSError as error:
        raise _unusable(variable, name) from error
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Not as its cause: that would carry the bytes along.
        content = ""
    if not content.strip() or len(text) > _LARGEST:
        raise _unusable(variable, name)
    return content


def _too_open(found: os.stat_result, path: Path, environ: Mapping[str, str]) -> bool:
    """Tell whether others than the owner may read or change a file, and nobody has seen to that."""
    if os.name == "nt":
        return False
    handed_over = [Path(_MOUNTED)]
    if environ.get(_CREDENTIALS):
        handed_over.append(Path(environ[_CREDENTIALS]))
    if any(path.resolve().is_relative_to(folder.resolve()) for folder in handed_over):
        return False
    # One that somebody else gives to our group was opened for us on purpose.
    ours = found.st_uid == os.geteuid()
    refused = stat.S_IRWXO | stat.S_IWGRP | (stat.S_IRGRP if ours else 0)
    return bool(found.st_mode & refused)


def _unusable(variable: str, name: str) -> UserError:
    return UserError(
        "{variable} names the file {file}, in which there is nothing to read. Please check whether "
        "it is there, and may be read by this program.",
        variable=variable,
        file=name,
    )
