"""The commands about settings: where the server listens, in which language it speaks."""

from __future__ import annotations

from dataclasses import asdict

import click

from app.cli.common import output
from app.cli.common.output import Column
from app.cli.common.parts import SETTINGS, Group, argument, json_option
from app.cli.common.session import Session
from app.core.errors import UserError
from app.core.settings import KEYS, SYSTEM_LANGUAGE, Settings
from app.core.web_address import readable
from app.i18n import N_, Catalogue, catalogue

MEANINGS = {
    "host": N_("the address the server listens on: 127.0.0.1 this computer, 0.0.0.0 the network"),
    "port": N_("the port the server listens on; it is part of every link"),
    "public_url": N_("the address of your proxy or tunnel, such as https://calendar.example.org"),
    "language": N_("de, en, or system"),
    "trusted_proxy": N_("the IP address of your proxy, whose word on readers is believed"),
    "feed_agent": N_("what the program calls itself to portals; some refuse unknown ones"),
    "help_email": N_("the e-mail address of whoever helps you; error reports are addressed to it"),
    "guest_years": N_(
        "after how many years stays say no more whose they were, 0 never; `guest due` shows which"
    ),
}


@click.group(cls=Group, help=N_("Where the links are served, and in which language."))
def settings() -> None:
    """Group the commands about settings."""


@settings.command("list", help=N_("List all settings with their values."))
@json_option
@click.pass_obj
def list_settings(session: Session, as_json: bool) -> None:
    """List settings."""
    with session.opened() as services:
        values = asdict(services.settings.get())
    if as_json:
        output.say_json([{"key": key, "value": value} for key, value in values.items()])
        return
    texts = session.texts
    columns = [
        Column(texts.tr("Setting")),
        Column(texts.tr("Value")),
        Column(texts.tr("Meaning"), flexible=True),
    ]
    rows = ((key, _shown(value), texts.tr(MEANINGS[key])) for key, value in values.items())
    output.say(output.table(columns, rows))


@settings.command("get", help=N_("Print the value of KEY alone."))
@argument("key", N_("KEY"))
@click.pass_obj
def get_setting(session: Session, key: str) -> None:
    """Print one setting."""
    with session.opened() as services:
        values = asdict(services.settings.get())
    if key not in values:
        raise UserError(
            "There is no setting “{key}”. Possible are: {keys}.", key=key, keys=", ".join(KEYS)
        )
    output.say(str(values[key]))


@settings.command(
    "set",
    # A value may begin with a dash; what it may be is not click's to say.
    context_settings={**SETTINGS, "ignore_unknown_options": True},
    help=N_("Set KEY to VALUE; an empty VALUE clears it. A server that runs must be started anew."),
    examples=[
        "zimmerfrei settings set host 0.0.0.0",
        "zimmerfrei settings set public_url https://calendar.example.org",
        "zimmerfrei settings set language en",
    ],
)
@argument("key", N_("KEY"))
@argument("value", N_("VALUE"))
@click.pass_obj
def set_setting(session: Session, key: str, value: str) -> None:
    """Set one setting."""
    with session.opened() as services:
        before, base = services.settings.get(), services.addresses.base()
        after = services.settings.set(key, value)
        moved = services.addresses.base() != base
        book = services.addresses.book()
        links = sum(not book.on_webspace(link) for link in services.links.all())
        base = book.base
    texts = _language_of(session, before, after)
    lines = [texts.tr("{key} is now: {value}", key=key, value=_shown(asdict(after)[key]))]
    if moved and links:
        lines.append(
            texts.trn(
                "{n} link has a new address now, which begins with {base}. Who reads the old one "
                "needs the new one.",
                "{n} links have new addresses now, which begin with {base}. Who reads the old "
                "ones needs the new ones.",
                links,
                base=readable(base),
            )
        )
    output.say("\n".join(lines))


def _shown(value: object) -> str:
    """Return a value as owners read it; JSON and `get` have it as readers of links need it."""
    return readable(str(value))


def _language_of(session: Session, before: Settings, after: Settings) -> Catalogue:
    """Return the words in which to answer: those that have just been chosen."""
    chosen = after.language not in {before.language, SYSTEM_LANGUAGE}
    return catalogue(after.language) if chosen else session.texts
