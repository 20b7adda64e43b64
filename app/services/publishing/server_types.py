"""Where the webspace's server names calendars as something else, or lists them: telling it.

Asked by the page of links, after the Probe has found it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.address import Check, Finding
from app.core.publishing import faults, web_faults
from app.core.publishing.apache import htaccess
from app.core.publishing.faults import WebspaceError
from app.core.publishing.outside.problems import Problem
from app.core.publishing.webspace import Secret, WebspaceKind, host_name
from app.services.publishing.runs.htaccess import tell_server
from app.services.publishing.webspaces.connection import Connection, opened

if TYPE_CHECKING:
    from app.services.links.links import Links
    from app.services.publishing.keeping.secrets import Secrets
    from app.services.publishing.outside.checks import AddressChecks
    from app.services.publishing.publishing import Publishing

_MISNAMED = {Problem.CONTENT_TYPE, Problem.CHARSET}
_TOLD = _MISNAMED | {Problem.LISTED}
_LOOKED_AT = 3
"""Links that are read again to see whether it has helped; a server names all files alike."""


class ServerTypes:
    """Telling the server of the webspace in use how calendars are named, and to list none.

    Args:
        links: all that there are.
        publishing: which webspace is in use.
        secrets: what opens it.
        checks: what was found when links were read from outside.
    """

    def __init__(
        self, links: Links, publishing: Publishing, secrets: Secrets, checks: AddressChecks
    ) -> None:
        self._links = links
        self._publishing = publishing
        self._secrets = secrets
        self._checks = checks

    def may_be_told(self) -> bool:
        """Tell whether links were found misnamed or listed, and a file there may mend it."""
        webspace = self._publishing.current()
        return webspace is not None and htaccess.may_help(webspace.kind) and bool(self._amiss())

    def tell(self) -> None:
        """Write the file, read links from outside again, and take it back if it does not help.

        Blocks for as long as servers take.

        Raises:
            WebspaceError: the webspace cannot be used, or takes no notice.
            UserError: links cannot be read from outside now.
        """
        webspace = self._publishing.current()
        amiss = self._amiss()
        ids = list(amiss)[:_LOOKED_AT]
        if webspace is None or not ids or not htaccess.may_help(webspace.kind):
            return
        secret = self._secrets.get(webspace.secret_name)
        if secret is None and webspace.kind is not WebspaceKind.FOLDER:
            raise faults.secret_missing(host_name(webspace))
        try:
            with opened(webspace, secret or Secret()) as space:
                self._tell(space, {check.problem for check in amiss.values()}, ids)
        finally:
            # What is shown is what holds in the end, whether the file stays or went again.
            self._checks.check()

    def _tell(self, space: Connection, problems: set[str], ids: list[int]) -> None:
        """Write all of our lines, or those alone that are needed where a server forbids others."""
        both = [htaccess.type_lines(), htaccess.hiding_lines()]
        needed = both[:1] if problems <= _MISNAMED else both[1:]
        try:
            tell_server(space, both, lambda: self._helped(ids))
        except WebspaceError as error:
            several = bool(problems & _MISNAMED) and Problem.LISTED in problems
            if several or error.message != web_faults.htaccess_unheeded().message:
                raise
            tell_server(space, needed, lambda: self._helped(ids))

    def _amiss(self) -> dict[int, Check]:
        found = self._checks.of(self._links.all())
        return {link_id: check for link_id, check in found.items() if check.problem in _TOLD}

    def _helped(self, ids: list[int]) -> bool:
        found = self._checks.check(ids)
        return set(found) == set(ids) and all(
            check.problem not in _TOLD and check.finding not in {Finding.CLOSED, Finding.UNTRIED}
            for check in found.values()
        )
