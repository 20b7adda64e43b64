"""The trial of a webspace: each step as it happens, and nothing left behind."""

from __future__ import annotations

from collections.abc import Callable

from app.core.publishing.trial import StepResult
from app.core.publishing.webspace import Secret, Webspace


def try_out(
    webspace: Webspace,
    secret: Secret,
    on_step: Callable[[StepResult], None],
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> Webspace:
    """Try a webspace step by step, and return it with what has been found out.

    Its identity is the one that it showed, its address the one under which its files can be read.
    Nothing is left there, whatever happens. Blocks for as long as the servers take.

    Args:
        webspace: as the owner has entered it; the address may be a guess.
        secret: what opens it.
        on_step: is told of each step twice, that it runs and how it ended; on this thread.
        stopped: asked again and again; True ends the trial.

    Raises:
        WebspaceError: it cannot be used; `on_step` was told.
        TrialStoppedError: it was stopped.
    """
    raise NotImplementedError
