"""The trial of a webspace as it goes on: what is shown of it, line by line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from app.core.errors import UserError
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Webspace, WebspaceKind, host_name
from app.i18n import N_, Message


class StepState(StrEnum):
    """Where one step of the trial stands. NOTE: done, but there is something to say of it."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class StepResult:
    """What is told of one step: first that it runs, then how it ended.

    `detail` says more of what was done or found, `error` why it failed.
    """

    step: Step
    state: StepState
    detail: Message | None = None
    error: UserError | None = None


class TrialStoppedError(UserError):
    """The owner has stopped the trial."""

    def __init__(self) -> None:
        super().__init__(N_("The trial was stopped. Nothing of it was left on the webspace."))


class LineState(StrEnum):
    """How one line of the board is drawn."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what is shown: several steps that mean one thing to the owner."""

    title: Message
    steps: tuple[Step, ...]
    state: LineState = LineState.WAITING
    detail: Message | None = None
    error: UserError | None = None


_SHOWN = MappingProxyType(
    {
        StepState.RUNNING: LineState.RUNNING,
        StepState.FAILED: LineState.FAILED,
        StepState.NOTE: LineState.NOTE,
    }
)
_WRITING = (Step.SIGN_IN, Step.WRITE, Step.REPLACE, Step.DELETE)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole trial as it is shown; made by `board`, each result gives the next one."""

    lines: tuple[Line, ...] = field(default=())

    @property
    def done(self) -> int:
        """How many lines are settled, well or with a note."""
        return sum(line.state in {LineState.DONE, LineState.NOTE} for line in self.lines)

    @property
    def failed(self) -> Line | None:
        """The line that failed, if one has."""
        return next((line for line in self.lines if line.state is LineState.FAILED), None)

    def after(self, result: StepResult) -> Board:
        """Return the board with one more result on it."""
        return Board(
            tuple(
                _line_after(line, result) if result.step in line.steps else line
                for line in self.lines
            )
        )


def board(webspace: Webspace) -> Board:
    """Return the board of a trial that has not begun."""
    folder = webspace.kind is WebspaceKind.FOLDER
    connect = (
        Message(N_("Open the folder {folder}"), {"folder": webspace.folder})
        if folder
        else Message(N_("Connection to {host}"), {"host": host_name(webspace)})
    )
    writing = N_("Writing") if folder else N_("Signing in and writing")
    lines = [
        Line(connect, (Step.CONNECT,)),
        Line(Message(N_("The server is the right one")), (Step.IDENTITY,)),
        Line(Message(writing), _WRITING),
        Line(Message(N_("Read from outside, as Google would")), (Step.READ_BACK,)),
        Line(Message(N_("Who may read it")), (Step.PUBLIC,)),
        Line(Message(N_("Readers")), (Step.READERS,)),
    ]
    if folder:
        del lines[1]
    return Board(tuple(lines))


def failed(error: WebspaceError) -> StepResult:
    """Return the result of the step at which an error belongs."""
    return StepResult(error.step, StepState.FAILED, error=error)


def _line_after(line: Line, result: StepResult) -> Line:
    """Return a line after one more of its steps; it is done with the last of them."""
    state = _SHOWN.get(result.state)
    if state is None:
        state = LineState.DONE if result.step == line.steps[-1] else LineState.RUNNING
    if line.state is LineState.FAILED:
        return line
    return replace(line, state=state, detail=result.detail or line.detail, error=result.error)
