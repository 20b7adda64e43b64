"""Why readers cannot be counted on a webspace, each as one sentence that says what to do."""

from __future__ import annotations

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.outside.problems import PASSING, template
from app.core.publishing.outside.reading import Verdict


def no_kind() -> WebspaceError:
    return WebspaceError(
        Step.READERS,
        "Readers can be counted where a web server runs PHP. Nextcloud and S3 do not: nobody can "
        "say there who reads.",
    )


def counted_always() -> WebspaceError:
    return WebspaceError(
        Step.READERS, "A calendar service always counts who reads; that cannot be switched off."
    )


def no_php() -> WebspaceError:
    return WebspaceError(
        Step.READERS,
        "Readers cannot be counted there: the server does not run PHP in this folder. Many hosters "
        "let you switch PHP on for it. All is as it was before.",
    )


def not_led() -> WebspaceError:
    return WebspaceError(
        Step.READERS,
        "Readers cannot be counted there: PHP runs, but the server does not let the file .htaccess "
        "lead addresses to a script (mod_rewrite). All is as it was before.",
    )


def not_there(address: str) -> WebspaceError:
    return WebspaceError(
        Step.READERS,
        "The script lay in the folder, but was not found at {address}. If another program carries "
        "the folder away, please let it do so at once. All is as it was before.",
        address=address,
    )


def not_read(verdict: Verdict) -> WebspaceError:
    """Return that nobody can tell, for the address cannot be read from here now."""
    assert verdict.problem is not None, "something kept it from being read"
    return WebspaceError(
        Step.READERS,
        template(verdict.problem),
        passing=verdict.problem in PASSING,
        detail=verdict.detail,
    )
