"""Where the webspace's server names calendars as something else: whether it can be told, and that.

Asked by the page of links, after the Probe has found it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.address import Finding
from app.core.publishing import faults, htaccess
from app.core.publishing.problems import Problem
from app.core.publishing.webspace import Secret, WebspaceKind, host_name
from app.services.publishing.htaccess import tell_server
from app.services.publishing.webspaces.connection import opened

if TYPE_CHECKING:
    from app.services.links.links import Links
    from app.services.publishing.checks import AddressChecks
    from app.services.publishing.publishing import Publishing
    from app.services.publishing.secrets import Secrets

_MISNAMED = {Problem.CONTENT_TYPE, Problem.CHARSET}
_LOOKED_AT = 3
"""Links that are read again to see whether it has helped; a server names all files alike."""


class ServerTypes:
    """Telling the server of the webspace in use how calendars are named.

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
        """Tell whether links on the webspace were found misnamed, and a file there may mend it."""
        webspace = self._publishing.current()
        return webspace is not None and htaccess.may_help(webspace.kind) and bool(self._misnamed())

    def tell(self) -> None:
        """Write the file, read links from outside again, and take it back if it does not help.

        Blocks for as long as servers take.

        Raises:
            WebspaceError: the webspace cannot be used, or takes no notice.
            UserError: links cannot be read from outside now.
        """
        webspace = self._publishing.current()
        ids = self._misnamed()[:_LOOKED_AT]
        if webspace is None or not ids or not htaccess.may_help(webspace.kind):
            return
        secret = self._secrets.get(webspace.id)
        if secret is None and webspace.kind is not WebspaceKind.FOLDER:
            raise faults.secret_missing(host_name(webspace))
        try:
            with opened(webspace, secret or Secret()) as space:
                tell_server(space, htaccess.type_lines(), lambda: self._helped(ids))
        finally:
            # What is shown is what holds in the end, whether the file stays or went again.
            self._checks.check()

    def _misnamed(self) -> list[int]:
        links = self._links.all()
        return [
            link_id
            for link_id, check in self._checks.of(links).items()
            if check.problem in _MISNAMED
        ]

    def _helped(self, ids: list[int]) -> bool:
        found = self._checks.check(ids)
        return set(found) == set(ids) and all(
            check.problem not in _MISNAMED
            and check.finding not in {Finding.CLOSED, Finding.UNTRIED}
            for check in found.values()
        )
