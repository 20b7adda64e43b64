"""What shall lie on the webspace is told for all links at once as it is of each."""

from __future__ import annotations

import pytest

from app.bootstrap import opened
from app.core.house.staff import StaffDraft
from app.core.house.unit import UnitDraft
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.services.data_folder import DataFolder
from tests.clocks import SetClock

NAME = "a.ics"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Two properties with two units each, two staff members, a link of every kind and scope."""
    folder = DataFolder(tmp_path_factory.mktemp("house"))
    with opened(folder, busy_timeout=1, clock=SetClock()) as services:
        services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
        second = services.units.add_property("Berghof", "")
        for name in ("Stube", "Kammer"):
            services.units.add(UnitDraft(property_id=second.id, name=name))
        units = [unit.id for unit in services.units.all()]
        services.staff.add(StaffDraft(name="Anna", unit_ids=frozenset(units[:1])))
        services.staff.add(StaffDraft(name="Ben"))
        for unit_id in units:
            services.links.add(LinkKind.CALENDAR, Target(Scope.UNIT, unit_id), LinkChoices())
            services.links.add(LinkKind.WEBSITE, Target(Scope.UNIT, unit_id), LinkChoices())
        for number in (1, 2):
            for scope in (Scope.PROPERTY, Scope.STAFF):
                services.links.add(LinkKind.CALENDAR, Target(scope, number), LinkChoices())
            target = Target(Scope.STAFF, number)
            services.links.add(LinkKind.CHANGEOVERS, target, LinkChoices())
        services.links.add(LinkKind.CALENDAR, Target(Scope.HOUSE), LinkChoices())
    return folder
