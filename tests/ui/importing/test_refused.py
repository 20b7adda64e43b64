"""What an import refuses, as the preview names it: found in the file, and told why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.occupancy import OccupancyDraft
from app.services.services import Services
from app.ui.base.context import Context
from tests.ui.importing.test_import_dialog import choose, looked, opened, written


@pytest.mark.parametrize(
    ("name", "number"), [("vrbo-homeaway-lf.ics", "Termin"), ("list.csv", "Zeile")]
)
def test_what_is_refused_is_found_in_the_file_by_its_number(
    qtbot: QtBot,
    context: Context,
    page: QWidget,
    services: Services,
    units: list[Unit],
    tmp_path: Path,
    name: str,
    number: str,
) -> None:
    path = Path(__file__).parents[2] / "feeds" / name
    if name.endswith(".csv"):
        path = written(tmp_path, "Von;Bis\n9.10.2026;12.10.2026\n", name)
    services.occupancies.add(
        OccupancyDraft(unit_id=units[0].id, arrival=date(2026, 10, 1), departure=date(2026, 11, 1))
    )
    dialog = opened(qtbot, context, page, path)
    choose(dialog, "import_unit", units[0].id)
    looked(qtbot, dialog)
    model = dialog.preview.model
    header = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(4)]
    assert header == [number, "In der Datei", "", "Grund"]
    assert str(model.index(0, 1).data()).startswith("Seeblick 1 · 09.–12.10.2026")
