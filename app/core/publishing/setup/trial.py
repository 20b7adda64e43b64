"""The trial of a webspace as it goes on: what is shown of it, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from app.core.errors import UserError
from app.core.publishing.apache.htaccess import may_lead
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.outside.problems import PASSING, Problem, template
from app.core.publishing.outside.reading import Answer, Verdict
from app.core.publishing.webspace import Webspace, WebspaceKind, host_name
from app.core.web_address import readable
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
_SPOKEN = MappingProxyType(
    {
        WebspaceKind.SFTP: "SFTP",
        WebspaceKind.FTPS: "FTPS",
        WebspaceKind.WEBDAV: "HTTPS",
        WebspaceKind.NEXTCLOUD: "HTTPS",
        WebspaceKind.S3: "HTTPS",
    }
)
_PAGES = frozenset({Problem.PAGE, Problem.LEADS_TO_PAGE})
NOTHING_THERE = _PAGES | {
    Problem.NOT_THERE,
    Problem.ELSEWHERE,
    Problem.FOREIGN,
    Problem.OLDER,
    Problem.TOO_LARGE,
}
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


def failed(error: WebspaceError, at: Step = Step.CONNECT) -> StepResult:
    """Return the result of an error at the step where it belongs.

    Of a connection that breaks off later, which had been made, that is the step `at` which it did.
    """
    order = list(Step)
    return StepResult(max(error.step, at, key=order.index), StepState.FAILED, error=error)


# ---- what is told of each step ----


def connected(webspace: Webspace) -> Message | None:
    """Say how it was connected to."""
    if webspace.kind is WebspaceKind.FOLDER or webspace.host.startswith("http://"):
        return None
    return Message(N_("encrypted ({kind})"), {"kind": _SPOKEN[webspace.kind]})


def identified(webspace: Webspace, shown: str) -> Message:
    """Say by what the server was known."""
    if not shown:
        return Message(N_("Certificate valid"))
    if webspace.identity:
        return Message(N_("Fingerprint {fingerprint}, as before"), {"fingerprint": shown})
    return Message(N_("Fingerprint {fingerprint}, noted the first time"), {"fingerprint": shown})


def written() -> Message:
    return Message(N_("File made, replaced and deleted again"))


def read_back(answer: Answer, address: str) -> Message:
    """Say where the file was read, and how long that took."""
    tenths = max(1, round(answer.seconds * 10))
    return Message(
        N_("{address}/… · {whole}.{tenth} s · the same bytes"),
        {"address": readable(address), "whole": tenths // 10, "tenth": tenths % 10},
    )


def everybody(answer: Answer, now: datetime) -> Message:
    """Say that nothing keeps anybody from reading."""
    assert answer.certificate is not None, "without one there is a doubt"
    return Message(
        N_("Everybody: certificate valid for {days} more days, no sign-in, robots.txt allows it"),
        {"days": (answer.certificate.until - now).days},
    )


def doubted(verdict: Verdict) -> Message:
    """Say what keeps some from reading."""
    assert verdict.problem is not None, "there is a doubt"
    return Message(template(verdict.problem), {"detail": verdict.detail})


def readers(webspace: Webspace) -> StepResult:
    """Say what will be known of readers there."""
    if webspace.php:
        return StepResult(
            Step.READERS, StepState.DONE, Message(N_("A small script there counts who reads."))
        )
    if not may_lead(webspace.kind):
        told = N_("A webspace does not say who reads.")
    else:
        told = N_("A webspace does not say who reads. With PHP it can be counted.")
    return StepResult(Step.READERS, StepState.NOTE, Message(told))


def switching_readers() -> StepResult:
    """Say that the script is being put there that counts readers."""
    return StepResult(Step.READERS, StepState.RUNNING, Message(N_("Being switched on …")))


def readers_not_counted(error: UserError) -> StepResult:
    """Say why no script can count readers there; nothing is amiss with the webspace."""
    return StepResult(Step.READERS, StepState.NOTE, error=error)


def later(webspace: Webspace) -> Message:
    """Say that what lies in a folder of this computer appears when it has been carried away."""
    return Message(
        N_(
            "Nothing there yet: another program carries the folder {folder} away, and that may "
            "take its time. The daily check goes on looking."
        ),
        {"folder": webspace.folder},
    )


def unread(verdict: Verdict) -> WebspaceError:
    """Return why nothing could be read back."""
    assert verdict.problem is not None, "something is wrong"
    return WebspaceError(
        Step.READ_BACK,
        template(verdict.problem),
        passing=verdict.problem in PASSING,
        detail=verdict.detail,
    )


def worst(verdicts: Sequence[Verdict], place: str) -> Verdict:
    """Return what to tell where none of several addresses gave the file.

    What keeps everybody out says more than that nothing lies there; where there simply is nothing,
    or something else, the address leads somewhere else.
    """
    for verdict in verdicts:
        if verdict.problem not in NOTHING_THERE:
            return verdict
    kinds = {verdict.problem for verdict in verdicts}
    if len(kinds) == 1 and kinds <= _PAGES:
        return verdicts[0]
    return Verdict(Problem.ELSEWHERE, place)


def _line_after(line: Line, result: StepResult) -> Line:
    """Return a line after one more of its steps; it is done with the last of them."""
    state = _SHOWN.get(result.state)
    if state is None:
        state = LineState.DONE if result.step == line.steps[-1] else LineState.RUNNING
    if line.state is LineState.FAILED:
        return line
    return replace(line, state=state, detail=result.detail or line.detail, error=result.error)
