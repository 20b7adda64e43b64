"""What the commands about links are given: which link is meant, of what, what it shall say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from app.cli.common.parts import LARGEST_ID, Number, given, option, translated
from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.links.details import Details, Field, Options, Preset
from app.core.links.link import WHOLE_HOUSE, Link, LinkChoices, LinkKind, Scope, Target
from app.core.portals import portal_name
from app.core.wanted import BY_NAME, BY_NUMBER, Wanted, chosen, wanted
from app.i18n import LANGUAGES, N_
from app.services.services import Services

_OF = (
    option("--property", "place", metavar=N_("NAME"), help=N_("All units of this property.")),
    option("--house", "house", is_flag=True, help=N_("All units.")),
    option("--staff", metavar=N_("NAME"), help=N_("The work of this staff member.")),
)
_KINDS = (
    option(
        "--changeovers",
        is_flag=True,
        help=N_("Of a staff member: the days of departure (unless said otherwise)."),
    ),
    option(
        "--occupancies",
        is_flag=True,
        help=N_("Of a staff member: the occupancies of their units."),
    ),
    option(
        "--website",
        is_flag=True,
        help=N_("For your website: a page that says free and occupied and never more."),
    ),
)
_CHOICES = (
    option("--label", metavar=N_("TEXT"), help=N_("What you call it.")),
    option(
        "--portal",
        metavar=N_("PORTAL"),
        help=N_(
            "Whom it is for: airbnb, booking, fewo-direkt … or your own text. What was read from "
            "that portal and not changed since is left out."
        ),
    ),
    option(
        "--details",
        "preset",
        type=click.Choice([preset.value for preset in Preset]),
        help=N_("How much it says: occupied only (unless said otherwise), with title, everything."),
    ),
    option(
        "--field",
        "fields",
        multiple=True,
        type=click.Choice([field.value for field in Field]),
        help=N_("Say this; may be given several times. Alone it means just these."),
    ),
    option(
        "--options",
        type=click.Choice([how.value for how in Options]),
        help=N_("How options appear; left out, their days stay bookable on the portal."),
    ),
    option(
        "--owner-stays/--no-owner-stays",
        "owner_stays",
        default=None,
        help=N_("With your own stays, or without."),
    ),
    option("--blocks/--no-blocks", "blocks", default=None, help=N_("With blocks, or without.")),
    option(
        "--own-entries/--leave-out-own-entries",
        "own_entries",
        default=None,
        help=N_(
            "With what you entered yourself for its portal, or without: the portal then hears "
            "nothing of your changes."
        ),
    ),
    option(
        "--back", type=Number(), metavar=N_("MONTHS"), help=N_("How many months back it reaches.")
    ),
    option(
        "--ahead",
        type=Number(optional=True),
        metavar=N_("MONTHS"),
        help=N_("How many months ahead it reaches; an empty text means everything."),
    ),
    option(
        "--language",
        type=click.Choice(LANGUAGES),
        help=N_("The language of its words, such as that for “occupied”."),
    ),
    option(
        "--here-only/--on-webspace",
        "here_only",
        default=None,
        help=N_(
            "Leave it out of what is put on your webspace, or put it there like the others. Its "
            "address changes by that."
        ),
    ),
)


def of_options(function: Any) -> Any:
    """Add the options that say of what a link is, where it is not of a unit."""
    return _with(_OF, function)


def kind_options(function: Any) -> Any:
    """Add the options that say which kind of link it is."""
    return _with(_KINDS, function)


def choice_options(function: Any) -> Any:
    """Add the options about label, portal and level of detail; `edited` reads them."""
    return _with(_CHOICES, function)


def target_given(ctx: click.Context, services: Services, unit: str | None) -> Target | None:
    """Return of what links are meant by the unit or one of `of_options`, None where by none.

    Raises:
        click.UsageError: there is more than one.
        UserError: there is no such thing.
    """
    place, staff = ctx.params["place"], ctx.params["staff"]
    if sum([unit is not None, place is not None, staff is not None, ctx.params["house"]]) > 1:
        raise click.UsageError(
            translated(N_("Please give only one of: a unit, --property, --house, --staff.")), ctx
        )
    if unit is not None:
        return Target(Scope.UNIT, services.units.find(unit).id)
    if place is not None:
        return Target(Scope.PROPERTY, services.units.find_property(place).id)
    if staff is not None:
        return Target(Scope.STAFF, services.staff.find(staff).id)
    return WHOLE_HOUSE if ctx.params["house"] else None


def kind_given(ctx: click.Context, target: Target) -> LinkKind:
    """Return the kind of link that shall be added for `target` (click.UsageError)."""
    changeovers, website = ctx.params["changeovers"], ctx.params["website"]
    if sum([changeovers, website, ctx.params["occupancies"]]) > 1:
        raise click.UsageError(
            translated(N_("Please give only one of: --changeovers, --occupancies, --website.")), ctx
        )
    if website:
        if target.scope is not Scope.UNIT:
            raise click.UsageError(
                translated(N_("A link for your website shows one unit. Please choose one.")), ctx
            )
        return LinkKind.WEBSITE
    if target.scope is Scope.STAFF:
        return LinkKind.CALENDAR if ctx.params["occupancies"] else LinkKind.CHANGEOVERS
    if changeovers or ctx.params["occupancies"]:
        raise click.UsageError(
            translated(N_("--changeovers and --occupancies need --staff with a name.")), ctx
        )
    return LinkKind.CALENDAR


def edited(ctx: click.Context, choices: LinkChoices) -> LinkChoices:
    """Return `choices` with what stands on the command line."""
    wanted = given(ctx) & {"label", "portal", "language", "here_only"}
    values = {name: ctx.params[name] for name in wanted}
    if "portal" in values and "label" not in values and choices.label == _own_label(choices):
        # Nobody thought of this label: it is the name of the portal that it was for.
        values["label"] = ""
    return replace(choices, **values, details=_details(ctx, choices.details))


def _details(ctx: click.Context, details: Details) -> Details:
    wanted, params = given(ctx), ctx.params
    if "preset" in wanted:
        details = details.with_preset(Preset(params["preset"]))
    if "fields" in wanted:
        beside = details.fields if "preset" in wanted else frozenset()
        details = replace(details, fields=beside | {Field(name) for name in params["fields"]})
    values = {name: params[name] for name in wanted & {"owner_stays", "blocks", "own_entries"}}
    if "options" in wanted:
        values["options"] = Options(params["options"])
    if "back" in wanted:
        values["months_back"] = params["back"]
    if "ahead" in wanted:
        values["months_ahead"] = params["ahead"]
    return replace(details, **values)


def _own_label(choices: LinkChoices) -> str:
    return portal_name(choices.portal) if choices.portal else ""


def numbered(services: Services, link_id: int) -> Link:
    """Return the link with this number (UserError)."""
    if not 0 < link_id <= LARGEST_ID:
        raise UserError("There is no link with the number {id}.", id=str(link_id))
    return services.links.get(link_id)


def meant(services: Services, text: str, kind: LinkKind = LinkKind.CALENDAR) -> Link:
    """Return the link that `text` means (UserError).

    The name of a unit means its own link, or of `kind` WEBSITE its one for a website; a number is
    that of a link. "name:7" and "id:7" say plainly which of the two is meant.
    """
    what = wanted(text)
    if what.name is None:
        return numbered(services, what.number or 0)
    unit = chosen(Wanted(what.text, what.name, None), services.units.named(what.name), None)
    link = None
    if what.number is not None:
        link = next((one for one in services.links.all() if one.id == what.number), None)
    if unit is None:
        if what.number is None:
            raise UserError("There is no unit and no link “{name}”.", name=what.text)
        return numbered(services, what.number)
    if link is not None and (link.target, link.kind) != (Target(Scope.UNIT, unit.id), kind):
        raise _two_links(what)
    found = _website(services, unit) if kind is LinkKind.WEBSITE else _own(services, unit)
    if link is not None and link.id != found.id:
        raise _two_links(what)
    return found


def _two_links(what: Wanted) -> UserError:
    return UserError(
        "“{text}” is the name of a unit and the number of another link. Please write {by_name} "
        "or {by_number}.",
        text=what.text,
        by_name=f"{BY_NAME}{what.text}",
        by_number=f"{BY_NUMBER}{what.text}",
    )


def _own(services: Services, unit: Unit) -> Link:
    for found in services.links.all(Target(Scope.UNIT, unit.id)):
        if found.main:
            return found
    raise UserError(
        "{unit} has no link of its own yet. `zimmerfrei link enable` makes it.", unit=unit.name
    )


def _website(services: Services, unit: Unit) -> Link:
    links = services.links.all(Target(Scope.UNIT, unit.id))
    found = [link for link in links if link.kind is LinkKind.WEBSITE]
    if not found:
        raise UserError(
            "{unit} has no link for a website yet. `zimmerfrei link add UNIT --website` makes one.",
            unit=unit.name,
        )
    if len(found) > 1:
        raise UserError(
            "{unit} has several links for a website. Please give the number of one: {ids}.",
            unit=unit.name,
            ids=", ".join(str(link.id) for link in found),
        )
    return found[0]


def _with(options: Any, function: Any) -> Any:
    for one in reversed(options):
        function = one(function)
    return function
