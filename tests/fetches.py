"""Who fetched a link, one by one, as it is kept; the program itself sums alike ones up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.storage.tables.fetches import FETCHES_KEPT, FetchTable

if TYPE_CHECKING:
    from app.core.links.link import Fetch
    from app.services.services import Services


def fetches_of(services: Services, link_id: int, limit: int = FETCHES_KEPT) -> list[Fetch]:
    """Return the newest fetches of a link, newest first."""
    with services.database.read():
        return FetchTable(services.database).of_link(link_id, limit)
