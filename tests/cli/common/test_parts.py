"""What stands on a command line, read: days and numbers, and what was given at all."""

from __future__ import annotations

from datetime import date

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from app.cli.common.parts import LARGEST_ID, Command, Day, Number, option
from app.cli.common.parts import given as named
from app.core.errors import UserError

DAY, NUMBER, OPTIONAL = Day(), Number(), Number(optional=True)


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert DAY.convert(day.isoformat(), None, None) == day
    assert DAY.convert(f"  {day.isoformat()} ", None, None) == day
    assert DAY.convert(day, None, None) is day


@pytest.mark.parametrize(
    "text",
    ["", "heute", "14.7.2027", "2027-13-01", "2027-02-29", "2027-07", "0000-01-01", "2027-7-1-1"],
)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(click.BadParameter, match="looks like 2027-07-14"):
        DAY.convert(text, None, None)


@pytest.mark.parametrize("text", ["20270-07-14", "99999999-12-31", " 12345-01-01 "])
def test_a_year_of_more_digits_is_a_slip_and_said_as_one(text: str) -> None:
    with pytest.raises(UserError, match="cannot be right") as refusal:
        DAY.convert(text, None, None)
    assert refusal.value.values["year"] == text.strip().partition("-")[0]


@given(st.integers(-(10**29), 10**29))
def test_every_whole_number_is_read(number: int) -> None:
    assert NUMBER.convert(str(number), None, None) == number
    assert NUMBER.convert(f" {number}\t", None, None) == number
    assert NUMBER.convert(number, None, None) == number


@pytest.mark.parametrize(
    "text", ["1.5", "1e3", "0x10", "1_000", "١٢", "--1", "+1", "1 2", "9" * 31, "eins", "−1"]
)
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    for kind in (NUMBER, OPTIONAL):
        with pytest.raises(click.BadParameter, match="is no number"):
            kind.convert(text, None, None)


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_is_none_only_where_that_may_be(text: str) -> None:
    assert OPTIONAL.convert(text, None, None) is None
    with pytest.raises(click.BadParameter):
        NUMBER.convert(text, None, None)


def test_the_largest_id_is_the_largest_of_sqlite() -> None:
    assert LARGEST_ID.bit_length() == 63
    assert NUMBER.convert(str(LARGEST_ID), None, None) == LARGEST_ID


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([], []),
        (["--persons", "4"], ["persons"]),
        (["--persons", ""], ["persons"]),
        (["--firm", "--until", "2027-07-14"], ["firm", "until"]),
    ],
)
def test_what_was_given_is_told_from_what_is_usual(line: list[str], said: list[str]) -> None:
    found: list[str] = []

    @click.command(cls=Command)
    @option("--persons", type=Number(optional=True), default=2)
    @option("--until", type=Day(), default=None)
    @option("--firm", is_flag=True)
    @click.pass_context
    def command(ctx: click.Context, /, **_: object) -> None:
        found.extend(sorted(named(ctx)))

    result = CliRunner().invoke(command, line, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert found == said


def test_examples_stand_at_the_end_of_the_help_as_they_can_be_copied() -> None:
    long = "zimmerfrei occupancy add " + "--note verylongword " * 8

    @click.command(cls=Command, examples=["zimmerfrei unit list", long])
    def command() -> None:
        raise AssertionError("only its help is asked for")

    shown = CliRunner().invoke(command, ["-h"], catch_exceptions=False).output
    assert shown.rstrip().endswith(f"  zimmerfrei unit list\n  {long}".rstrip())
    assert "--data-dir" in shown
