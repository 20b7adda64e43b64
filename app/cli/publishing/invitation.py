"""``publish setup --invitation``: an invitation to a calendar service is accepted."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from app.cli.common import output
from app.cli.publishing import output as shown
from app.core.errors import UserError
from app.core.publishing.faults import WebspaceError
from app.core.publishing.relay.board import invitation_board
from app.core.publishing.relay.invitation import LONGEST, pasted
from app.core.publishing.relay.protocol import is_secret
from app.core.publishing.setup.trial import StepResult, StepState, failed
from app.services.publishing.keeping.secrets import Keeping

if TYPE_CHECKING:
    from app.core.publishing.relay.invitation import Invitation
    from app.i18n import Catalogue
    from app.services.services import Services

STANDARD_INPUT = "-"


def accept(
    texts: Catalogue,
    services: Services,
    typed: str,
    keep: str | None,
    *,
    take_over: bool,
    as_json: bool,
) -> None:
    """Accept an invitation, and put all calendars there from now on.

    Raises:
        UserError: it cannot be accepted, or the key cannot be kept.
    """
    invitation = _read(typed)
    keeping = _keeping(services, keep)
    steps: list[output.Record] = []
    telling = _Telling(texts, invitation, steps if as_json else None)
    try:
        joined = services.joining.accept(invitation, keeping, telling.tell)
        kept = services.publishing.set_up(joined.webspace, joined.secret, keeping)
        services.joining.done(invitation, telling.tell)
    except WebspaceError as error:
        telling.tell(failed(error))
        raise
    if take_over:
        services.publishing.take_over()
    result = services.publishing.run()
    status = services.publishing.status()
    if as_json:
        found = shown.result_record(result, status)
        output.say_json({"steps": steps, "webspace": shown.webspace_record(kept), **found})
        return
    titles = shown.titles(texts, services)
    output.say(texts.tr("Public address: {address}", address=kept.address))
    output.say("\n".join(shown.result_lines(texts, result, status, titles)))


def _read(typed: str) -> Invitation:
    if typed == STANDARD_INPUT:
        typed = "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.read(LONGEST)
    return pasted(typed)


def _keeping(services: Services, keep: str | None) -> Keeping:
    """Return where the key is kept; nobody is asked for it (UserError: there is no place)."""
    # With all that reads it: other commands need none of it.
    from app.services.publishing.keeping import environment  # noqa: PLC0415

    given = environment.secret(os.environ)
    if given is not None:
        if not is_secret(given.password):
            raise UserError(
                "The environment gives a password of another webspace "
                "(ZIMMERFREI_PUBLISH_PASSWORD). Please take that away first: an invitation brings "
                "its own key."
            )
        return Keeping.ENVIRONMENT if keep is None else Keeping(keep)
    if keep is None and not services.secrets.keyring_works():
        raise UserError(
            "There is no keyring here to keep the key in. Add --keep file to keep it in a file "
            "that only you can read."
        )
    return Keeping(keep or Keeping.KEYRING)


class _Telling:
    """Says how each line ends, or notes each step in `steps`."""

    def __init__(
        self, texts: Catalogue, invitation: Invitation, steps: list[output.Record] | None
    ) -> None:
        self._texts = texts
        self._steps = steps
        self._standing = invitation_board(invitation.host)

    def tell(self, result: StepResult) -> None:
        before, self._standing = self._standing, self._standing.after(result)
        if self._steps is None:
            for line in shown.trial_lines(self._texts, before, self._standing):
                output.say(line)
        elif result.state is not StepState.RUNNING:
            self._steps.append(shown.step_record(self._texts, result))
