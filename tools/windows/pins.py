"""Prints the pins that Windows needs of a lock file: ``pins.py LOCK [without|only NAME…]``.

pip judges markers such as ``sys_platform == 'win32'`` by the Python it runs in, which here is that
of Linux; so they are judged for Windows before it gets them.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from packaging.markers import Marker

WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
}
_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)\s*(?:;\s*(?P<marker>[^\\]+?))?\s*\\?\n")


def for_windows(lock: str, wanted: Callable[[str], bool]) -> str:
    """Return the blocks of a lock file that hold on Windows, without markers, with their hashes.

    ``wanted`` says of a name whether its block is. What is no pin raises a `ValueError`.
    """
    kept = []
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", lock)[1:]:
        pin = _PIN.match(block)
        if pin is None:
            raise ValueError(f"no pin: {block.splitlines()[0]}")
        marker = pin["marker"]
        if wanted(pin["name"]) and (not marker or Marker(marker).evaluate(dict(WINDOWS))):
            kept.append(f"{pin['name']}=={pin['version']} \\\n{block[pin.end() :]}")
    return "".join(kept)


def main(lock: Path, *choice: str) -> None:
    """Print the pins: ``without`` the named packages, or ``only`` those."""
    names = set(choice[1:])
    only = choice[:1] == ("only",)
    sys.stdout.write(for_windows(lock.read_text("utf-8"), lambda name: (name in names) is only))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
