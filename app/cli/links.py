"""The commands about links: publish a unit, and say who reads it."""

from __future__ import annotations

import click

from app.bootstrap import Services
from app.cli import output
from app.cli.output import Column
from app.cli.parts import LARGEST_ID, Group, Number, argument, json_option, option, translated
from app.cli.session import Session
from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.unit import Unit
from app.i18n import N_, Catalogue


@click.group(
    cls=Group,
    help=N_(
        "The calendar links that Google, Airbnb and others read. A link says “occupied” and "
        "nothing else.\n\n"
        "UNIT-OR-ID is the name of a unit, which means its own link, or the number of a link."
    ),
)
def link() -> None:
    """Group the commands about links."""


@link.command(
    "list", help=N_("List the links with their addresses. An address opens the calendar: keep it.")
)
@json_option
@click.pass_obj
def list_links(session: Session, as_json: bool) -> None:
    """List links."""
    with session.opened() as services:
        links = services.links.all()
        if as_json:
            base = services.links.base()
            output.say_json([_record(services, link, base) for link in links])
        elif links:
            output.say(_table(session.texts, services, links))
        else:
            output.say(
                session.texts.tr("No links yet. `zimmerfrei link enable UNIT` makes the first one.")
            )


@link.command(
    "enable",
    help=N_(
        "Publish UNIT and print the address alone. A link that was disabled comes back under the "
        "address it had."
    ),
    examples=[
        'zimmerfrei link enable "Seeblick 1" | xclip',
    ],
)
@argument("name", N_("UNIT"), required=False)
@option("--link", "link_id", type=Number(), metavar=N_("ID"), help=N_("This further link instead."))
@click.pass_context
def enable_link(ctx: click.Context, name: str | None, link_id: int | None) -> None:
    """Enable a link."""
    if (name is None) == (link_id is None):
        raise click.UsageError(
            translated(N_("Please give either a unit or --link with a number.")), ctx
        )
    with ctx.ensure_object(Session).opened() as services:
        if link_id is not None:
            found = _numbered(services, link_id)
            enabled = services.links.enable(found.id, sequence=found.sequence)
        else:
            enabled = services.links.enable_unit(services.units.find(name or "").id)
        output.say(services.links.address(enabled))


@link.command(
    "disable",
    help=N_(
        "Let a link answer no more; its address is kept. Portals keep the days they know until you "
        "remove the link there."
    ),
)
@argument("target", N_("UNIT-OR-ID"))
@click.pass_obj
def disable_link(session: Session, target: str) -> None:
    """Disable a link."""
    with session.opened() as services:
        found = _meant(services, target)
        services.links.disable(found.id, sequence=found.sequence)
    output.say(session.texts.tr("Disabled: {link}.", link=_called(session.texts, found)))


@link.command(
    "renew",
    help=N_(
        "Give a link a new address and print it alone. The old one is gone for good: who reads it "
        "needs the new one."
    ),
)
@argument("target", N_("UNIT-OR-ID"))
@click.pass_obj
def renew_link(session: Session, target: str) -> None:
    """Give a link a new address."""
    with session.opened() as services:
        found = _meant(services, target)
        renewed = services.links.renew(found.id, sequence=found.sequence)
        output.say(services.links.address(renewed))


@link.command("delete", help=N_("Delete a link. Its address is gone for good."))
@argument("target", N_("UNIT-OR-ID"))
@click.pass_obj
def delete_link(session: Session, target: str) -> None:
    """Delete a link."""
    with session.opened() as services:
        found = _meant(services, target)
        services.links.delete(found.id, sequence=found.sequence)
    output.say(session.texts.tr("Deleted: {link}.", link=_called(session.texts, found)))


@link.command(
    "add",
    help=N_(
        "Add a further link to UNIT and print its address alone. It is for a portal, a person or a "
        "website, and enabled at once."
    ),
    examples=[
        'zimmerfrei link add "Seeblick 1" --portal airbnb',
    ],
)
@argument("name", N_("UNIT"))
@option("--label", metavar=N_("TEXT"), default="", help=N_("What you call it."))
@option(
    "--portal",
    metavar=N_("PORTAL"),
    default="",
    help=N_("Whom it is for: airbnb, booking, fewo-direkt … or your own text."),
)
@click.pass_obj
def add_link(session: Session, name: str, label: str, portal: str) -> None:
    """Add a further link."""
    with session.opened() as services:
        unit = services.units.find(name)
        choices = LinkChoices(label=label, portal=portal)
        added = services.links.add(LinkKind.CALENDAR, Target(Scope.UNIT, unit.id), choices)
        output.say(services.links.address(added))


def _numbered(services: Services, link_id: int) -> Link:
    if not 0 < link_id <= LARGEST_ID:
        raise UserError("There is no link with the number {id}.", id=str(link_id))
    return services.links.get(link_id)


def _meant(services: Services, target: str) -> Link:
    """Return the link that `target` means: a unit's own one, else the one with this number."""
    wanted = core_texts.name_key(core_texts.readable(target).strip())
    for unit in services.units.all(archived=True):
        if core_texts.name_key(unit.name) == wanted:
            return _own(services, unit)
    if target.strip().isdecimal() and len(target.strip()) < 19:
        return _numbered(services, int(target))
    raise UserError("There is no unit and no link “{name}”.", name=target)


def _own(services: Services, unit: Unit) -> Link:
    for found in services.links.all(Target(Scope.UNIT, unit.id)):
        if found.main:
            return found
    raise UserError(
        "{unit} has no link of its own yet. `zimmerfrei link enable` makes it.", unit=unit.name
    )


def _called(texts: Catalogue, link: Link) -> str:
    return f"{link.subject} · {_label(texts, link)}"


def _label(texts: Catalogue, link: Link) -> str:
    if link.main:
        return texts.tr("own link")
    return link.label or texts.tr("link {id}", id=link.id)


def _record(services: Services, link: Link, base: str) -> dict[str, object]:
    """Return a link as JSON listings show it; its address stays when it is disabled."""
    read = services.links.last_read(link.id)
    return {
        "id": link.id,
        "unit": link.subject,
        "unit_id": link.unit_id,
        "main": link.main,
        "label": link.label,
        "portal": link.portal,
        "enabled": link.enabled,
        "url": services.links.address(link, base),
        "details": link.details.preset.value if link.details.preset else "custom",
        "language": link.language,
        "last_read": read and read.fetch.at,
        "last_reader": read and (read.reader or read.fetch.agent),
        "sequence": link.sequence,
        "created": link.created_at,
        "changed": link.changed_at,
    }


def _table(texts: Catalogue, services: Services, links: list[Link]) -> str:
    archived = {unit.id for unit in services.units.all(archived=True) if unit.archived}
    base = services.links.base()
    columns = [
        Column(texts.tr("No."), right=True),
        Column(texts.tr("Unit"), flexible=True),
        Column(texts.tr("Link"), flexible=True),
        Column(texts.tr("State")),
        Column(texts.tr("Last read")),
        # Last and never shortened: it is what people copy.
        Column(texts.tr("Address")),
    ]
    return output.table(
        columns,
        (
            (
                str(link.id),
                link.subject,
                _label(texts, link),
                _state(texts, link, archived),
                _last_read(texts, services, link),
                services.links.address(link, base),
            )
            for link in links
        ),
    )


def _state(texts: Catalogue, link: Link, archived: set[int]) -> str:
    if link.unit_id in archived:
        return texts.tr("unit is archived")
    return texts.tr("enabled") if link.enabled else texts.tr("disabled")


def _last_read(texts: Catalogue, services: Services, link: Link) -> str:
    read = services.links.last_read(link.id)
    if read is None:
        return texts.tr("never yet")
    reader = texts.tr(read.reader) if read.reader else read.fetch.agent[:30]
    return f"{texts.moment(read.fetch.at)} {reader}"
