"""What serving changes in the whole process: by the first host that begins, until the last ends.

One host begins before the other ends when the server moves to another address.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from app.server.hosting.limits import CONNECTION_LIMIT
from app.server.hosting.speed import AT_ONCE, short_switches


class Held:
    """Changes to the process that hold while anybody needs them.

    Args:
        changes: each makes one change and takes it back.
    """

    def __init__(self, *changes: Callable[[], AbstractContextManager[None]]) -> None:
        self._changes = changes
        self._holders = 0
        self._made = ExitStack()
        self._counting = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the changes made; the last who has had them takes them back."""
        with self._counting:
            if not self._holders:
                with ExitStack() as made:
                    for change in self._changes:
                        made.enter_context(change())
                    self._made = made.pop_all()
            self._holders += 1
        try:
            yield
        finally:
            with self._counting:
                self._holders -= 1
                if not self._holders:
                    self._made.close()


def connections_possible(wanted: int) -> int:
    """Return how many connections a serving process can keep, `wanted` at most.

    Many systems give 1024 descriptors, a little more than the connections alone may need; when
    they run out, accepting fails again and again.
    """
    _, served = _descriptors()
    return wanted if served is None else min(wanted, max(1, served // 2 - AT_ONCE))


@contextmanager
def _more_descriptors() -> Iterator[None]:
    given, served = _descriptors()
    if given == served:
        yield
        return
    _let_have(served)
    try:
        yield
    finally:
        _let_have(given)


def _descriptors() -> tuple[int | None, int | None]:
    """Return how many descriptors this process may have, now and while it serves; None: no end."""
    if sys.platform == "win32":
        return None, None
    import resource  # noqa: PLC0415  # there is none on Windows

    given, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if given == resource.RLIM_INFINITY:
        return None, None
    wanted = 2 * CONNECTION_LIMIT
    return given, max(given, wanted if hard == resource.RLIM_INFINITY else min(wanted, hard))


def _let_have(descriptors: int | None) -> None:
    if sys.platform != "win32" and descriptors is not None:
        import resource  # noqa: PLC0415  # there is none on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, hard))


class _Discreet(logging.Filter):
    """waitress names the path when something fails; a token must not stand in a log."""

    _PATH = re.compile(r"(/cal/|/kalender/|/einladung/|/api/).*", re.DOTALL)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._PATH.sub(r"\1…", record.getMessage())
        record.args = ()
        return True


SERVING = Held(short_switches, _more_descriptors)
"""What every host holds: one for the process, as what it changes is the process's own."""

# Not held but for good: a thread that outlives its host must not name a token either.
logging.getLogger("waitress").addFilter(_Discreet())
# It warns whenever more requests wait than threads are idle, which is what a queue is for.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
