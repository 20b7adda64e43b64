"""``publish setup``: a webspace is tried out step by step, and used from then on."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.parts import Command, argument, json_option, option
from app.cli.common.session import Session
from app.cli.publishing import output as shown
from app.cli.publishing.invitation import accept
from app.core.errors import UserError
from app.core.publishing.setup.presets import OTHER, presets
from app.core.publishing.setup.trial import StepResult, StepState, board
from app.core.publishing.setup.typed import TypedWebspace, checked_secret
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.i18n import N_
from app.services.publishing.keeping.secrets import Keeping

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.services.services import Services

_MOST = 64 * 1024
"""Characters of standard input that are read for a password."""

_BY_ACCESS_DATA = tuple(kind for kind in WebspaceKind if kind is not WebspaceKind.RELAY)


@click.command(
    "setup",
    cls=Command,
    help=N_(
        "Try a webspace out, and put all calendars there from now on.\n\n"
        "KIND is sftp, ftps, webdav, nextcloud, s3 or folder; with --preset it follows from the "
        "hoster. The password comes from standard input, or from ZIMMERFREI_PUBLISH_PASSWORD or "
        "ZIMMERFREI_PUBLISH_PASSWORD_FILE; a private key from the file that "
        "ZIMMERFREI_PUBLISH_KEY_FILE names. It is never an argument: other users of this computer "
        "could read it.\n\n"
        "With --invitation an invitation to a calendar service is accepted; it needs nothing else."
    ),
    examples=[
        "zimmerfrei publish setup folder --folder /srv/www/cal --address https://example.org/cal",
        "zimmerfrei publish setup --preset strato --user example.org < password.txt",
        "zimmerfrei publish setup --invitation https://calendars.example.org/einladung/…",
        "zimmerfrei publish setup --take-over",
    ],
)
@argument(
    "kind", N_("KIND"), required=False, type=click.Choice([kind.value for kind in _BY_ACCESS_DATA])
)
@option("--preset", metavar=N_("HOSTER"), help=N_("The hoster, such as ionos or strato."))
@option("--host", metavar=N_("SERVER"), default="", help=N_("The server, as the hoster names it."))
@option("--port", metavar=N_("NUMBER"), default="", help=N_("Its port, where it is another one."))
@option("--user", metavar=N_("NAME"), default="", help=N_("Who signs in."))
@option("--folder", metavar=N_("FOLDER"), default="", help=N_("Where the calendars are put."))
@option(
    "--address",
    metavar=N_("ADDRESS"),
    default="",
    help=N_("Under which address that folder is read on the internet."),
)
@option(
    "--identity",
    metavar=N_("FINGERPRINT"),
    default="",
    help=N_("Which host key the server has to show (SHA256:…); else what it shows is believed."),
)
@option(
    "--keep",
    type=click.Choice([Keeping.KEYRING.value, Keeping.FILE.value]),
    help=N_(
        "Where the password is kept: in the system’s keyring, or in a file that only you can read."
    ),
)
@option(
    "--invitation",
    metavar=N_("INVITATION"),
    help=N_(
        "The address of an invitation to a calendar service, or - to read it from standard input."
    ),
)
@option(
    "--take-over",
    is_flag=True,
    help=N_("Use the folder although another Zimmerfrei has put its calendars there."),
)
@json_option
@click.pass_obj
def setup(  # the options of a command
    session: Session,
    kind: str | None,
    preset: str | None,
    host: str,
    port: str,
    user: str,
    folder: str,
    address: str,
    identity: str,
    keep: str | None,
    invitation: str | None,
    take_over: bool,
    as_json: bool,
) -> None:
    """Set a webspace up."""
    with session.opened() as services:
        if invitation is not None:
            _refuse_more(kind, preset, host, port, user, folder, address, identity)
            accept(session.texts, services, invitation, keep, take_over=take_over, as_json=as_json)
            return
        if kind is None and preset is None:
            if not take_over:
                raise _kind_missing()
            _take_over(session.texts, services, as_json=as_json)
            return
        typed = _typed(kind, preset, host, port, user, folder, address)
        webspace = replace(typed.webspace(), identity=identity)
        secret, keeping = _secret(services, webspace, keep)
        steps: list[output.Record] = []
        tried = _tried(session.texts, webspace, secret, steps if as_json else None)
        kept = services.publishing.set_up(tried, secret, keeping)
        if take_over:
            services.publishing.take_over()
        result = services.publishing.run()
        status = services.publishing.status()
        titles = shown.titles(session.texts, services)
    if as_json:
        found = shown.result_record(result, status)
        output.say_json({"steps": steps, "webspace": shown.webspace_record(kept), **found})
        return
    output.say(session.texts.tr("Public address: {address}", address=tried.address))
    output.say("\n".join(shown.result_lines(session.texts, result, status, titles)))


def _refuse_more(*given: str | None) -> None:
    if any(given):
        raise UserError("An invitation says all that is needed: please give it alone.")


def _kind_missing() -> UserError:
    return UserError(
        "Please say which kind of webspace it is: {kinds}.",
        kinds=", ".join(each.value for each in _BY_ACCESS_DATA),
    )


def _take_over(texts: Catalogue, services: Services, *, as_json: bool) -> None:
    """Go on with the webspace that is set up, whose folder another Zimmerfrei has used."""
    services.publishing.take_over()
    taken = services.publishing.current()
    if as_json and taken is not None:
        output.say_json({"webspace": shown.webspace_record(taken)})
    else:
        output.say(texts.tr("The folder is yours now. The other one’s files stay."))


def _typed(  # as the command has them
    kind: str | None, preset: str | None, host: str, port: str, user: str, folder: str, address: str
) -> TypedWebspace:
    known = presets()
    key = preset or OTHER
    if key not in known:
        raise UserError(
            "There is no hoster “{preset}”. Known are: {known}.",
            preset=key,
            known=", ".join(known),
        )
    usual = known[key]
    wanted = WebspaceKind(kind) if kind else usual.kind
    if wanted is usual.kind and preset:
        host, folder = host or usual.guessed_host(user), folder or usual.folder
    return TypedWebspace(
        preset=key,
        kind=wanted,
        host=host,
        port=port,
        user=user,
        folder=folder,
        address=address,
    )


def _secret(services: Services, webspace: Webspace, keep: str | None) -> tuple[Secret, Keeping]:
    """Return what opens a webspace, and where it is to be kept; nobody is asked for it.

    Raises:
        UserError: none is given, or there is no keyring to keep it in.
    """
    if webspace.kind is WebspaceKind.FOLDER:
        return Secret(), Keeping.ASK
    # With all that reads it: other commands need none of it.
    from app.services.publishing.keeping import environment  # noqa: PLC0415

    given = environment.secret(os.environ)
    if given is not None:
        return given, Keeping.ENVIRONMENT if keep is None else Keeping(keep)
    piped = "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.read(_MOST)
    secret = checked_secret(webspace.kind, Secret(password=piped.rstrip("\r\n")))
    if keep is None and not services.secrets.keyring_works():
        raise UserError(
            "There is no keyring here to keep the password in. Add --keep file to keep it in a "
            "file that only you can read, or give it by ZIMMERFREI_PUBLISH_PASSWORD_FILE at each "
            "start."
        )
    return secret, Keeping(keep or Keeping.KEYRING)


def _tried(
    texts: Catalogue, webspace: Webspace, secret: Secret, steps: list[output.Record] | None
) -> Webspace:
    """Try a webspace out; how each line ends is said, or each step noted in `steps`."""
    from app.services.publishing.trial import try_out  # noqa: PLC0415  # this one command needs it

    standing = board(webspace)

    def tell(result: StepResult) -> None:
        nonlocal standing
        before, standing = standing, standing.after(result)
        if steps is None:
            for line in shown.trial_lines(texts, before, standing):
                output.say(line)
        elif result.state is not StepState.RUNNING:
            steps.append(shown.step_record(texts, result))

    return try_out(webspace, secret, tell)
