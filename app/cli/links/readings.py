"""The commands about what leaves through a link, and who has fetched it."""

from __future__ import annotations

import click

from app.cli.common import output
from app.cli.common.output import Column
from app.cli.common.parts import Command, Number, argument, json_option, option
from app.cli.common.session import Session
from app.cli.links.options import meant
from app.cli.links.output import Links
from app.core.errors import UserError
from app.core.links.address import LinkAddress
from app.core.links.address_forms import Theme, iframe_snippet
from app.core.links.link import Link, LinkKind
from app.core.publishing.addresses.address_words import readers_unknown
from app.core.readers import words as reader_words
from app.i18n import LANGUAGES, N_, Catalogue, catalogue
from app.services.links.readers import ReadBy
from app.services.services import Services

_FETCHES_SHOWN = 50


@click.command(
    "preview",
    cls=Command,
    help=N_(
        "Print the calendar of a link, byte for byte as its readers get it. Of a disabled link it "
        "is what they would get."
    ),
    examples=[
        'zimmerfrei link preview "Seeblick 1" > seeblick-1.ics',
        "zimmerfrei link preview 3 --json",
    ],
)
@argument("wanted", N_("UNIT-OR-ID"))
@json_option
@click.pass_obj
def preview(session: Session, wanted: str, as_json: bool) -> None:
    """Print the calendar of a link."""
    with session.opened() as services:
        found = meant(services, wanted)
        _refuse_archived(services, found)
        body = services.links.preview(found)
    if not as_json:
        output.say_bytes(body)
        return
    # Here and not above: the calendar's library is slow to import.
    from app.core.ical.ours import CalendarView  # noqa: PLC0415

    view = CalendarView(body)
    output.say_json(
        [
            {
                "first": entry.first,
                "end": entry.end,
                "summary": entry.summary,
                "description": entry.description,
                "location": entry.location,
                "tentative": entry.tentative,
            }
            for entry in view.entries(0, len(view))
        ]
    )


@click.command(
    "fetches",
    cls=Command,
    help=N_("List who has fetched a link lately, and what they got, the newest first."),
    examples=['zimmerfrei link fetches "Seeblick 1" --limit 10'],
)
@argument("wanted", N_("UNIT-OR-ID"))
@option(
    "--limit",
    type=Number(),
    default=_FETCHES_SHOWN,
    show_default=True,
    metavar=N_("NUMBER"),
    help=N_("At most so many."),
)
@json_option
@click.pass_obj
def fetches(session: Session, wanted: str, limit: int, as_json: bool) -> None:
    """List who has fetched a link."""
    with session.opened() as services:
        found = meant(services, wanted)
        recent = services.readers.recent(found.id, limit) if limit > 0 else []
        address = services.addresses.of(found)
    texts = session.texts
    if as_json:
        output.say_json([_record(read, address) for read in recent])
        return
    unknown = readers_unknown(texts, address)
    if recent:
        output.say("\n".join(filter(None, [unknown, _table(texts, recent, address)])))
    else:
        output.say(unknown or texts.tr("Nobody has fetched this link yet."))


@click.command(
    "snippet",
    cls=Command,
    help=N_(
        "Print what you put into your website's HTML so that it shows the availability calendar "
        "of a link for a website. UNIT means its link of this kind."
    ),
    examples=[
        'zimmerfrei link add "Seeblick 1" --website',
        'zimmerfrei link snippet "Seeblick 1"',
    ],
)
@argument("wanted", N_("UNIT-OR-ID"))
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=N_("Always in this language, instead of that of each visitor."),
)
@option(
    "--theme",
    type=click.Choice([theme.value for theme in Theme]),
    default=Theme.LIGHT.value,
    show_default=True,
    help=N_("Its colours: light, dark, or auto for those that each visitor has."),
)
@json_option
@click.pass_obj
def snippet(session: Session, wanted: str, language: str | None, theme: str, as_json: bool) -> None:
    """Print the HTML for a website."""
    with session.opened() as services:
        found = meant(services, wanted, LinkKind.WEBSITE)
        if found.kind is not LinkKind.WEBSITE:
            raise UserError(
                "Link {id} is not made for a website: it must not stand where everybody can read "
                "it. `zimmerfrei link add UNIT --website` makes one that may.",
                id=str(found.id),
            )
        address = Links.one(services, found).address_record(found)
    title = catalogue(language or found.language).tr("Availability calendar")
    html = iframe_snippet(str(address["url"]), language, title, Theme(theme))
    if as_json:
        output.say_json({"snippet": html, **address})
    else:
        output.say(html)


def _refuse_archived(services: Services, link: Link) -> None:
    if services.links.archived(link):
        raise UserError(
            "{unit} is archived: its links answer no more until you bring it back.",
            unit=link.subject,
        )


def _record(read: ReadBy, address: LinkAddress) -> dict[str, object]:
    return {
        "at": read.fetch.at,
        "since": read.since,
        "times": read.times,
        "reader": read.reader,
        "agent": read.fetch.agent,
        "person": read.person,
        "origin": read.fetch.origin.value,
        "status": read.fetch.status,
        "old_address": address.reads_old_address(read.fetch.at),
    }


def _table(texts: Catalogue, recent: list[ReadBy], address: LinkAddress) -> str:
    columns = [
        Column(texts.tr("When")),
        Column(texts.tr("Reader"), flexible=True),
        Column(texts.tr("From where")),
        Column(texts.tr("Answer")),
        Column(texts.tr("Times"), right=True),
    ]
    return output.table(columns, (_row(texts, read, address) for read in recent))


def _row(texts: Catalogue, read: ReadBy, address: LinkAddress) -> tuple[str, ...]:
    reader = reader_words.reader(texts, read.who, read.fetch.agent)
    if read.person:
        reader = texts.tr("{reader} (a person, no calendar)", reader=reader)
    elif address.reads_old_address(read.fetch.at):
        reader = texts.tr("{reader} (old address here)", reader=reader)
    return (
        texts.moment(read.fetch.at),
        reader,
        texts.tr(reader_words.ORIGINS[read.fetch.origin]),
        reader_words.answer(texts, read.fetch.status),
        str(read.times),
    )
