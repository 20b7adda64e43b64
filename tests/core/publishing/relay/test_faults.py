"""What a service refuses is said in sentences that help, whatever it has answered."""

from __future__ import annotations

import pytest

from app.core.publishing.faults import Step
from app.core.publishing.relay.faults import (
    TAKEN_OVER_BY,
    AccessEndedError,
    refused,
    used_by_another,
)
from app.core.publishing.relay.protocol import STATUSES, Refusal
from app.services.publishing.runs import failures

HOST = "kalender.example"
OF_THE_DESKTOP = {Refusal.NOT_FOUND, Refusal.METHOD}
"""What only another program than this one would be told."""
PASSING = {Refusal.TOO_OFTEN, Refusal.UNAVAILABLE}
ENDED = {Refusal.UNKNOWN_KEY, Refusal.REVOKED}


@pytest.mark.parametrize("refusal", Refusal)
def test_each_refusal_has_a_sentence_with_the_host(refusal: Refusal) -> None:
    error = refused(refusal.value, HOST, STATUSES[refusal])
    assert error.values["host"] == HOST
    assert "{host}" in error.message
    assert error.passing is (refusal in PASSING)
    assert isinstance(error, AccessEndedError) is (refusal in ENDED)


def test_no_two_refusals_are_said_alike() -> None:
    said = [
        refused(one.value, HOST, STATUSES[one]).message
        for one in Refusal
        if one not in OF_THE_DESKTOP
    ]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("refusal", Refusal)
def test_each_is_kept_and_read_again(refusal: Refusal) -> None:
    error = refused(refusal.value, HOST, STATUSES[refusal])
    again = failures.read(failures.kept(error))
    assert (again.message, again.values) == (error.message, error.values)
    assert failures.is_passing(again) is failures.is_passing(error)


@pytest.mark.parametrize(
    ("status", "passing"), [(200, False), (301, False), (404, False), (429, True), (502, True)]
)
@pytest.mark.parametrize("code", ["", "teapot", "None", "full "])
def test_who_is_no_service_is_called_so_and_who_has_trouble_is_asked_again(
    code: str, status: int, passing: bool
) -> None:
    error = refused(code, HOST, status)
    assert error.step is Step.CONNECT
    assert error.passing is passing


def test_another_one_with_the_same_key_can_be_taken_over() -> None:
    assert used_by_another(HOST).message in TAKEN_OVER_BY
    assert len(TAKEN_OVER_BY) == 2
