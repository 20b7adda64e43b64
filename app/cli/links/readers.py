"""The commands about readers: who reads links, what they are called, who has gone silent."""

from __future__ import annotations

from collections.abc import Sequence

import click

from app.cli.common import output
from app.cli.common.output import Column
from app.cli.common.parts import Group, argument, json_option, option
from app.cli.common.session import Session
from app.cli.links.options import meant
from app.cli.links.output import in_order
from app.core.errors import UserError
from app.core.links.link import Link
from app.core.links.names import link_title
from app.core.readers.words import every
from app.core.readers.words import reader as reader_words
from app.i18n import N_, Catalogue
from app.services.links.readers import SilentReader
from app.services.links.reads import LastRead
from app.services.services import Services

Row = tuple[Link, LastRead, SilentReader | None]


@click.group(
    cls=Group,
    help=N_(
        "Who reads your links: Google, Airbnb and others. READER is a name as `reader list` says "
        "it, or what an unknown reader calls itself."
    ),
)
def reader() -> None:
    """Group the commands about readers."""


@reader.command(
    "list",
    help=N_(
        "List who reads which link, and who has gone silent: longer without a look than usual."
    ),
    examples=['zimmerfrei reader list --link "Seeblick 1"', "zimmerfrei reader list --silent"],
)
@option("--link", "wanted", metavar=N_("UNIT-OR-ID"), help=N_("Only those of this link."))
@option("--silent", "only_silent", is_flag=True, help=N_("Only those that have gone silent."))
@json_option
@click.pass_obj
def list_readers(session: Session, wanted: str | None, only_silent: bool, as_json: bool) -> None:
    """List readers."""
    with session.opened() as services:
        rows = _rows(services, wanted)
    if only_silent:
        rows = [row for row in rows if row[2] is not None]
    if as_json:
        output.say_json([_record(*row) for row in rows])
    elif rows:
        output.say(_table(session.texts, rows))
    elif only_silent:
        output.say(session.texts.tr("No reader has gone silent."))
    else:
        output.say(session.texts.tr("No calendar has read a link yet."))


@reader.command(
    "name",
    help=N_(
        "Call an unknown READER by a NAME of your own, which holds for its other versions too. An "
        "empty NAME takes it away."
    ),
    examples=['zimmerfrei reader name "SomePortal/2.1" "Tourist board"'],
)
@argument("agent", N_("READER"))
@argument("name", N_("NAME"))
@click.pass_obj
def name_reader(session: Session, agent: str, name: str) -> None:
    """Name an unknown reader."""
    with session.opened() as services:
        services.readers.name(agent, name)
        who = services.readers.who(agent)
    texts = session.texts
    output.say(
        texts.tr("{reader} is called {name} now.", reader=agent, name=who.text(texts))
        if who.own
        else texts.tr("{reader} has no name of yours any more.", reader=agent)
    )


@reader.command(
    "let-go",
    help=N_("Expect READER of a link no more, so that its silence is not told, until it reads."),
    examples=['zimmerfrei reader let-go "Seeblick 1" Thunderbird'],
)
@argument("wanted", N_("UNIT-OR-ID"))
@argument("named", N_("READER"))
@click.pass_obj
def let_reader_go(session: Session, wanted: str, named: str) -> None:
    """Expect a reader no more."""
    texts = session.texts
    with session.opened() as services:
        texts = session.texts
        found = meant(services, wanted)
        read = _reader(services, texts, found, named)
        services.readers.let_go(found.id, read.who.key)
    words = reader_words(texts, read.who, read.fetch.agent)
    output.say(texts.tr("{reader} is not expected any more.", reader=words))


def _reader(services: Services, texts: Catalogue, link: Link, named: str) -> LastRead:
    """Return the reader of a link with this name or agent (UserError)."""
    wanted = named.strip().casefold()
    for read in services.readers.readers(link.id):
        known_as = (read.who.text(texts), read.who.name or "", read.who.key, read.fetch.agent)
        if wanted in {name.casefold() for name in known_as if name}:
            return read
    raise UserError("No reader “{name}” has read this link.", name=named)


def _rows(services: Services, wanted: str | None) -> list[Row]:
    links = in_order(services.links.all()) if wanted is None else [meant(services, wanted)]
    silent = services.readers.silent()
    readers = services.readers.readers_of_all()
    return [
        (link, read, next((one for one in silent.get(link.id, ()) if one.who == read.who), None))
        for link in links
        for read in readers.get(link.id, ())
    ]


def _record(link: Link, read: LastRead, silent: SilentReader | None) -> dict[str, object]:
    return {
        "link_id": link.id,
        "subject": link.subject,
        "label": link.label,
        "reader": read.reader,
        "agent": read.fetch.agent,
        "last_read": read.fetch.at,
        "silent": silent is not None,
        "usual_seconds": silent and round(silent.usual.total_seconds()),
    }


def _table(texts: Catalogue, rows: Sequence[Row]) -> str:
    columns = [
        Column(texts.tr("Link"), flexible=True),
        Column(texts.tr("Reader"), flexible=True),
        Column(texts.tr("Last read")),
        Column(texts.tr("To note"), flexible=True),
        Column(texts.tr("Calls itself"), flexible=True),
    ]
    return output.table(
        columns,
        (
            (
                f"{link.id}: {link_title(texts, link)}",
                read.who.text(texts),
                texts.moment(read.fetch.at),
                _notice(texts, silent),
                read.fetch.agent,
            )
            for link, read, silent in rows
        ),
    )


def _notice(texts: Catalogue, silent: SilentReader | None) -> str:
    if silent is None:
        return ""
    return texts.tr("silent; usually {usual}", usual=every(texts, silent.usual))
