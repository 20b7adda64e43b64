"""The options for what is noted of an occupancy, the same to enter and to change one."""

from __future__ import annotations

from typing import Any

import click

from app.cli.common.parts import Day, Number, TimeOfDay, json_option, option
from app.core.stays.occupancy import Kind, Status
from app.i18n import N_

DAY = N_("DATE")
_FIELDS = (
    option(
        "--kind",
        type=click.Choice([kind.value for kind in Kind]),
        help=N_("Why the unit is occupied: a booking (unless said otherwise), you, or closed."),
    ),
    option(
        "--status",
        type=click.Choice([status.value for status in Status]),
        help=N_("How firm it is: confirmed (unless said otherwise), an option, or cancelled."),
    ),
    option(
        "--option-until",
        type=Day(),
        metavar=DAY,
        help=N_("Until when an option holds; makes it one."),
    ),
    option(
        "--guest",
        metavar=N_("TEXT"),
        help=N_("The guest. Links say the name only where you let them."),
    ),
    option("--phone", metavar=N_("TEXT"), help=N_("The guest’s telephone number.")),
    option("--email", metavar=N_("TEXT"), help=N_("The guest’s e-mail address.")),
    option("--contact", metavar=N_("TEXT"), help=N_("How else to reach the guest.")),
    option(
        "--arrival-time",
        type=TimeOfDay(),
        metavar=N_("TIME"),
        help=N_("When on the day of arrival, such as 15:30."),
    ),
    option(
        "--persons",
        type=Number(optional=True),
        metavar=N_("NUMBER"),
        help=N_("How many come in all."),
    ),
    option(
        "--children",
        type=Number(optional=True),
        metavar=N_("NUMBER"),
        help=N_("How many of the persons are children; the rest are adults."),
    ),
    option(
        "--pets",
        type=Number(optional=True),
        metavar=N_("NUMBER"),
        help=N_("How many pets come along."),
    ),
    option("--note", metavar=N_("TEXT"), help=N_("A note for yourself.")),
    option(
        "--portal",
        metavar=N_("PORTAL"),
        help=N_("Where it was booked: airbnb, booking, fewo-direkt … or your own text."),
    ),
    option(
        "--staff",
        metavar=N_("NAME"),
        help=N_("The staff member in charge; an empty text means nobody."),
    ),
    option(
        "--conflict",
        is_flag=True,
        help=N_("Enter it although the nights are taken: this is a real double booking."),
    ),
    option(
        "--long",
        is_flag=True,
        help=N_("Enter it although it is longer than a year: that is meant."),
    ),
    json_option,
)


def with_fields(function: Any) -> Any:
    """Add the options for all that an occupancy has beside its unit and its dates."""
    for field in reversed(_FIELDS):
        function = field(function)
    return function
