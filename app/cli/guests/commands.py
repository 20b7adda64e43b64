"""The commands about guests: who is known, everything about one, and forgetting them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.output import unit_names
from app.cli.common.parts import Group, Number, argument, json_option, option
from app.cli.common.pdf import require_pdf, target_of, write_pdf
from app.cli.common.session import Session
from app.cli.guests.output import guest_record, guest_table, stay_table
from app.core.backups.words import until_gone
from app.core.errors import UserError
from app.core.settings import MOST_YEARS
from app.i18n import N_, WINDOW_LANGUAGES, catalogue

if TYPE_CHECKING:
    from app.core.stays.guests import KnownGuest
    from app.core.stays.occupancy import Occupancy
    from app.services.services import Services

GUEST = N_("GUEST")


@click.group(
    cls=Group,
    help=N_(
        "What is known of your guests: who they are, everything about one of them, and forgetting "
        "it for good.\n\n"
        "GUEST is a whole name, a telephone number or an e-mail address."
    ),
)
def guest() -> None:
    """Group the commands about guests."""


@guest.command("list", help=N_("List everybody of whom a name or a contact is known."))
@json_option
@click.pass_obj
def list_guests(session: Session, as_json: bool) -> None:
    """List guests."""
    with session.opened() as services:
        guests = services.privacy.guests()
    if as_json:
        output.say_json([guest_record(one) for one in guests])
    elif guests:
        output.say(guest_table(session.texts, guests))
    else:
        output.say(session.texts.tr("Nothing is known of any guest."))


@guest.command(
    "show",
    help=N_(
        "Show everything that is known of GUEST: all stays, cancelled ones too, and those under "
        "another name that share a telephone number or an e-mail address."
    ),
)
@argument("wanted", GUEST)
@json_option
@click.pass_obj
def show_guest(session: Session, wanted: str, as_json: bool) -> None:
    """Show a guest."""
    with session.opened() as services:
        known, stays = _found(services, wanted)
        if as_json:
            from app.services.exchange.own_data import guest_record as record  # noqa: PLC0415

            output.say_json(record(services.units, services.house_clock.today(), known.name, stays))
            return
        units = unit_names(services)
        kept = until_gone(session.texts, services.privacy.backups_of(stays))
    output.say(stay_table(session.texts, stays, units))
    output.say(kept)


@guest.command(
    "export",
    help=N_(
        "Write everything that is known of GUEST to a file: as a letter to them (.pdf), or for "
        "other programs (.json)."
    ),
    examples=[
        'zimmerfrei guest export "Anna Huber" --out huber.pdf --language en',
        "zimmerfrei guest export anna@example.org --out huber.json",
    ],
)
@argument("wanted", GUEST)
@option("--out", required=True, metavar=N_("FILE"), help=N_("The file to write: .pdf or .json."))
@option(
    "--language",
    type=click.Choice([*WINDOW_LANGUAGES]),
    help=N_("The language of the letter; yours unless said otherwise."),
)
@click.pass_obj
def export_guest(session: Session, wanted: str, out: str, language: str | None) -> None:
    """Write what is known of a guest to a file."""
    from app.services.exchange.own_data import (  # noqa: PLC0415  # for this command alone
        guest_record as record,
    )
    from app.services.exchange.own_data import own_data_letter, save_record  # noqa: PLC0415

    target = target_of(out)
    suffix = target.suffix.lower()
    if suffix not in {".pdf", ".json"}:
        raise UserError("A guest is written to a file that ends in .pdf or .json.")
    texts = catalogue(language or session.texts.language.key)
    if suffix == ".pdf":
        require_pdf()
    with session.opened() as services:
        if language is None:
            texts = session.texts
        known, stays = _found(services, wanted)
        if suffix == ".json":
            save_record(
                record(services.units, services.house_clock.today(), known.name, stays), target
            )
        else:
            letter = own_data_letter(services.units, services.house_clock.today(), stays, texts)
    if suffix == ".pdf":
        write_pdf(letter, texts, target)
    output.say(session.texts.tr("Saved: {name}", name=target.name))


@guest.command(
    "forget",
    help=N_(
        "Forget GUEST for good: name, contact, note and all else that says who it was goes from "
        "all of their stays; dates, unit, portal and number of persons stay. Cancelled stays go "
        "as a whole. `guest show` says which these are. It cannot be taken back."
    ),
    examples=[
        'zimmerfrei guest forget "Anna Huber"',
        'zimmerfrei guest forget "Anna Huber" --stay 12 --stay 31',
    ],
)
@argument("wanted", GUEST)
@option(
    "--stay",
    "only",
    type=Number(),
    multiple=True,
    metavar=N_("ID"),
    help=N_("Only this one of their stays; may be given several times."),
)
@click.pass_obj
def forget_guest(session: Session, wanted: str, only: Sequence[int]) -> None:
    """Forget a guest."""
    with session.opened() as services:
        _, stays = _found(services, wanted)
        theirs = {stay.id for stay in stays}
        for number in only:
            if number not in theirs:
                raise UserError("The occupancy number {id} is none of this guest.", id=str(number))
        done = services.privacy.forget(list(only) or [stay.id for stay in stays])
    texts = session.texts
    output.say(
        " ".join(
            (
                texts.trn(
                    "{n} stay says no more whose it was.",
                    "{n} stays say no more whose they were.",
                    done.emptied,
                ),
                texts.trn(
                    "{n} cancelled stay is deleted.",
                    "{n} cancelled stays are deleted.",
                    done.deleted,
                ),
                until_gone(texts, done.backups),
            )
        )
    )


@guest.command(
    "due",
    help=N_(
        "Show which stays would say no more whose they were if guests were kept for so many years "
        "after their departure. Nothing is changed; `settings set guest_years` does it, each day."
    ),
    examples=["zimmerfrei guest due --years 3", "zimmerfrei settings set guest_years 3"],
)
@option(
    "--years",
    type=click.IntRange(1, MOST_YEARS),
    metavar=N_("NUMBER"),
    help=N_("How many years; what is set unless given."),
)
@json_option
@click.pass_obj
def due_guests(session: Session, years: int | None, as_json: bool) -> None:
    """Show what would be emptied."""
    texts = session.texts
    with session.opened() as services:
        texts = session.texts
        years = years or services.settings.get().guest_years
        if not years:
            raise UserError("Please say for how many years, such as --years 3.")
        stays = services.privacy.due(years)
        units = unit_names(services)
        if as_json:
            from app.services.exchange.own_data import stay_records  # noqa: PLC0415

            output.say_json(stay_records(services.units, stays))
            return
    if stays:
        output.say(stay_table(texts, stays, units))
    output.say(
        texts.trn(
            "{n} stay departed that long ago.", "{n} stays departed that long ago.", len(stays)
        )
    )


def _found(services: Services, wanted: str) -> tuple[KnownGuest, list[Occupancy]]:
    known = services.privacy.find(wanted)
    return known, services.privacy.stays_of(known)
