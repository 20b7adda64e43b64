"""The commands about links: publish units, say how much leaves, take it back."""

from __future__ import annotations

import click

from app.cli.common import output
from app.cli.common.parts import Group, Number, argument, json_option, option, translated
from app.cli.common.session import Session
from app.cli.links.options import (
    choice_options,
    edited,
    kind_given,
    kind_options,
    meant,
    numbered,
    of_options,
    target_given,
)
from app.cli.links.output import Links, in_order, say_address
from app.cli.links.readings import fetches, preview, snippet
from app.core.links.link import LinkChoices, default_details
from app.core.links.names import link_title, visible_fields
from app.i18n import N_

UNIT_OR_ID = N_("UNIT-OR-ID")


@click.group(
    cls=Group,
    help=N_(
        "The calendar links that Google, Airbnb and others read. A link says “occupied” and "
        "nothing else until you let it say more.\n\n"
        "UNIT-OR-ID is the name of a unit, which means its own link, or the number of a link. "
        "UNIT, a property and a staff member are a name or a number. name:7 and id:7 say which of "
        "the two is meant."
    ),
)
def link() -> None:
    """Group the commands about links."""


@link.command(
    "list",
    help=N_("List the links with their addresses. An address opens the calendar: keep it."),
    examples=[
        'zimmerfrei link list --unit "Seeblick 1"',
        "zimmerfrei link list --json",
    ],
)
@option("--unit", metavar=N_("UNIT"), help=N_("Only those of this unit."))
@of_options
@json_option
@click.pass_context
def list_links(ctx: click.Context, /, unit: str | None, as_json: bool, **_of: object) -> None:
    """List links."""
    session = ctx.ensure_object(Session)
    with session.opened() as services:
        target = target_given(ctx, services, unit)
        found = in_order(services.links.all(target))
        listing = Links.all(services)
        if as_json:
            output.say_json([listing.record(one) for one in found])
        elif found:
            output.say(listing.table(session.texts, found))
        else:
            output.say(
                session.texts.tr("No links yet. `zimmerfrei link enable UNIT` makes the first one.")
                if target is None
                else session.texts.tr("No links here. `zimmerfrei link add --help` says how.")
            )


@link.command(
    "show",
    help=N_("Say everything about one link: its address, what it says, who reads it."),
    examples=['zimmerfrei link show "Seeblick 1"', "zimmerfrei link show 3 --json"],
)
@argument("wanted", UNIT_OR_ID)
@json_option
@click.pass_obj
def show_link(session: Session, wanted: str, as_json: bool) -> None:
    """Show one link."""
    with session.opened() as services:
        found = meant(services, wanted)
        listing = Links.one(services, found)
        if as_json:
            output.say_json(listing.whole_record(found))
        else:
            output.say(listing.words(session.texts, found))


@link.command(
    "add",
    help=N_(
        "Add a further link and print its address alone. It is of UNIT, or of what an option "
        "names, and enabled at once."
    ),
    examples=[
        'zimmerfrei link add "Seeblick 1" --portal airbnb',
        'zimmerfrei link add "Seeblick 1" --website',
        'zimmerfrei link add --staff "Maria Kern"',
        "zimmerfrei link add --house --label Family --details title",
    ],
)
@argument("unit", N_("UNIT"), required=False)
@of_options
@kind_options
@choice_options
@json_option
@click.pass_context
def add_link(ctx: click.Context, /, unit: str | None, as_json: bool, **_given: object) -> None:
    """Add a further link."""
    with ctx.ensure_object(Session).opened() as services:
        target = target_given(ctx, services, unit)
        if target is None:
            raise click.UsageError(
                translated(N_("Please give a unit, or --property, --house or --staff.")), ctx
            )
        kind = kind_given(ctx, target)
        choices = edited(ctx, LinkChoices(details=default_details(kind)))
        added = services.links.add(kind, target, choices).after
        say_address(services, added, as_json=as_json)


@link.command(
    "change",
    help=N_(
        "Change what a link says: only what you give here. Its address stays, unless you say that "
        "it is to be read elsewhere; readers get the change with their next look."
    ),
    examples=[
        'zimmerfrei link change "Seeblick 1" --details title',
        "zimmerfrei link change 3 --options left_out --no-blocks",
        'zimmerfrei link change 3 --ahead ""',
        "zimmerfrei link change 3 --here-only",
    ],
)
@argument("wanted", UNIT_OR_ID)
@choice_options
@click.pass_context
def change_link(ctx: click.Context, /, wanted: str, **_given: object) -> None:
    """Change a link."""
    session = ctx.ensure_object(Session)
    with session.opened() as services:
        before = meant(services, wanted)
        choices = edited(ctx, before.choices())
        change = services.links.change(before.id, choices, sequence=before.sequence)
        url = services.addresses.of(change.after).url
    texts = session.texts
    name = link_title(texts, change.after)
    lines = [
        texts.tr("Changed: {link}.", link=name)
        if change.changed
        else texts.tr("Stays as it is: {link}.", link=name)
    ]
    if change.after.here_only != before.here_only:
        lines.append(texts.tr("Its address is now: {url}", url=url))
    if told := visible_fields(texts, change.after):
        lines.append(told)
    output.say("\n".join(lines))


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
@json_option
@click.pass_context
def enable_link(ctx: click.Context, name: str | None, link_id: int | None, as_json: bool) -> None:
    """Enable a link."""
    if (name is None) == (link_id is None):
        raise click.UsageError(
            translated(N_("Please give either a unit or --link with a number.")), ctx
        )
    with ctx.ensure_object(Session).opened() as services:
        if link_id is not None:
            found = numbered(services, link_id)
            change = services.links.enable(found.id, sequence=found.sequence)
        else:
            change = services.links.enable_unit(services.units.find(name or "").id)
        say_address(services, change.after, as_json=as_json)


@link.command(
    "disable",
    help=N_(
        "Let a link answer no more; its address is kept. Portals keep the days they know until you "
        "remove the link there."
    ),
)
@argument("wanted", UNIT_OR_ID)
@click.pass_obj
def disable_link(session: Session, wanted: str) -> None:
    """Disable a link."""
    with session.opened() as services:
        found = meant(services, wanted)
        services.links.disable(found.id, sequence=found.sequence)
    texts = session.texts
    output.say(texts.tr("Disabled: {link}.", link=link_title(texts, found)))


@link.command(
    "renew",
    help=N_(
        "Give a link a new address and print it alone. The old one is gone for good: who reads it "
        "needs the new one."
    ),
)
@argument("wanted", UNIT_OR_ID)
@json_option
@click.pass_obj
def renew_link(session: Session, wanted: str, as_json: bool) -> None:
    """Give a link a new address."""
    with session.opened() as services:
        found = meant(services, wanted)
        renewed = services.links.renew(found.id, sequence=found.sequence).after
        say_address(services, renewed, as_json=as_json)


@link.command("delete", help=N_("Delete a link. Its address is gone for good."))
@argument("wanted", UNIT_OR_ID)
@click.pass_obj
def delete_link(session: Session, wanted: str) -> None:
    """Delete a link."""
    with session.opened() as services:
        found = meant(services, wanted)
        services.links.delete(found.id, sequence=found.sequence)
    texts = session.texts
    output.say(texts.tr("Deleted: {link}.", link=link_title(texts, found)))


for command in (preview, fetches, snippet):
    link.add_command(command)
