"""The commands about backups: what there are, another one, going back to one, a look at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.output import Column
from app.cli.common.parts import Group, argument, json_option, option
from app.cli.common.session import Session
from app.core.backups import words
from app.core.data_place import warning
from app.core.errors import UserError
from app.i18n import N_
from app.services.data_folder.unsafe_place import unsafe_place
from app.services.diagnostics.checked import checked_lines

if TYPE_CHECKING:
    from app.core.backups.copies import Examined
    from app.i18n import Catalogue
    from app.services.backups.backups import Backups, Checked, Comparison, Listed, Restored


@click.group(
    cls=Group,
    help=N_(
        "Backups: one is made on each day of use, and one before each update of the data.\n\n"
        "The newest 14 days are kept, and one of each of the newest 8 weeks and 12 months."
    ),
)
def backup() -> None:
    """Group the commands about backups."""


@backup.command("list", help=N_("List all backups, newest first, after a look into each."))
@json_option
@click.pass_obj
def list_backups(session: Session, as_json: bool) -> None:
    """List backups."""
    with session.backups() as backups:
        found = backups.all()
        records = [_record(one, backups) for one in found]
    if as_json:
        output.say_json(records)
    elif found:
        output.say(_table(session.texts, found))
    else:
        output.say(session.texts.tr("There is no backup yet."))


@backup.command("now", help=N_("Make a backup that is kept until you delete it."))
@click.pass_obj
def back_up_now(session: Session) -> None:
    """Make a backup."""
    with session.opened(backup=False) as services:
        made = services.backups.now()
    output.say(str(made))


@backup.command(
    "restore",
    help=N_(
        "Go back to a backup: FILE is a name from the list, or a path.\n\n"
        "The present state is saved first. A window or server that runs goes on with what was put "
        "back, and links keep their addresses."
    ),
    examples=[
        "zimmerfrei backup restore zimmerfrei-2027-07-06.db --dry-run",
        "zimmerfrei backup restore zimmerfrei-2027-07-06.db",
    ],
)
@argument("file", N_("FILE"))
@option("--dry-run", is_flag=True, help=N_("Only show what would be missing then."))
@click.pass_obj
def restore(session: Session, file: str, dry_run: bool) -> None:
    """Go back to a backup."""
    with session.backups() as backups:
        source = backups.find(file)
        if dry_run:
            output.say("\n".join(_compared(session.texts, backups.compare(source))))
            return
        done = backups.restore(source)
    output.say("\n".join(_restored(session.texts, done)))


@backup.command(
    "check", help=N_("Look at every page of the data and of all backups; status 1 if one is bad.")
)
@json_option
@click.pass_obj
def check(session: Session, as_json: bool) -> None:
    """Look whether everything is sound."""
    with session.backups() as backups:
        checked = backups.check()
        records = [_record(one, backups) for one in checked.backups]
    folder = session.folder()
    place = unsafe_place(folder)
    if as_json:
        present = _found(checked.present)
        output.say_json(
            {"data": present, "backups": records, "sqlite": checked.sqlite, "place": place}
        )
    else:
        output.say(output.pairs(checked_lines(session.texts, checked)))
    if place is not None:
        output.complain(session.texts.tell(warning(place, str(folder.path))))
    _complain(checked)


def _complain(checked: Checked) -> None:
    if not checked.present.sound:
        raise UserError(
            "The data is not sound. `zimmerfrei backup restore FILE` goes back to a backup; "
            "`zimmerfrei backup list` shows which are sound."
        )
    bad = [one.backup.name for one in checked.backups if not one.fine]
    if bad:
        raise UserError(
            "The data is sound, but these backups are not: {names}.", names=", ".join(bad)
        )


def _record(one: Listed, backups: Backups) -> output.Record:
    return {
        "name": one.backup.name,
        "path": str(backups.folder / one.backup.name),
        "made_at": one.backup.made_at,
        "kind": one.backup.kind.value,
        "kept_as": None if one.rhythm is None else one.rhythm.value,
        "size": one.backup.size,
        **_found(one.examined),
    }


def _found(examined: Examined) -> dict[str, object]:
    held = examined.snapshot.contents if examined.sound else None
    return {
        "soundness": examined.soundness.value,
        "sound": examined.sound,
        "units": held and held.units,
        "occupancies": held and held.occupancies,
        "links": held and held.links,
    }


def _table(texts: Catalogue, found: list[Listed]) -> str:
    columns = [
        Column(texts.tr("Backup")),
        Column(texts.tr("Made")),
        Column(texts.tr("Kind")),
        Column(texts.tr("Contents"), flexible=True),
        Column(texts.tr("Size"), right=True),
        Column(texts.tr("State")),
    ]
    rows = (
        (
            one.backup.name,
            texts.moment(one.backup.made_at),
            words.kind(texts, one.backup, one.rhythm),
            words.holds(texts, one.examined),
            words.size(texts, one.backup.size),
            words.state(texts, one.examined.soundness),
        )
        for one in found
    )
    return output.table(columns, rows)


def _compared(texts: Catalogue, comparison: Comparison) -> list[str]:
    name = comparison.source.name
    held = words.contents(texts, comparison.then.snapshot.contents)
    lines = [texts.tr("{name} holds {contents}.", name=name, contents=held)]
    lost = comparison.lost
    if lost is None:
        lines.append(texts.tr("The present data cannot be read, so nothing can be compared."))
    elif not lost:
        lines.append(texts.tr("Nothing that is there now would be missing."))
    else:
        missing = words.lost(texts, lost)
        if missing:
            lines.append(texts.tr("Against now these are missing: {what}.", what=missing))
        lines += [f"  {each}" for each in words.named(texts, lost)]
        lines += filter(None, [words.changed(texts, lost)])
    return [output.single_line(line) if not line.startswith(" ") else line for line in lines]


def _restored(texts: Catalogue, done: Restored) -> list[str]:
    lines = _compared(texts, done.comparison)
    lines.append(texts.tr("Restored: the data is as in {name}.", name=done.comparison.source.name))
    if done.saved is not None:
        lines.append(texts.tr("The state before it is in {file}.", file=str(done.saved)))
    return lines
