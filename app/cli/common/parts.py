"""What commands are made of: translated help, ``--data-dir`` everywhere, dates, numbers, ids.

Help stands in the source marked by ``N_`` and is translated when it is shown, through the
process's gettext, as click's own words are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from gettext import gettext
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from app.cli.common import output
from app.cli.common.session import Session
from app.core.errors import UserError
from app.core.stays.typed_times import parse_time
from app.i18n import N_
from app.override import override

_F = TypeVar("_F", bound=Callable[..., object])

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
LARGEST_ID = 2**63 - 1
"""The largest number that SQLite can keep as an id."""


def translated(text: str) -> str:
    """Return `text` in the process's language; "" is gettext's own header, never ours."""
    return gettext(text) if text else ""


class _Helped:
    """Translates the help of a command or an option when click shows it."""

    _help: str | None = None

    def _read_help(self) -> str | None:
        return self._help and translated(self._help)

    def _write_help(self, text: str | None) -> None:
        self._help = text

    help = property(_read_help, _write_help)


class Option(_Helped, click.Option):
    """An option whose help and metavar are marked texts."""

    @override
    def make_metavar(self, ctx: click.Context) -> str:
        return translated(super().make_metavar(ctx))


class Argument(click.Argument):
    """An argument whose metavar is a marked text."""

    @override
    def make_metavar(self, ctx: click.Context) -> str:
        shown = translated(super().make_metavar(ctx))
        return shown if self.required else f"[{shown}]"


class Command(_Helped, click.Command):
    """A command that takes ``--data-dir`` and speaks the reader's language.

    `examples` are whole command lines; the help ends with them.
    """

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        self._examples = examples
        kwargs.setdefault("context_settings", SETTINGS)
        kwargs.setdefault("options_metavar", N_("[OPTIONS]"))
        kwargs["params"] = [*(kwargs.get("params") or []), _data_dir()]
        super().__init__(*args, **kwargs)

    @override
    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [translated(piece) for piece in super().collect_usage_pieces(ctx)]

    @override
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            # Printed as all else: a pipe that is closed and a disk that is full are told apart.
            option.callback = _show_help
        return option

    @override
    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self._examples:
            with formatter.section(translated(N_("Examples"))):
                for example in self._examples:
                    # Not as prose: an example that is wrapped cannot be copied.
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class Group(Command, click.Group):
    """A family of commands."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("no_args_is_help", False)
        kwargs.setdefault("subcommand_metavar", N_("COMMAND …"))
        super().__init__(*args, **kwargs)


def _show_help(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked:
        output.say(ctx.get_help())
        ctx.exit()


def _data_dir() -> Option:
    return Option(
        ["--data-dir"],
        metavar=N_("FOLDER"),
        expose_value=False,
        callback=_remember_data_dir,
        help=N_("Where the data lies. The variable ZIMMERFREI_DATA_DIR says the same for all."),
    )


def _remember_data_dir(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    session = ctx.find_object(Session)
    if session is not None and value is not None:
        session.data_dir = value


def option(*names: str, **attributes: Any) -> Callable[[_F], _F]:
    """Add an option; `help` and `metavar` are marked texts."""
    return click.option(*names, cls=Option, **attributes)


def argument(name: str, metavar: str, **attributes: Any) -> Callable[[_F], _F]:
    """Add an argument under a marked metavar."""
    return click.argument(name, cls=Argument, metavar=metavar, **attributes)


def json_option(function: _F) -> _F:
    """Add ``--json`` to a listing."""
    return option("--json", "as_json", is_flag=True, help=N_("Print JSON, for other programs."))(
        function
    )


def given(ctx: click.Context) -> set[str]:
    """Return the names of the parameters that stand on the command line."""
    return {
        name for name in ctx.params if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }


class Day(click.ParamType[date]):
    """A day as ISO 8601 writes it; what is no day of any calendar is refused by form."""

    name = "day"

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        far = re.fullmatch(r"(\d{5,})-\d{2}-\d{2}", value.strip())
        if far:
            raise UserError(
                "The year {year} cannot be right. Please enter a date between 1900 and 9998.",
                year=far[1],
            )
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            text = N_("“{value}” is no date. A date looks like 2027-07-14.")
            self.fail(gettext(text).format(value=value), param, ctx)


class TimeOfDay(click.ParamType[time | None]):
    """A time of day as people write it; an empty text stands for none."""

    name = "time"

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> time | None:
        if isinstance(value, time):
            return value
        if not value.strip():
            return None
        try:
            return parse_time(value)
        except UserError:
            text = N_("“{value}” is no time of day. It looks like 15:30.")
            self.fail(gettext(text).format(value=value), param, ctx)


class Number(click.ParamType[int | None]):
    """A whole number; where `optional`, an empty text stands for none."""

    name = "number"

    def __init__(self, *, optional: bool = False) -> None:
        self.optional = optional

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | None:
        if isinstance(value, int):
            return value
        if self.optional and not value.strip():
            return None
        if not re.fullmatch(r"-?[0-9]{1,30}", value.strip()):
            text = N_("“{value}” is no number.")
            self.fail(gettext(text).format(value=value), param, ctx)
        return int(value)
