"""What mouse and keyboard ask of the chart. It carries out one after the other, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.dataclass import dataclass

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, Qt

    from app.core.errors import UserError
    from app.core.stays.occupancy import Occupancy, OccupancyDraft
    from app.ui.plan.chart.drags import Outcome
    from app.ui.plan.chart.marks import Marks
    from app.ui.stays.bars import Bar


# ---- what is in view ----


@dataclass(frozen=True, slots=True)
class Scroll:
    """Move on by so many pixels: `x` into the future, `y` down the rows."""

    x: int
    y: int = 0


@dataclass(frozen=True, slots=True)
class Zoom:
    """Show so many days; what is at `at` pixels stays there, without it today or the middle."""

    days: float
    at: int | None


@dataclass(frozen=True, slots=True)
class ShowDay:
    """Bring a day (ordinal) into view."""

    day: int


@dataclass(frozen=True, slots=True)
class ShowRow:
    """Bring the row of a unit into view."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class ShowCursor:
    """Bring row and day of the keyboard's cursor into view."""


# ---- what is marked and said ----


@dataclass(frozen=True, slots=True)
class Mark:
    """Put cursor and selection there."""

    marks: Marks


@dataclass(frozen=True, slots=True)
class SayCursor:
    """Tell those who hear the window where the keyboard's cursor is."""


@dataclass(frozen=True, slots=True)
class ShapePointer:
    """Show what the mouse could do, or does; None is the arrow of any other place."""

    shape: Qt.CursorShape | None


@dataclass(frozen=True, slots=True)
class PassOn:
    """A key means nothing (more) here: let it go on to whoever hears it next."""


# ---- a drag ----


@dataclass(frozen=True, slots=True)
class ShowDrag:
    """Show where `stay` (None: a new one) would come to stand, with words beside the point."""

    stay: Occupancy | None
    outcome: Outcome
    at: QPoint


@dataclass(frozen=True, slots=True)
class HideDrag:
    """Nothing is dragged any more."""


@dataclass(frozen=True, slots=True)
class ScrollAtEdges:
    """Go on scrolling while the pointer is held at an edge."""


@dataclass(frozen=True, slots=True)
class FollowDrag:
    """Days or rows have moved under the pointer: look again at what letting go would do."""


@dataclass(frozen=True, slots=True)
class GiveUpDrag:
    """End a drag without doing anything."""


@dataclass(frozen=True, slots=True)
class TellDragEnded:
    """Say that what was dragged has been changed elsewhere."""


# ---- what the owner wants of a stay ----


@dataclass(frozen=True, slots=True)
class Create:
    """Enter a stay in a unit from day to day (ordinals)."""

    unit_id: int
    arrival: int
    departure: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Edit a stay."""

    stay: Occupancy


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel a stay."""

    stay: Occupancy


@dataclass(frozen=True, slots=True)
class Change:
    """Move, lengthen or shorten a stay."""

    stay: Occupancy
    draft: OccupancyDraft


@dataclass(frozen=True, slots=True)
class Refuse:
    """Say why a stay cannot come to stand there; `aloud` also to those who hear the window."""

    problem: UserError
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """Offer what is possible with a bar (None: with free days) at a point of the viewport."""

    bar: Bar | None
    at: QPoint


InView = Scroll | Zoom | ShowDay | ShowRow | ShowCursor
OfDrag = ShowDrag | HideDrag | ScrollAtEdges | FollowDrag | GiveUpDrag | TellDragEnded
OfStay = Create | Edit | Cancel | Change | Refuse | OpenMenu
Intent = InView | OfDrag | OfStay | Mark | SayCursor | ShapePointer | PassOn
Intents = tuple[Intent, ...]
