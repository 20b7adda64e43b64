"""Telling the web server of a webspace what calendars are, and proving that it has understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.publishing.faults import secret_missing
from app.core.publishing.htaccess import type_lines
from app.core.publishing.problems import Problem
from app.core.publishing.webspace import Secret, WebspaceKind, host_name
from app.services.publishing.htaccess import tell_server
from app.services.publishing.webspaces.connection import opened

if TYPE_CHECKING:
    from app.services.publishing.checks import AddressChecks
    from app.services.publishing.publishing import Publishing
    from app.services.publishing.secrets import Secrets

OF_THE_TYPE = frozenset({Problem.CONTENT_TYPE, Problem.CHARSET})
"""What goes once the server knows the type of calendars."""


def tell_content_type(publishing: Publishing, secrets: Secrets, checks: AddressChecks) -> None:
    """Tell the webspace in use by an ``.htaccess`` what calendars are; all links are read again.

    Blocks for as long as the servers take.

    Raises:
        UserError: there is no webspace, it cannot be written, or that does not help; the file is
            as it was.
    """
    webspace = publishing.current()
    if webspace is None:
        raise UserError("No webspace is set up yet.")
    secret = secrets.get(webspace.id) or Secret()
    if not secret and webspace.kind is not WebspaceKind.FOLDER:
        raise secret_missing(host_name(webspace))
    with opened(webspace, secret) as space:
        tell_server(
            space,
            type_lines(),
            helps=lambda: not any(one.problem in OF_THE_TYPE for one in checks.check().values()),
        )
