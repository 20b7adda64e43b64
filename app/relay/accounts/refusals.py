"""What the service refuses: a code for the desktop, which has the sentence."""

from __future__ import annotations

from app.core.publishing.relay.protocol import STATUSES, Refusal


class RefusedError(Exception):
    """A request of a desktop that is not carried out.

    Args:
        refusal: why.
        retry_after: seconds after which it may be tried again, None where that is no use.
    """

    def __init__(self, refusal: Refusal, retry_after: int | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        """The status of HTTP that says so."""
        return STATUSES[self.refusal]
