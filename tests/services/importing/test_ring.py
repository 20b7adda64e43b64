"""The simulated portals over the real tables, links and log of fetches, for some days."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from app.services.feeds.feeds import Feed
from tests.services.importing.real_ring import world_over


def test_over_real_tables_the_plan_is_the_truth_of_all_sides(tmp_path: Path) -> None:
    with world_over(tmp_path, 7, every=120, units=(1, 2)) as (world, house):
        world.run(3)
        assert world.figures["judged"] > 0
        assert world.figures["sold"] > 0
        with closing(house.services.feeds()) as feeds:
            assert isinstance(feeds.answer(house.links[1].token), Feed)
