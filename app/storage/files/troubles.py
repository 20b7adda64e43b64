"""What the system's code for a fault with a file means, on every system alike.

Never told by its words: those are in the system's language, in one version's wording, and name the
file. Windows has finer codes than ``errno``, which calls a full disk "invalid" and a name that is
too long "missing"; where there is one, it counts.
"""

from __future__ import annotations

import errno
from enum import Enum, auto


class Trouble(Enum):
    """What kept the system from doing something with a file or folder."""

    FULL = auto()
    """There is no room, or not for this user."""
    READ_ONLY = auto()
    """The whole drive is write-protected."""
    FORBIDDEN = auto()
    """This user may not."""
    IN_USE = auto()
    """Another program holds it, on Windows."""
    GONE = auto()
    """It is not there, nor perhaps the drive that it lay on."""
    UNREACHABLE = auto()
    """The drive is there, and does not answer."""
    TOO_LONG = auto()
    """Its name is longer than the system takes."""
    OTHER = auto()


_OF_ERRNO = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EFBIG: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.FORBIDDEN,
    errno.EPERM: Trouble.FORBIDDEN,
    errno.EBUSY: Trouble.IN_USE,
    errno.ETXTBSY: Trouble.IN_USE,
    errno.ENOENT: Trouble.GONE,
    errno.ENOTDIR: Trouble.GONE,
    errno.ENODEV: Trouble.GONE,
    errno.ENXIO: Trouble.GONE,
    errno.EIO: Trouble.UNREACHABLE,
    errno.ESTALE: Trouble.UNREACHABLE,
    errno.ETIMEDOUT: Trouble.UNREACHABLE,
    errno.ENOTCONN: Trouble.UNREACHABLE,
    errno.ECONNRESET: Trouble.UNREACHABLE,
    errno.ECONNABORTED: Trouble.UNREACHABLE,
    errno.EHOSTDOWN: Trouble.UNREACHABLE,
    errno.EHOSTUNREACH: Trouble.UNREACHABLE,
    errno.ENETDOWN: Trouble.UNREACHABLE,
    errno.ENETUNREACH: Trouble.UNREACHABLE,
    errno.ENAMETOOLONG: Trouble.TOO_LONG,
}
# https://learn.microsoft.com/windows/win32/debug/system-error-codes
_OF_WINDOWS = {
    19: Trouble.READ_ONLY,  # ERROR_WRITE_PROTECT
    21: Trouble.GONE,  # ERROR_NOT_READY: a drive without its disk
    32: Trouble.IN_USE,  # ERROR_SHARING_VIOLATION
    33: Trouble.IN_USE,  # ERROR_LOCK_VIOLATION
    39: Trouble.FULL,  # ERROR_HANDLE_DISK_FULL
    53: Trouble.GONE,  # ERROR_BAD_NETPATH
    59: Trouble.UNREACHABLE,  # ERROR_UNEXP_NET_ERR
    64: Trouble.UNREACHABLE,  # ERROR_NETNAME_DELETED
    67: Trouble.GONE,  # ERROR_BAD_NET_NAME
    112: Trouble.FULL,  # ERROR_DISK_FULL
    123: Trouble.TOO_LONG,  # ERROR_INVALID_NAME; signs that no name has are refused before
    206: Trouble.TOO_LONG,  # ERROR_FILENAME_EXCED_RANGE
    303: Trouble.IN_USE,  # ERROR_DELETE_PENDING
    1224: Trouble.IN_USE,  # ERROR_USER_MAPPED_FILE
    1295: Trouble.FULL,  # ERROR_DISK_QUOTA_EXCEEDED
}
_ACCESS_DENIED = 5


def trouble(error: OSError) -> Trouble:
    """Return what a fault of the system means."""
    windows = _OF_WINDOWS.get(_windows_code(error))
    return windows or _OF_ERRNO.get(error.errno or 0, Trouble.OTHER)


def may_be_held(error: OSError) -> bool:
    """Tell whether another program may hold the file on Windows, and let it go in a moment.

    "Access denied" is what Windows says of a file that is to be replaced while somebody has it
    open; of one that this user may not touch as well.
    """
    code = _windows_code(error)
    return code == _ACCESS_DENIED or _OF_WINDOWS.get(code) is Trouble.IN_USE


def code_name(error: OSError) -> str:
    """Return the fault's name, ``EIO``, for a sentence that cannot say more."""
    number = error.errno or 0
    return errno.errorcode.get(number, str(number))


def _windows_code(error: OSError) -> int:
    # Only there the attribute exists, and not on errors that Python itself has made.
    return getattr(error, "winerror", None) or 0
