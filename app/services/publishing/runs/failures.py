"""Faults as text, so that every process over the data folder can say what went wrong last."""

from __future__ import annotations

import json

from app.core.errors import UserError
from app.core.publishing.faults import Step, WebspaceError


def kept(error: UserError) -> str:
    """Return a fault as text."""
    told: dict[str, object] = {
        "message": error.message,
        "values": {name: _plain(value) for name, value in error.values.items()},
    }
    if isinstance(error, WebspaceError):
        told |= {"step": error.step.value, "passing": error.passing}
    return json.dumps(told)


def read(text: str) -> UserError:
    """Return the fault that `kept` made text of."""
    told = json.loads(text)
    if "step" in told:
        return WebspaceError(
            Step(told["step"]), told["message"], passing=told["passing"], **told["values"]
        )
    return UserError(told["message"], **told["values"])


def is_passing(error: Exception) -> bool:
    """Tell whether a fault may go by itself. What is wrong in this computer does."""
    return not isinstance(error, WebspaceError) or error.passing


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)
