"""The commands about the webspace: what lies there, bringing it up to date, giving it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.parts import Group, argument, json_option, option
from app.cli.common.session import Session
from app.cli.publishing import output as shown
from app.cli.publishing import readers
from app.cli.publishing.setup import setup
from app.core.errors import UserError
from app.core.publishing.status import HeldBack
from app.i18n import N_

if TYPE_CHECKING:
    from app.services.publishing.publishing import Publishing


@click.group(
    cls=Group,
    help=N_(
        "Put the calendars onto your own webspace, where they can be read while this computer is "
        "off.\n\n"
        "`serve` and the window bring it up to date by themselves after each change."
    ),
)
def publish() -> None:
    """Group the commands about the webspace."""


publish.add_command(setup)
publish.add_command(readers.count)


@publish.command("status", help=N_("Show which webspace there is, and what of it is up to date."))
@json_option
@click.pass_obj
def show_status(session: Session, as_json: bool) -> None:
    """Show how it stands."""
    with session.opened() as services:
        status, leaving = services.publishing.status(), services.publishing.leaving()
        counting = services.reader_script.counting()
        titles = shown.titles(session.texts, services)
    if as_json:
        record = shown.record(session.texts, status, leaving)
        output.say_json({**record, "readers": readers.record(counting)})
    else:
        lines = shown.lines(session.texts, status, leaving, titles)
        if status.webspace is not None:
            lines.append(readers.line(session.texts, counting))
        output.say("\n".join(lines))


@publish.command(
    "now",
    help=N_("Bring the webspace up to date; status 1 where something could not be brought there."),
)
@json_option
@click.pass_obj
def publish_now(session: Session, as_json: bool) -> None:
    """Bring the webspace up to date."""
    with session.opened() as services:
        publishing = services.publishing
        if publishing.current() is None and not publishing.leaving():
            raise UserError("No webspace is set up yet.")
        result = publishing.run()
        status = publishing.status()
        titles = shown.titles(session.texts, services)
    if result.busy:
        raise UserError("Another Zimmerfrei is uploading at this moment. Please try again.")
    if as_json:
        output.say_json(shown.result_record(result, status))
    else:
        output.say("\n".join(shown.result_lines(session.texts, result, status, titles)))


@publish.command(
    "check",
    help=N_(
        "Read every address as a stranger would, and say what is amiss; status 1 where something "
        "is."
    ),
)
@json_option
@click.pass_obj
def check(session: Session, as_json: bool) -> None:
    """Read the addresses from outside."""
    with session.opened() as services:
        found = services.address_checks.check()
        titles = shown.titles(session.texts, services)
    if as_json:
        output.say_json([shown.check_record(number, one) for number, one in found.items()])
    elif found:
        output.say(shown.checks_table(session.texts, found, titles))
    else:
        output.say(session.texts.tr("No link has an address that can be read from outside."))
    shown.complain(found)


@publish.command(
    "remove",
    help=N_(
        "Put the calendars onto no webspace any more, and take away those that lie there.\n\n"
        "With --forget they stay there, for a webspace that cannot be reached any more."
    ),
)
@option("--forget", is_flag=True, help=N_("Leave there what lies there."))
@json_option
@click.pass_obj
def remove(session: Session, forget: bool, as_json: bool) -> None:
    """Give the webspace up."""
    with session.opened() as services:
        publishing = services.publishing
        current, leaving = publishing.current(), publishing.leaving()
        if current is None and not leaving:
            raise UserError("No webspace is set up yet.")
        if current is not None:
            publishing.remove(sequence=current.sequence)
        result = None
        if forget:
            for one in publishing.leaving():
                publishing.forget(one.id)
        else:
            result = publishing.run()
        leaving = publishing.leaving()
    if as_json:
        output.say_json(shown.removal_record(result, leaving))
    else:
        output.say(shown.removal_line(session.texts, result))


@publish.command(
    "allow",
    help=N_(
        "Let a calendar that is held back replace the other one. FILE is a name of `publish "
        "status`; without one all are let go."
    ),
)
@argument("file", N_("FILE"), required=False)
@json_option
@click.pass_obj
def allow(session: Session, file: str | None, as_json: bool) -> None:
    """Let calendars go that are held back."""
    with session.opened() as services:
        publishing = services.publishing
        for question in _questions(publishing, file):
            publishing.allow(question)
        result = publishing.run()
        status = publishing.status()
        titles = shown.titles(session.texts, services)
    if as_json:
        output.say_json(shown.result_record(result, status))
    else:
        output.say("\n".join(shown.result_lines(session.texts, result, status, titles)))


@publish.command(
    "keep-back",
    help=N_(
        "Leave the calendar that lies there where it is. FILE is a name of `publish status`; "
        "without one all are left."
    ),
)
@argument("file", N_("FILE"), required=False)
@json_option
@click.pass_obj
def keep_back(session: Session, file: str | None, as_json: bool) -> None:
    """Leave calendars as they are."""
    with session.opened() as services:
        names = _questions(services.publishing, file)
        for name in names:
            services.publishing.keep_back(name)
    if as_json:
        output.say_json({"kept_back": names})
        return
    output.say(
        session.texts.trn(
            "{n} calendar stays as it is on the webspace until another one comes.",
            "{n} calendars stay as they are on the webspace until others come.",
            len(names),
        )
    )


def _questions(publishing: Publishing, file: str | None) -> list[str]:
    if file is not None:
        return [file]
    questions: tuple[HeldBack, ...] = publishing.status().questions
    if not questions:
        raise UserError("Nothing is held back.")
    return [question.name for question in questions]
