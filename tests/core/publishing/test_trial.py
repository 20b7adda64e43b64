"""The board of a trial, and what is told of its steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.core.errors import UserError
from app.core.publishing.faults import Step, WebspaceError, host_unknown
from app.core.publishing.outside.problems import Problem
from app.core.publishing.outside.reading import Answer, Certificate, Verdict
from app.core.publishing.setup import trial
from app.core.publishing.setup.trial import Board, LineState, StepResult, StepState, board, worst
from app.core.publishing.webspace import Webspace, WebspaceKind
from app.i18n import Message, catalogue

SFTP = Webspace(kind=WebspaceKind.SFTP, host="access.hoster.example", folder="/kalender")
FOLDER = Webspace(kind=WebspaceKind.FOLDER, folder="/home/anna/web")
NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
URL = "https://haus.example/kalender/a.ics"


def said(message: Message | None, language: str = "de") -> str:
    assert message is not None
    return catalogue(language).tr(message.text, **message.values)


def after(webspace: Webspace, *results: StepResult) -> Board:
    shown = board(webspace)
    for result in results:
        shown = shown.after(result)
    return shown


def done(step: Step, detail: Message | None = None) -> StepResult:
    return StepResult(step, StepState.DONE, detail)


def test_the_lines_of_the_picture() -> None:
    lines = [said(line.title) for line in board(SFTP).lines]
    assert lines == [
        "Verbindung zu access.hoster.example",
        "Der Server ist der richtige",
        "Anmeldung und Schreiben",
        "Von außen gelesen, wie Google es täte",
        "Wer es lesen darf",
        "Leser",
    ]
    assert {line.state for line in board(SFTP).lines} == {LineState.WAITING}
    assert board(SFTP).done == 0


def test_a_folder_has_no_server() -> None:
    lines = [said(line.title) for line in board(FOLDER).lines]
    assert lines[:2] == ["Ordner /home/anna/web öffnen", "Schreiben"]
    assert len(lines) == 5


def test_every_step_has_a_line() -> None:
    steps = [step for line in board(SFTP).lines for step in line.steps]
    assert sorted(steps) == sorted(Step)


def test_a_line_of_several_steps_is_done_with_the_last() -> None:
    shown = board(SFTP)
    seen = []
    for step in (Step.SIGN_IN, Step.WRITE, Step.REPLACE, Step.DELETE):
        shown = shown.after(StepResult(step, StepState.RUNNING))
        seen.append(shown.lines[2].state)
        shown = shown.after(done(step, trial.written() if step is Step.DELETE else None))
        seen.append(shown.lines[2].state)
    assert seen == [LineState.RUNNING] * 7 + [LineState.DONE]
    assert said(shown.lines[2].detail) == "Datei angelegt, ersetzt und wieder gelöscht"
    assert shown.done == 1


def test_a_failure_stays_and_says_why() -> None:
    error = host_unknown("access.hoster.example")
    shown = after(SFTP, StepResult(Step.CONNECT, StepState.FAILED, error=error))
    assert shown.failed is shown.lines[0]
    assert shown.lines[0].error is error
    assert shown.done == 0
    assert after(SFTP, done(Step.CONNECT)).failed is None
    # One step of a line fails: what was told of it before does not come back.
    shown = after(
        SFTP,
        done(Step.SIGN_IN),
        StepResult(Step.WRITE, StepState.FAILED, error=error),
        done(Step.DELETE),
    )
    assert shown.lines[2].state is LineState.FAILED


def test_all_is_settled_in_the_end() -> None:
    results = [done(step) for step in Step if step is not Step.READERS]
    shown = after(SFTP, *results, trial.readers(SFTP))
    assert shown.done == len(shown.lines) == 6
    assert shown.lines[-1].state is LineState.NOTE
    told = said(shown.lines[-1].detail)
    assert told == "Ein Webspace sagt nicht, wer liest. Mit PHP lässt es sich zählen."


@pytest.mark.parametrize("kind", [WebspaceKind.NEXTCLOUD, WebspaceKind.S3])
def test_where_no_script_can_run_none_is_promised(kind: WebspaceKind) -> None:
    detail = trial.readers(Webspace(kind=kind)).detail
    assert said(detail) == "Ein Webspace sagt nicht, wer liest."


def test_the_last_line_goes_on_after_the_trial() -> None:
    error = UserError("No webspace is set up yet.")
    shown = after(SFTP, trial.readers(SFTP), trial.switching_readers())
    assert shown.lines[-1].state is LineState.RUNNING
    shown = shown.after(trial.readers_not_counted(error))
    assert (shown.lines[-1].state, shown.lines[-1].error) == (LineState.NOTE, error)
    assert shown.failed is None
    shown = shown.after(trial.switching_readers()).after(trial.readers(replace(SFTP, php=True)))
    assert (shown.lines[-1].state, shown.lines[-1].error) == (LineState.DONE, None)


def test_readers_are_counted_where_a_script_runs() -> None:
    counted = trial.readers(Webspace(kind=WebspaceKind.SFTP, php=True))
    assert counted.state is StepState.DONE


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (WebspaceKind.SFTP, "verschlüsselt (SFTP)"),
        (WebspaceKind.FTPS, "verschlüsselt (FTPS)"),
        (WebspaceKind.WEBDAV, "verschlüsselt (HTTPS)"),
        (WebspaceKind.NEXTCLOUD, "verschlüsselt (HTTPS)"),
        (WebspaceKind.S3, "verschlüsselt (HTTPS)"),
    ],
)
def test_how_it_was_connected_to(kind: WebspaceKind, told: str) -> None:
    assert said(trial.connected(Webspace(kind=kind))) == told


def test_what_is_not_encrypted_is_not_called_so() -> None:
    assert trial.connected(FOLDER) is None
    plain = Webspace(kind=WebspaceKind.WEBDAV, host="http://127.0.0.1:8080")
    assert trial.connected(plain) is None


def test_by_what_the_server_was_known() -> None:
    mark = "SHA256:7Qxabc"
    assert said(trial.identified(SFTP, mark)) == (
        "Fingerabdruck SHA256:7Qxabc, beim ersten Mal gemerkt"
    )
    known = Webspace(kind=WebspaceKind.SFTP, identity=mark)
    assert said(trial.identified(known, mark)) == "Fingerabdruck SHA256:7Qxabc, wie bisher"
    assert said(trial.identified(SFTP, "")) == "Zertifikat gültig"


@pytest.mark.parametrize(("seconds", "told"), [(0.31, "0,3"), (0.0, "0,1"), (12.96, "13,0")])
def test_where_it_was_read(seconds: float, told: str) -> None:
    answer = Answer(URL, URL, 200, seconds=seconds)
    text = said(trial.read_back(answer, "https://xn--huser-gra.example/kalender"))
    assert text == f"https://häuser.example/kalender/… · {told} s · Bytes gleich"
    assert told.replace(",", ".") in said(trial.read_back(answer, URL), "en")


def test_that_everybody_may_read_it() -> None:
    certificate = Certificate(NOW - timedelta(days=20), NOW + timedelta(days=62, hours=5))
    told = said(trial.everybody(Answer(URL, URL, 200, certificate=certificate), NOW))
    assert told.startswith("Alle: Zertifikat noch 62 Tage gültig, keine Anmeldung")


# ---- which of several failures is told ----


@pytest.mark.parametrize(
    ("problems", "told"),
    [
        ([Problem.NOT_THERE], Problem.ELSEWHERE),
        ([Problem.NOT_THERE, Problem.NOT_THERE], Problem.ELSEWHERE),
        ([Problem.PAGE, Problem.PAGE], Problem.PAGE),
        ([Problem.LEADS_TO_PAGE], Problem.LEADS_TO_PAGE),
        ([Problem.PAGE, Problem.NOT_THERE], Problem.ELSEWHERE),
        ([Problem.FOREIGN], Problem.ELSEWHERE),
        ([Problem.NOT_THERE, Problem.FORBIDDEN], Problem.FORBIDDEN),
        ([Problem.HOUSE_ONLY, Problem.NOT_THERE], Problem.HOUSE_ONLY),
        ([Problem.CERTIFICATE_EXPIRED, Problem.NAME_UNKNOWN], Problem.CERTIFICATE_EXPIRED),
    ],
)
def test_what_keeps_everybody_out_says_more_than_nothing_there(
    problems: list[Problem], told: Problem
) -> None:
    verdict = worst([Verdict(problem, "haus.example") for problem in problems], "haus.example")
    assert verdict == Verdict(told, "haus.example")


def test_why_nothing_was_read_is_an_error_of_that_step() -> None:
    error = trial.unread(Verdict(Problem.NO_ANSWER, "haus.example"))
    assert isinstance(error, WebspaceError)
    assert error.step is Step.READ_BACK
    assert error.passing
    assert "haus.example antwortet nicht" in catalogue("de").tell(error)
    assert not trial.unread(Verdict(Problem.ELSEWHERE, "haus.example")).passing
