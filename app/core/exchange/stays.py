"""From the lines of a file to occupancies as an owner would enter them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.core.errors import UserError
from app.core.exchange import cell_words
from app.core.exchange.columns import Columns
from app.core.exchange.day_cells import Cell, DateOrder, day_of_cell
from app.core.exchange.fields import DATES, FileField
from app.core.exchange.house import House, LeftOutError
from app.core.exchange.table import CELL_LIMIT, FileTable
from app.core.progress import Report, StoppedError, unheard
from app.core.stays.occupancy import OccupancyDraft, Status, check_occupancy
from app.dataclass import dataclass
from app.i18n import N_, Message

OWN_UIDS = "@zimmerfrei"
_NAMES = uuid.UUID("6b1f0d0c-6f63-4f5d-9d0b-0d6a55a3a6d1")
REPORT_EVERY = 500


@dataclass(frozen=True, slots=True)
class FileStay:
    """An occupancy that a file asks for.

    `line` is its number in the file; `given` are the fields of the draft that the file says
    anything of, the others are as usual. `uid` is what it is known by, empty where the file does
    not say; `number` what the file itself calls it.
    """

    line: int
    draft: OccupancyDraft
    given: frozenset[str]
    uid: str = ""
    number: str = ""

    def in_unit(self, unit_id: int) -> FileStay:
        """Return it as one of another unit."""
        uid = known_as(self.number, unit_id) if self.number else self.uid
        return replace(self, draft=replace(self.draft, unit_id=unit_id), uid=uid)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be entered, and why.

    `line` is its number in the file, 0 where it has none. `what` are the words by which the owner
    finds it there, in `unit` on `days` where these could be read.
    """

    line: int
    what: str
    why: Message
    unit: str = ""
    days: tuple[date, date] | None = None

    def named(self, written: Callable[[date, date], str]) -> str:
        """Return what it is called, its days as they are `written`."""
        days = written(*self.days) if self.days is not None else ""
        return " · ".join(filter(None, (self.unit, days, self.what)))


@dataclass(frozen=True, slots=True)
class FileStays:
    """Everything that a file asks for, in its order.

    Of a calendar (`events`) the numbers are those of its events, for nobody counts its lines.
    `refused` cannot be read; `free` takes no night, such as a cancelled event of a calendar;
    `left_out` counts what is of units that the owner does not want.
    """

    stays: tuple[FileStay, ...]
    refused: tuple[Refusal, ...] = ()
    free: tuple[Refusal, ...] = ()
    left_out: int = 0
    events: bool = False


def known_as(number: str, unit_id: int) -> str:
    """Return the uid of what another program calls `number`: always the same one.

    What is ours stays ours. Two rooms of one booking are two occupancies.
    """
    if not number or number.endswith(OWN_UIDS):
        return number
    return f"{uuid.uuid5(_NAMES, f'{unit_id} {number}')}{OWN_UIDS}"


def stays_of_table(
    table: FileTable, columns: Columns, house: House, report: Report = unheard
) -> FileStays:
    """Return what the lines of a file ask for.

    Raises:
        UserError: the columns do not say where, from when or until when.
        StoppedError: `report` said so.
    """
    if not columns.complete:
        raise UserError("Please say which columns are the unit, the arrival and the departure.")
    reader = StayReader(house, columns.order, columns.unit_id)
    fields = [(field, place) for place, field in enumerate(columns.fields) if field is not None]
    # The unit first: of a line that is not wanted nothing else is looked at.
    fields.sort(key=lambda one: one[0] is not FileField.UNIT)
    stays, refused, left_out = [], [], 0
    for at, row in enumerate(table.rows):
        if at % REPORT_EVERY == 0 and not report(at, len(table.rows)):
            raise StoppedError
        number = table.numbers[at]
        try:
            stays.append(reader.stay(number, ((field, row[place]) for field, place in fields)))
        except UserError as error:
            refused.append(Refusal(number, words(row), _why(error, short=number in table.short)))
        except LeftOutError:
            left_out += 1
    return FileStays(tuple(stays), tuple(refused), left_out=left_out)


def _why(error: UserError, *, short: bool) -> Message:
    said = Message(error.message, error.values)
    if not short:
        return said
    return Message(N_("The line ends too early. {why}"), {"why": said})


def words(row: Iterable[Cell]) -> str:
    """Return what a line says, as the owner recognises it."""
    said_there = (cell if isinstance(cell, str) else cell.isoformat() for cell in row)
    return " · ".join(text.strip()[:60] for text in said_there if text.strip())[:200]


class StayReader:
    """Reads what a file says, one occupancy after the other; what was understood is kept."""

    def __init__(self, house: House, order: DateOrder, unit_id: int | None) -> None:
        """`unit_id` is the unit of what names none, `order` how days are written."""
        self._house = house
        self._order = order
        self._unit_id = unit_id
        self._known: dict[tuple[FileField, Cell], object] = {}
        self._given: dict[frozenset[str], frozenset[str]] = {}

    def stay(self, line: int, cells: Iterable[tuple[FileField, Cell]]) -> FileStay:
        """Return what these cells ask for; empty ones say nothing.

        Raises:
            UserError: nothing that could be entered.
            LeftOutError: the owner does not want it.
        """
        values: dict[str, Any] = {}
        for field, cell in cells:
            if isinstance(cell, date) or cell.strip():
                values[field.value] = self._value(field, cell)
        number = str(values.pop(FileField.NUMBER.value, ""))
        self._complete(values)
        draft = check_occupancy(OccupancyDraft(**values))
        given = frozenset(values) - {"unit_id"}
        kept = self._given.setdefault(given, given)
        return FileStay(line, draft, kept, known_as(number, draft.unit_id), number)

    def _complete(self, values: dict[str, Any]) -> None:
        """Put in the unit of all lines and the departure where nights tell it (UserError)."""
        if "unit" in values:
            values["unit_id"] = values.pop("unit")
        elif self._unit_id is not None:
            values["unit_id"] = self._unit_id
        else:
            raise UserError("It names no unit.")
        if "staff" in values:
            values["staff_id"] = values.pop("staff")
        _join_names(values)
        _count_party(values)
        if "arrival" not in values:
            raise UserError("The arrival is missing.")
        nights = values.pop(FileField.NIGHTS.value, None)
        if "departure" not in values:
            if nights is None:
                raise UserError("The departure is missing.")
            values["departure"] = _after(values["arrival"], nights)
        if "option_until" in values and "status" not in values:
            values["status"] = Status.OPTION

    def _value(self, field: FileField, cell: Cell) -> object:
        if field in _FREE_TEXTS:
            return _text(cell)
        key = (field, cell)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._understood(field, cell)
        return found

    def _understood(self, field: FileField, cell: Cell) -> object:
        if field in DATES:
            return _day(field, cell, self._order)
        return _read(field, _text(cell), self._house)


_FREE_TEXTS = frozenset(
    {
        FileField.GUEST,
        FileField.FIRST_NAME,
        FileField.PHONE,
        FileField.EMAIL,
        FileField.CONTACT,
        FileField.NOTE,
        FileField.NUMBER,
    }
)


def _text(cell: Cell) -> str:
    text = cell.strip() if isinstance(cell, str) else cell.isoformat()
    if len(text) > CELL_LIMIT:
        raise UserError("A text of this line is too long.")
    return text


def _read(field: FileField, text: str, house: House) -> object:
    """Return what a text means in this field (UserError where it means nothing)."""
    match field:
        case FileField.UNIT:
            return house.unit_id(text)
        case FileField.STAFF:
            return house.staff_id(text)
        case FileField.PERSONS | FileField.NIGHTS:
            return _wanted(cell_words.persons_of(text), N_("“{text}” is no number."), text)
        case FileField.ADULTS | FileField.CHILDREN | FileField.PETS:
            return _wanted(cell_words.count_of(text), N_("“{text}” is no number."), text)
        case FileField.ARRIVAL_TIME:
            return _wanted(cell_words.time_of(text), N_("“{text}” is no time of day."), text)
        case FileField.KIND:
            return _wanted(cell_words.kind_of(text), N_("“{text}” is no kind of occupancy."), text)
        case FileField.STATUS:
            return _wanted(
                cell_words.status_of(text), N_("“{text}” is no status that is known."), text
            )
        case FileField.PORTAL:
            return cell_words.portal_of(text)
        case _:
            return text


def _join_names(values: dict[str, Any]) -> None:
    """Make one name of a first and a last one."""
    first = values.pop(FileField.FIRST_NAME.value, None)
    if first is not None:
        last = values.get("guest", "")
        values["guest"] = f"{first} {last}".strip()


def _count_party(values: dict[str, Any]) -> None:
    """Let adults and children tell how many come, where nothing else does (UserError).

    Where a file says persons and adults, the others are children. Persons may be more than adults
    and children together: small children are often counted with neither.
    """
    adults = values.pop(FileField.ADULTS.value, None)
    if adults is None:
        return
    if "persons" not in values:
        count = adults + values.get("children", 0)
        if count:
            values["persons"] = count
    elif adults > values["persons"]:
        raise UserError("There are more adults than persons.")
    elif "children" not in values:
        values["children"] = values["persons"] - adults


def _wanted(found: object, why: str, text: str) -> object:
    if found is None:
        raise UserError(why, text=text)
    return found


def _day(field: FileField, cell: Cell, order: DateOrder) -> date:
    day = day_of_cell(cell, order)
    if day is None:
        why = {
            FileField.ARRIVAL: N_("The arrival “{text}” is no date with a year."),
            FileField.DEPARTURE: N_("The departure “{text}” is no date with a year."),
            FileField.OPTION_UNTIL: N_("“{text}” is no date with a year."),
        }[field]
        raise UserError(why, text=str(cell).strip())
    return day


def _after(arrival: date, nights: int) -> date:
    try:
        return arrival + timedelta(days=nights)
    except OverflowError:
        return date.max
