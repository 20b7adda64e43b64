"""The trial of a webspace: each step as it happens, and nothing left behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.clock import Clock, SystemClock
from app.core.publishing.faults import WebspaceError
from app.core.publishing.setup.trial import StepResult, TrialStoppedError
from app.core.publishing.webspace import Secret, Webspace

if TYPE_CHECKING:
    from app.services.publishing.outside.internet import Internet


def try_out(
    webspace: Webspace,
    secret: Secret,
    on_step: Callable[[StepResult], None],
    *,
    stopped: Callable[[], bool] = lambda: False,
    internet: Internet | None = None,
    clock: Clock | None = None,
) -> Webspace:
    """Try a webspace step by step, and return it with what has been found out.

    Its identity is the one that it showed, its address the one under which its files can be read.
    Nothing is left there, whatever happens. Blocks for as long as the servers take.

    Args:
        webspace: as the owner has entered it; the address may be a guess.
        secret: what opens it.
        on_step: is told of each step twice, that it runs and how it ended; on this thread.
        stopped: asked again and again; True ends the trial.
        internet: how computers are found and reached; the system's own where None.
        clock: what time it is; the computer's own where None.

    Raises:
        WebspaceError: it cannot be used; `on_step` was told.
        TrialStoppedError: it was stopped.
    """
    # On first use: they speak HTTP, and the window shows trials it may never run.
    from app.services.publishing.outside.stranger import Stranger  # noqa: PLC0415
    from app.services.publishing.outside.transport import ReadingStoppedError  # noqa: PLC0415
    from app.services.publishing.trial_steps import Trial  # noqa: PLC0415

    trial = Trial(webspace, secret, on_step, stopped)
    try:
        with Stranger(internet, stopped) as stranger:
            return trial.run(stranger, clock or SystemClock())
    except WebspaceError as error:
        trial.fail(error)
        raise
    except ReadingStoppedError:
        raise TrialStoppedError from None
    finally:
        trial.clean()
