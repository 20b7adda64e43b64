"""A real calendar service on loopback, over a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.clock import Clock
from app.core.publishing.relay.invitation import Invitation, pasted
from app.core.publishing.relay.protocol import kept_as, new_secret
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.relay.accounts.account import Invited
from app.relay.uses.relay import Relay
from app.relay.web.app import RelayApp
from tests.services.publishing.webspaces.servers.waitresses import served

OWNER = "Haus am See"


@dataclass(frozen=True)
class Service:
    """One that answers at `address`."""

    relay: Relay
    address: str

    def invite(self, name: str = OWNER, **more: int) -> Invitation:
        """Return an invitation as its owner pastes it."""
        return pasted(self.relay.hosting.invite(name, **more).address)

    def pasted(self, invited: Invited) -> Invitation:
        return pasted(invited.address)

    def joined(self, name: str = OWNER, *, house: str = "house") -> tuple[Webspace, Secret]:
        """Return the place of an owner who has accepted an invitation, and their key."""
        invited = self.relay.hosting.invite(name)
        key = new_secret()
        self.relay.accepting.accept(invited.secret, key, house)
        return self.webspace(name), Secret(password=key)

    def webspace(self, name: str = OWNER) -> Webspace:
        return Webspace(
            kind=WebspaceKind.RELAY, host=self.address, user=name, address=self.address, php=True
        )

    def lies_there(self, secret: Secret) -> dict[str, bytes]:
        """Return what lies there of whoever has this key, as the service calls it."""
        uploading = self.relay.uploading
        account = uploading.signed_in(secret.password)
        return {name: uploading.get(account, name) for name in uploading.files(account).files}

    def knows(self, secret: Secret) -> bool:
        """Tell whether a key opens anything there."""
        with self.relay.store.engine.read():
            return self.relay.store.accounts.of_key(kept_as(secret.password)) is not None


@contextmanager
def service(path: Path, clock: Clock | None = None) -> Iterator[Service]:
    """Run one over the database at `path`."""
    relay = Relay(path, clock)
    try:
        with served(RelayApp(relay)) as port:
            address = f"http://127.0.0.1:{port}"
            relay.hosting.describe(address, "Tourismusverein Seeblick")
            yield Service(relay, address)
    finally:
        relay.stop()
