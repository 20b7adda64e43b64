"""Where each family of commands lives. A command line needs one of them; only that is imported."""

# ruff: noqa: PLC0415  # that is what this module is for

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import click


def _backup() -> click.Command:
    from app.cli.backups import backup

    return backup


def _clock() -> click.Command:
    from app.cli.clock import clock

    return clock


def _conflict() -> click.Command:
    from app.cli.occupancies.conflicts import conflict

    return conflict


def _demo() -> click.Command:
    from app.cli.demo import demo

    return demo


def _export() -> click.Command:
    from app.cli.exchange.exporting import export

    return export


def _import() -> click.Command:
    from app.cli.exchange.importing import import_file

    return import_file


def _guest() -> click.Command:
    from app.cli.guests.commands import guest

    return guest


def _link() -> click.Command:
    from app.cli.links.commands import link

    return link


def _move() -> click.Command:
    from app.cli.moves import move

    return move


def _occupancy() -> click.Command:
    from app.cli.occupancies.commands import occupancy

    return occupancy


def _print() -> click.Command:
    from app.cli.printing import print_sheet

    return print_sheet


def _publish() -> click.Command:
    from app.cli.publishing.commands import publish

    return publish


def _reader() -> click.Command:
    from app.cli.links.readers import reader

    return reader


def _relay() -> click.Command:
    from app.cli.relay.commands import relay

    return relay


def _report() -> click.Command:
    from app.cli.report import report

    return report


def _serve() -> click.Command:
    from app.cli.serve import serve

    return serve


def _settings() -> click.Command:
    from app.cli.settings import settings

    return settings


def _source() -> click.Command:
    from app.cli.sources.commands import source

    return source


def _staff() -> click.Command:
    from app.cli.house.staff import staff

    return staff


def _unit() -> click.Command:
    from app.cli.house.units import unit

    return unit


FAMILIES: Mapping[str, Callable[[], click.Command]] = MappingProxyType(
    {
        "backup": _backup,
        "clock": _clock,
        "conflict": _conflict,
        "demo": _demo,
        "export": _export,
        "guest": _guest,
        "import": _import,
        "link": _link,
        "move": _move,
        "occupancy": _occupancy,
        "print": _print,
        "publish": _publish,
        "reader": _reader,
        "relay": _relay,
        "report": _report,
        "serve": _serve,
        "settings": _settings,
        "source": _source,
        "staff": _staff,
        "unit": _unit,
    }
)
"""By name, in the order of the help."""
