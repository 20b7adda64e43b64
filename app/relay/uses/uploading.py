"""What an owner's desktop does with its files; whatever it asks is bounded to its own account."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from app.core.publishing.relay.protocol import (
    FileKind,
    FileName,
    Refusal,
    file_name,
    is_token,
    kept_as,
)
from app.dataclass import dataclass
from app.relay.accounts.account import Account
from app.relay.accounts.quotas import addresses_most, bytes_most
from app.relay.accounts.refusals import RefusedError
from app.relay.accounts.uploads import Upload, checked
from app.relay.tables.accounts import seen_long_ago
from app.relay.tables.calendars import Lies
from app.relay.tables.engine import DatabaseDownError, TakenError
from app.relay.uses.inviting import leave
from app.relay.uses.store import Store


@dataclass(frozen=True, slots=True)
class Files:
    """What an account has there: digests (SHA-256) by name."""

    account: Account
    files: dict[str, str]


class Uploading:
    """The desktop's side of the service, once it has a key."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts = store.accounts
        self._calendars = store.calendars

    def signed_in(self, key: str) -> Account:
        """Return whose key this is (RefusedError where it opens nothing)."""
        assert self._store.instance
        account = self._accounts.of_key(kept_as(key))
        if account is None:
            raise RefusedError(Refusal.UNKNOWN_KEY)
        if account.revoked_at is not None:
            raise RefusedError(Refusal.REVOKED)
        now = self._store.clock.now()
        if seen_long_ago(account, now):
            # Where the disk is full, there is nothing that the desktop could not read all the same.
            with suppress(DatabaseDownError), self._store.engine.write():
                self._accounts.see(account, now)
        return account

    def files(self, account: Account) -> Files:
        """Return what lies there."""
        with self._store.engine.read():
            digests = self._calendars.digests(account.id)
            marker = self._accounts.marker_digest(account.id)
            now = self._accounts.of_id(account.id) or account
        files = {str(FileName(FileKind.MARKER)): marker} if marker else {}
        for token, calendar, page in digests:
            if calendar is not None:
                files[str(FileName(FileKind.CALENDAR, token))] = calendar
            if page is not None:
                files[str(FileName(FileKind.PAGE, token))] = page
        return Files(now, files)

    def lies(self, account: Account) -> Lies:
        """Return how much lies there."""
        with self._store.engine.read():
            return self._calendars.lies(account.id)

    def get(self, account: Account, name: str) -> bytes:
        """Return a file as it was put there (RefusedError where the account has none)."""
        wanted = file_name(name)
        body = None
        if wanted is not None:
            with self._store.engine.read():
                body = self._got(account, wanted)
        if body is None:
            raise RefusedError(Refusal.NOT_FOUND)
        return body

    def put(self, account: Account, name: str, body: bytes, shown_name: str = "") -> Account:
        """Put a file there, or replace one; on the disk when this returns.

        Raises:
            RefusedError: it is not one of ours, its token is another's, or there is no room.
        """
        wanted = file_name(name)
        if wanted is None:
            raise RefusedError(Refusal.NAME)
        upload = checked(wanted, body, shown_name)
        try:
            with self._store.engine.write():
                changed = self._changing(account)
                self._put(changed, upload)
        except TakenError:
            raise RefusedError(Refusal.NAME) from None
        return changed

    def delete(self, account: Account, name: str) -> Account:
        """Take a file away; no fault where there is none."""
        wanted = file_name(name)
        if wanted is None:
            raise RefusedError(Refusal.NAME)
        with self._store.engine.write():
            changed = self._changing(account)
            match wanted.kind:
                case FileKind.MARKER:
                    self._accounts.put_marker(account.id, None, "")
                case FileKind.CALENDAR:
                    self._calendars.take_calendar(changed, wanted.token)
                case FileKind.PAGE:
                    self._calendars.take_page(changed, wanted.token)
        return changed

    def set_states(
        self, account: Account, gone: Collection[object], closed: Collection[object]
    ) -> Account:
        """Say what is answered where no file lies: these were given up, those are switched off.

        What is in neither list and has no file is as one that is switched off.

        Raises:
            RefusedError: one is no address, or is another's; or there are too many. Nothing was
                changed then.
        """
        if not all(map(is_token, (*gone, *closed))):
            raise RefusedError(Refusal.NOT_OURS)
        wanted = {str(token): False for token in closed} | {str(token): True for token in gone}
        try:
            with self._store.engine.write():
                changed = self._changing(account)
                known = self._calendars.states(account.id)
                if len({*known, *wanted}) > addresses_most(changed.links):
                    raise RefusedError(Refusal.FULL)
                for token in wanted:
                    if token not in known:
                        self._take_over(changed, token)
                left = dict.fromkeys(known, False)
                self._calendars.set_states(changed, (left | wanted).items())
        except TakenError:
            raise RefusedError(Refusal.NAME) from None
        return changed

    def leave(self, account: Account) -> None:
        """End the account; its addresses answer 410 from now on."""
        leave(self._store, account)

    def _changing(self, account: Account) -> Account:
        changed = self._accounts.changing(account.id, self._store.clock.now())
        if changed is None:
            raise RefusedError(Refusal.REVOKED)
        return changed

    def _got(self, account: Account, name: FileName) -> bytes | None:
        match name.kind:
            case FileKind.MARKER:
                return self._accounts.marker(account.id)
            case FileKind.CALENDAR:
                return self._calendars.calendar(account.id, name.token)
            case FileKind.PAGE:
                return self._calendars.page(account.id, name.token)

    def _put(self, account: Account, upload: Upload) -> None:
        token, body, digest = upload.name.token, upload.body, upload.digest
        match upload.name.kind:
            case FileKind.MARKER:
                self._accounts.put_marker(account.id, body, digest)
                return
            case FileKind.CALENDAR:
                self._take_over(account, token)
                self._calendars.put_calendar(
                    account, token, body, digest, upload.shown_name, self._store.clock.now()
                )
            case FileKind.PAGE:
                self._take_over(account, token)
                self._calendars.put_page(account, token, body, digest)
        lies = self._calendars.lies(account.id)
        if (
            lies.links > account.links
            or lies.bytes > bytes_most(account.links)
            or lies.addresses > addresses_most(account.links)
        ):
            # Taken back with all else in this transaction.
            raise RefusedError(Refusal.FULL)

    def _take_over(self, account: Account, token: str) -> None:
        """Give an address back to the house that had it in an earlier account.

        Only where that account was given up and was of this very house.
        """
        held = self._calendars.held_by(token)
        if held is None:
            return
        holder, given_up, house = held
        if holder == account.id:
            return
        if not given_up or not house or house != account.house:
            raise RefusedError(Refusal.NAME)
        self._calendars.hand_over(token, account)
