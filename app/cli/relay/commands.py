"""The commands ``relay``: a calendar service is run, owners are invited, looked at, given up."""

# ruff: noqa: PLC0415  # what each needs of the service is imported when it runs

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.logs import logging_to
from app.cli.common.parts import Group, Number, argument, json_option, option
from app.cli.common.session import Session
from app.cli.relay.listings import (
    owner_record,
    owner_words,
    owners_table,
    service_words,
    stats_words,
)
from app.i18n import N_

if TYPE_CHECKING:
    from app.relay.accounts.account import Invited
    from app.relay.uses.relay import Relay

_PORT = 8643


@click.group(
    cls=Group,
    help=N_(
        "A calendar service for many owners: their Zimmerfrei puts calendars there, and portals "
        "read them there, also while the owners' computers are off.\n\n"
        "For whom you invite. It keeps its data in the data folder, or in the database that "
        "ZIMMERFREI_RELAY_DATABASE names (postgresql://…)."
    ),
)
def relay() -> None:
    """Group the commands of a calendar service."""


@contextmanager
def opened(session: Session) -> Iterator[Relay]:
    """Open the service's database, made and brought up to date where needed (UserError)."""
    from app.relay.opening import relay_of

    folder = session.folder()
    notice = folder.make()
    folder.note_new()
    if notice is not None:
        output.complain(session.texts.tell(notice))
    with logging_to(folder.logs):
        service = relay_of(os.environ, folder.path, session.clock)
        service.prepare()
        try:
            yield service
        finally:
            service.stop()


@relay.command(
    "serve",
    help=N_(
        "Run the service until Ctrl-C or a SIGTERM ends it.\n\n"
        "It speaks plain HTTP on this computer alone; a web server in front of it (Caddy, nginx) "
        "brings it to the internet by https. Said once, --address and --operator are remembered."
    ),
    examples=[
        "zimmerfrei relay serve --address https://calendars.example.org",
        'zimmerfrei relay serve --operator "Tourist board Seeland, info@example.org"',
    ],
)
@option("--host", metavar=N_("ADDRESS"), default="127.0.0.1", help=N_("Listen on this address."))
@option(
    "--port", type=Number(), metavar=N_("NUMBER"), default=_PORT, help=N_("Listen on this port.")
)
@option("--address", metavar="URL", help=N_("Under which address the internet reaches it."))
@option("--operator", metavar=N_("TEXT"), help=N_("Who runs it, as owners shall read it."))
@click.pass_obj
def serve(
    session: Session, host: str, port: int, address: str | None, operator: str | None
) -> None:
    """Run the service."""
    from app.cli.relay.running import run

    with opened(session) as service:
        if address is not None or operator is not None:
            service.hosting.describe(address, operator)
        run(session, service, host, port)


@relay.command(
    "describe",
    help=N_(
        "Say where the service is reached and who runs it, or print what was said.\n\n"
        "Both may stand in the environment instead, and hold more there: ZIMMERFREI_RELAY_ADDRESS "
        "and ZIMMERFREI_RELAY_OPERATOR."
    ),
    examples=[
        "zimmerfrei relay describe",
        "zimmerfrei relay describe --address https://calendars.example.org",
        'zimmerfrei relay describe --operator "Tourist board Seeland, info@example.org"',
    ],
)
@option("--address", metavar="URL", help=N_("Under which address the internet reaches it."))
@option("--operator", metavar=N_("TEXT"), help=N_("Who runs it, as owners shall read it."))
@json_option
@click.pass_obj
def describe(session: Session, address: str | None, operator: str | None, as_json: bool) -> None:
    """Say what the service says of itself."""
    with opened(session) as service:
        if address is None and operator is None:
            found = service.hosting.service()
        else:
            found = service.hosting.describe(address, operator)
    if as_json:
        output.say_json({"address": found.address, "operator": found.operator})
    else:
        output.say(output.pairs(service_words(session.texts, found)))


@relay.command(
    "admin-key",
    help=N_(
        "Make the key to the host's page, and print it, once. The page stands behind the service's "
        "address under /betreiber/ and shows who is invited and who has gone silent.\n\n"
        "A key that was there before opens nothing any more, and who is signed in with it is "
        "signed out."
    ),
)
@option(
    "--remove", is_flag=True, help=N_("Make none, and take the one away: nobody is let in then.")
)
@click.pass_obj
def admin_key(session: Session, remove: bool) -> None:
    """Make the key to the host's page."""
    with opened(session) as service:
        key = "" if remove else service.admitting.new_key()
        if remove:
            service.admitting.take_key_away()
    output.say(key or session.texts.tr("Nobody is let in to the host's page any more."))


@relay.command(
    "invite",
    help=N_(
        "Invite an owner, whom you call NAME. Prints an address, once: the owner pastes it into "
        "their Zimmerfrei, or opens it in a browser to read what it is."
    ),
    examples=[
        'zimmerfrei relay invite "Gästehaus Huber" --links 10',
        'zimmerfrei relay invite "Gästehaus Huber" --again',
    ],
)
@argument("name", N_("NAME"))
@option("--links", type=Number(), metavar=N_("NUMBER"), help=N_("How many links at most."))
@option("--days", type=Number(), metavar=N_("NUMBER"), help=N_("For how many days it holds."))
@option(
    "--again",
    is_flag=True,
    help=N_(
        "To the account that is theirs, such as from a new computer. Once it is accepted, the "
        "computer before can upload no more."
    ),
)
@option("--json", "as_json", is_flag=True, help=N_("Print JSON, for other programs."))
@click.pass_obj
def invite(
    session: Session, name: str, links: int | None, days: int | None, again: bool, as_json: bool
) -> None:
    """Invite an owner."""
    from app.relay.accounts.account import INVITATION_DAYS, LINKS

    days = INVITATION_DAYS if days is None else days
    with opened(session) as service:
        if again:
            invited = service.hosting.invite_again(name, links, days)
        else:
            invited = service.hosting.invite(name, LINKS if links is None else links, days)
    if as_json:
        output.say_json(_invited(invited))
    else:
        output.say(invited.address)


def _invited(invited: Invited) -> dict[str, object]:
    return {
        "name": invited.account.name,
        "links": invited.account.links,
        "address": invited.address,
        "expires_at": invited.expires_at,
    }


@relay.command("list", help=N_("List the owners: what lies there, who has gone silent."))
@option("--silent", "only_silent", is_flag=True, help=N_("Only those that have gone silent."))
@json_option
@click.pass_obj
def list_owners(session: Session, only_silent: bool, as_json: bool) -> None:
    """List owners."""
    now = session.clock.now()
    with opened(session) as service:
        owners = service.hosting.owners()
    if only_silent:
        owners = [owner for owner in owners if owner.silent_at(now)]
    if as_json:
        output.say_json([owner_record(owner, now) for owner in owners])
    elif owners:
        output.say(owners_table(session.texts, owners, now))
    elif only_silent:
        output.say(session.texts.tr("No owner has gone silent."))
    else:
        output.say(session.texts.tr("Nobody has been invited yet."))


@relay.command("show", help=N_("Show one owner."))
@argument("name", N_("NAME"))
@json_option
@click.pass_obj
def show(session: Session, name: str, as_json: bool) -> None:
    """Show one owner."""
    now = session.clock.now()
    with opened(session) as service:
        owner = service.hosting.owner(name)
    if as_json:
        output.say_json(owner_record(owner, now))
    else:
        output.say(output.pairs(owner_words(session.texts, owner, now)))


@relay.command(
    "revoke",
    help=N_(
        "Give an owner up: their calendars are deleted here, and who asks for them is told that "
        "they are gone (410). This cannot be taken back."
    ),
)
@argument("name", N_("NAME"))
@click.pass_obj
def revoke(session: Session, name: str) -> None:
    """Give an owner up."""
    with opened(session) as service:
        account = service.hosting.revoke(name)
    output.say(
        session.texts.tr(
            "“{name}” was given up. Their addresses say that they are gone.", name=account.name
        )
    )


@relay.command("stats", help=N_("Tell the service in numbers."))
@json_option
@click.pass_obj
def stats(session: Session, as_json: bool) -> None:
    """Tell the service in numbers."""
    with opened(session) as service:
        found = service.hosting.stats()
    if as_json:
        output.say_json(
            {
                "owners": found.accounts,
                "accepted": found.accepted,
                "revoked": found.revoked,
                "silent": found.silent,
                "links": found.links,
                "bytes": found.bytes,
                "fetches": {str(status): count for status, count in found.fetches.items()},
            }
        )
    else:
        output.say(output.pairs(stats_words(session.texts, found)))
