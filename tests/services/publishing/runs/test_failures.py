"""A fault that one process has noted is the same sentence in every other one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.publishing import faults
from app.core.publishing.faults import Step, WebspaceError
from app.i18n import catalogue
from app.services.publishing.runs import failures

FAULTS = [
    faults.host_unknown("sftp.example.org"),
    faults.no_answer("ftp.häuser.de"),
    faults.broken_off("x"),
    faults.another_identity("sftp.example.org", "SHA256:a", "SHA256:b"),
    faults.certificate_expired("example.org"),
    faults.sign_in_refused("example.org", "anna {x} “quoted”"),
    faults.folder_missing("/web/ö"),
    faults.full("example.org"),
    faults.published_by_another("kalender"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.message[:20])
def test_a_fault_of_the_webspace_is_told_as_it_was(fault: WebspaceError) -> None:
    again = failures.read(failures.kept(fault))
    assert isinstance(again, WebspaceError)
    assert (again.message, again.values) == (fault.message, fault.values)
    assert (again.step, again.passing) == (fault.step, fault.passing)
    for language in ("de", "en"):
        assert catalogue(language).tell(again) == catalogue(language).tell(fault)
    assert failures.is_passing(again) is fault.passing


@given(st.sampled_from(Step), st.booleans(), st.text(), st.integers())
def test_whatever_stands_in_it(step: Step, passing: bool, text: str, number: int) -> None:
    fault = WebspaceError(step, "{text} {number}", passing=passing, text=text, number=number)
    again = failures.read(failures.kept(fault))
    assert str(again) == str(fault)
    assert isinstance(again, WebspaceError)
    assert (again.step, again.passing) == (step, passing)


def test_any_other_fault_may_pass_by_itself_and_is_told_too() -> None:
    fault = UserError("The data is in use since {then}.", then=datetime(2027, 7, 6, tzinfo=UTC))
    again = failures.read(failures.kept(fault))
    assert not isinstance(again, WebspaceError)
    assert "2027-07-06" in str(again)
    assert failures.is_passing(again)
    assert failures.is_passing(ZeroDivisionError())
