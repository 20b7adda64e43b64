"""What can go wrong with a folder on this computer that another program serves or carries away."""

from __future__ import annotations

from app.core.publishing.faults import Step, WebspaceError


def path_incomplete(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "“{folder}” is not a whole path. Please enter it from the drive or / on.",
        folder=folder,
    )


def unfit_name(name: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "Windows does not take “{name}” as a folder's name. Please choose another folder.",
        name=name,
    )


def gone(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "The folder “{folder}” is not there any more. If it lies on a stick or a network drive, "
        "please connect it again.",
        passing=True,
        folder=folder,
    )


def unreachable(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "The drive with the folder “{folder}” does not answer. It is tried again by itself.",
        passing=True,
        folder=folder,
    )


def disk_full(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "The drive with the folder “{folder}” is full. Nothing was replaced.",
        folder=folder,
    )


def read_only(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "The drive with the folder “{folder}” is write-protected.",
        folder=folder,
    )


def in_use(name: str) -> WebspaceError:
    return WebspaceError(
        Step.REPLACE,
        "Another program keeps “{name}” open in the folder. It is tried again by itself.",
        passing=True,
        name=name,
    )


def unusable(folder: str, reason: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "The folder “{folder}” cannot be used ({reason}). Please choose another one.",
        folder=folder,
        reason=reason,
    )
