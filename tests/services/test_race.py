"""Two processes enter the same nights at the same moment: exactly one of them gets them."""

from __future__ import annotations

import time

from app.services.services import Services
from tests.conftest import Start

ROUNDS = 60
# Both wait for the same instant, so that neither's way through the pipe decides.
OWNER = """
    import sys, time
    from datetime import date, timedelta
    from pathlib import Path
    from app.bootstrap import opened
    from app.services.data_folder.folder import DataFolder
    from app.core.stays.occupancy import OccupancyDraft
    from app.services.stays.checks import OccupancyConflict

    with opened(DataFolder(Path(sys.argv[1])), busy_timeout=5) as services:
        unit = services.units.all()[0].id
        print("ready", flush=True)
        for line in sys.stdin:
            round, moment = line.split()
            arrival = date(2027, 8, 1) + timedelta(days=10 * int(round) + int(sys.argv[2]))
            draft = OccupancyDraft(
                unit_id=unit, arrival=arrival, departure=arrival + timedelta(days=4)
            )
            while time.monotonic() < float(moment):
                pass
            try:
                services.occupancies.add(draft)
                print("got it", flush=True)
            except OccupancyConflict:
                print("refused", flush=True)
"""


def test_of_two_who_enter_overlapping_stays_exactly_one_wins(
    services: Services, start: Start
) -> None:
    services.units.first_house("Haus", ["Eins"])
    owners = [start(OWNER, services.folder.path, shift) for shift in (0, 2)]
    for owner in owners:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "ready\n"
    wins = []
    for number in range(ROUNDS):
        moment = time.monotonic() + 0.005
        answers = []
        # Each is the first to be told in turn, so that on a slow machine, too, neither always wins.
        for owner in owners if number % 2 else reversed(owners):
            assert owner.stdin is not None
            owner.stdin.write(f"{number} {moment}\n")
            owner.stdin.flush()
        for owner in owners:
            assert owner.stdout is not None
            answers.append(owner.stdout.readline().strip())
        assert sorted(answers) == ["got it", "refused"], f"round {number}"
        wins.append(answers.index("got it"))
    for owner in owners:
        owner.communicate()
        assert owner.returncode == 0
    assert len(services.occupancies.all()) == ROUNDS
    assert services.double_bookings.open() == []
    # Otherwise one of them never had a chance, and nothing was tried.
    assert set(wins) == {0, 1}
