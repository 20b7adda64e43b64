"""Three portals and four units over many days: the plan is the truth of all sides at each midnight.

What must hold is in ``World.check``. A failure prints what happened in that unit.
"""

from __future__ import annotations

import pytest

from tests.core.importing.ring.world import World


@pytest.mark.parametrize(("seed", "days", "every"), [(1, 400, 60), (2, 60, 15), (3, 60, 15)])
def test_the_plan_is_the_truth_of_all_sides(seed: int, days: int, every: int) -> None:
    world = World(seed, every=every)
    world.run(days)
    assert world.figures["sold"] > days // 2
    assert world.figures["solved"] > 0


def test_where_nobody_knows_who_reads_no_echo_becomes_an_occupancy() -> None:
    world = World(4, every=30, readers_known=False)
    world.run(60)
    assert world.figures["sold"] > 30
