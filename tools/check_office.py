"""Opens exported lists in LibreOffice and holds what it read against what was written.

Each file is converted by LibreOffice to its own Excel file, which says of every cell what
LibreOffice took it for: a date, a number, a text or, what must never be, a formula.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from app.core.exchange.csv_text import in_csv
from app.core.stays.occupancy import BY_HAND, Occupancy, Status
from app.i18n import LANGUAGES, Catalogue, catalogue
from app.services.exchange.export import Format, ListedStay, export_list

TEXTS = [
    'Öztürk-Schäfer; „Familie“, "ß"',
    "Łukasz Żółć 😀 مرحبا",
    "007",
    "0049171234",
    "+49 171 2345678",
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "-5",
    "@SUM(A1)",
    "1/2",
    "12345678901234567890",
    "1E5",
    "#N/A",
    "TRUE",
    "WAHR",
    "falsch",
    "1-2",
    "3/4",
    "1.2.",
    "12:30",
    "1. März",
    "5 March 2027",
    "Mar-1",
    "14. Mai 27",
    "5 %",
    "5 €",
    "(5)",
    "1,5",
    "1.5",
    "1 1/2",
    "2027-07-14T12:00",
    "'schon da",
    "''=1",
    "Huber, =1+1, Meier; @SUM(A1)",
    "_x000D_",
    "7",
]
DAYS = [(date(2027, 7, 1), date(2027, 7, 8)), (date(2027, 12, 31), date(2028, 2, 29))]
# https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html: separator, quote,
# UTF-8, first line. Everything else as LibreOffice would have it.
# The last ones are the language, no text for what is quoted, and as Excel does: whatever looks like
# a number or a date becomes one.
CSV_FILTER = {"de": "CSV:59,34,76,1,,1031,false,true", "en": "CSV:44,34,76,1,,1033,false,true"}


def rows() -> list[ListedStay]:
    """Return stays whose texts are what spreadsheets are known to change."""
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    return [
        ListedStay(
            text,
            Occupancy(
                unit_id=1,
                arrival=DAYS[at % 2][0],
                departure=DAYS[at % 2][1],
                status=Status.OPTION,
                option_until=date(2027, 3, 1),
                guest=text,
                phone=text,
                contact=text,
                note=f"{text}\n{text}",
                id=at,
                uid=f"{at}@check",
                sequence=0,
                source=BY_HAND,
                created_at=moment,
                changed_at=moment,
            ),
        )
        for at, text in enumerate(TEXTS)
    ]


def opened(office: str, folder: Path, file: Path, *, csv_filter: str = "") -> list[list[Cell]]:
    """Have LibreOffice open `file`, and return the cells as it took them."""
    out = folder / "opened"
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    if csv_filter:
        command.append(f"--infilter={csv_filter}")
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    book = load_workbook(out / f"{file.stem}.xlsx")
    cells = [list(row) for row in book.worksheets[0].iter_rows()]
    book.close()
    return cells  # type: ignore[return-value]  # no merged cells in a list


def faults(form: Format, texts: Catalogue, cells: list[list[Cell]]) -> Iterator[str]:
    """Yield what LibreOffice took for something else than it is."""
    expected = rows()
    if len(cells) != len(expected) + 1:
        yield f"{len(cells)} rows instead of {len(expected) + 1}"
        return
    if cells[0][0].value != texts.tr("Unit"):
        yield f"the heading is {cells[0][0].value!r}"
    for row, read in zip(expected, cells[1:], strict=True):
        stay = row.occupancy
        for at, day in ((1, stay.arrival), (2, stay.departure), (16, stay.option_until)):
            value: Any = read[at].value
            if not read[at].is_date or value.date() != day:
                yield f"{day} became {value!r}"
        if read[3].value != stay.nights:
            yield f"{stay.nights} nights became {read[3].value!r}"
        texts_at = {0: row.unit, 4: stay.guest, 5: stay.phone, 7: stay.contact, 17: stay.note}
        for at, text in texts_at.items():
            written = in_csv(text) if form is Format.CSV else text
            if read[at].data_type in {"f", "e"} or str(read[at].value) != written:
                yield f"{text!r} became {read[at].value!r} ({read[at].data_type})"


def main() -> int:
    """Check every format in every language; returns the exit status."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("LibreOffice is missing. On Debian: apt-get install libreoffice-calc-nogui")
        return 1
    status = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for language in LANGUAGES:
            texts = catalogue(language)
            for form in Format:
                file = folder / f"Gäste {form} {language}.{form}"
                export_list(file, form, rows(), texts)
                csv_filter = CSV_FILTER[language] if form is Format.CSV else ""
                cells = opened(office, folder, file, csv_filter=csv_filter)
                found = list(faults(form, texts, cells))
                print(f"{file.name}: {'; '.join(found) or 'as written'}")
                status |= bool(found)
    return status


if __name__ == "__main__":
    sys.exit(main())
