"""The house that is open: packed for another computer, silent once it lives there."""

from __future__ import annotations

import logging
import secrets as random_names
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from app import __version__
from app.core.errors import UserError
from app.core.moving.moves import (
    Arrived,
    FileHead,
    MovedLink,
    Packed,
    checked_passphrase,
    moved_away,
    stopped,
)
from app.services.exchange.files import written_whole
from app.services.moving.parts import (
    ABOUT,
    DATABASE,
    PASSWORDS,
    WINDOW,
    About,
    passwords_body,
    window_part,
)
from app.services.publishing.keeping.secrets import Keeping
from app.storage.engine import errors
from app.storage.engine.columns import moment, moment_text
from app.storage.tables.publishing.webspaces import WebspaceTable
from app.storage.tables.revisions import PUBLISHING, SETTINGS
from app.storage.tables.settings import SettingTable

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.links.link import Link
    from app.core.publishing.webspace import Secret
    from app.services.base.unit_of_work import UnitOfWork
    from app.services.links.addresses import LinkAddresses
    from app.services.moving.place import Place
    from app.services.publishing.keeping.secrets import Secrets

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], object]
_SCRATCH = ".packing-"


def never(_done: int, _total: int) -> None:
    """Take no notice of how far it is."""


class Moving:
    """Packs the house, and knows whether it lives elsewhere by now.

    Args:
        work: what every use case works with.
        folder: where the data lies.
        secrets: where passwords are kept.
        addresses: those of links.
        links: returns all links.
    """

    def __init__(
        self,
        work: UnitOfWork,
        folder: Place,
        secrets: Secrets,
        addresses: LinkAddresses,
        links: Callable[[], list[Link]],
    ) -> None:
        self._work = work
        self._folder = folder
        self._secrets = secrets
        self._addresses = addresses
        self._links = links
        self._table = SettingTable(work.database)
        self._webspaces = WebspaceTable(work.database)
        self.arrived: Arrived | None = None
        """What was unpacked into the open data by this program, until somebody has said so."""

    # ---- which computer is to speak ----

    def away_since(self) -> datetime | None:
        """Return since when this house lives on another computer, None while it lives here."""
        with self._work.database.read():
            at = self._table.moved_away()
        return None if at is None else moment(at)

    @property
    def silent(self) -> bool:
        """Whether nothing is served, uploaded or read here."""
        return self.away_since() is not None

    def refuse_silent(self) -> None:
        """Refuse to speak to others for a house that lives elsewhere (MovedAwayError)."""
        if self.silent:
            raise moved_away()

    def fall_silent(self) -> None:
        """Leave everything that others see to another computer from now on."""
        with self._work.change():
            self._note_away()

    def come_back(self) -> None:
        """Let the house live here again; the other computer is to notice on the webspace."""
        with self._work.change():
            self._table.note_back(random_names.token_hex(16))
            webspace = self._webspaces.current()
            if webspace is not None:
                self._webspaces.look_anew(webspace.id)
            self._work.revisions.raise_named(SETTINGS)
            self._work.revisions.raise_named(PUBLISHING)

    def _note_away(self) -> None:
        self._table.note_moved_away(moment_text(self._work.clock.now()))
        self._work.revisions.raise_named(SETTINGS)

    # ---- packing ----

    def pack(
        self,
        target: Path,
        *,
        passphrase: str = "",
        silent: bool = False,
        replacing: bool = False,
        progress: Progress = never,
    ) -> Packed:
        """Make one file of everything. May take long: never on the thread of the window.

        Args:
            target: where it goes; it appears only when it is whole.
            passphrase: protects it, and lets passwords and portals' addresses come along.
            silent: fall silent with it; nothing can change between the two.
            replacing: the owner has agreed to replace what stands there.
            progress: told how many bytes of how many are done; raises what shall end it.

        Raises:
            UserError: it cannot be written, the passphrase is too short, a keyring is locked. All
                is as it was.
            UnsoundError: the data is damaged.
        """
        checked_passphrase(passphrase)
        if target.exists() and not replacing:
            raise UserError(
                "There is a file {file} already. Please choose another name.", file=str(target)
            )
        passwords, unknown = self._passwords(wanted=bool(passphrase))
        about = About(self._known_addresses(), webspaces=unknown)
        with errors.explained(self._folder.database), self._scratch() as scratch:
            write = _Write(self._folder, scratch, target, passphrase, progress)
            if not silent:
                # It may be silent since an earlier packing.
                return write(about, passwords, self._work.clock.now(), silent=self.silent)
            with self._work.change():
                packed = write(about, passwords, self._work.clock.now(), silent=True)
                self._note_away()
            return packed

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        # Not beside the file: an unprotected copy has no place on a stick.
        with TemporaryDirectory(
            prefix=_SCRATCH, dir=self._folder.path, ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)

    def _passwords(self, *, wanted: bool) -> tuple[dict[str, tuple[Secret, Keeping]], int]:
        """Return the secrets of webspaces by name, and how many there are that do not come."""
        with self._work.database.read():
            current = self._webspaces.current()
            spaces = [*([current] if current else []), *self._webspaces.leaving()]
        found: dict[str, tuple[Secret, Keeping]] = {}
        missing = 0
        for name in (space.secret_name for space in spaces):
            keeping = self._secrets.kept(name)
            secret = None if keeping in {None, Keeping.ENVIRONMENT} else self._secrets.get(name)
            if keeping is None:
                continue
            if secret is None or not wanted:
                missing += 1
            else:
                found[name] = (secret, keeping)
        return found, missing

    def _known_addresses(self) -> Mapping[int, str]:
        found = self._addresses.of_all(self._links())
        return {number: address.url for number, address in found.items()}

    # ---- after it has arrived ----

    def to_paste(self, arrived: Arrived) -> list[MovedLink]:
        """Return the links that are read under another address from now on."""
        links = [link for link in self._links() if link.enabled and link.id in arrived.addresses]
        now = self._addresses.of_all(links)
        return [
            MovedLink(link, arrived.addresses[link.id], now[link.id].url)
            for link in links
            if arrived.addresses[link.id] != now[link.id].url
        ]

    def followed(self, arrived: Arrived) -> None:
        """Note that the open data has become what was unpacked; who watches hears of it."""
        self.arrived = arrived
        self._work.watch.poll()


class _Write:
    """Makes one move file of a data folder."""

    def __init__(
        self, folder: Place, scratch: Path, target: Path, passphrase: str, progress: Progress
    ) -> None:
        self._folder = folder
        self._scratch = scratch
        self._target = target
        self._passphrase = passphrase
        self._progress = progress

    def __call__(
        self,
        about: About,
        passwords: dict[str, tuple[Secret, Keeping]],
        now: datetime,
        *,
        silent: bool,
    ) -> Packed:
        # Here and not above: nothing of this is needed before a house moves.
        from app.storage.backups.backup import backup  # noqa: PLC0415
        from app.storage.moving import parcel, staging  # noqa: PLC0415

        protected = bool(self._passphrase)
        copy = self._scratch / DATABASE
        backup(self._folder.database, copy)
        sources = 0 if protected else staging.without_addresses(copy)
        about = About(about.addresses, about.webspaces, sources, silent)
        notes = {ABOUT: about.body(), WINDOW: self._window()}
        if protected:
            notes[PASSWORDS] = passwords_body(passwords)

        def pack(file: BinaryIO) -> None:
            parcel.pack(
                file,
                FileHead(now, __version__, protected),
                {DATABASE: copy},
                notes,
                passphrase=self._passphrase,
                progress=self._progress,
            )

        with written_whole(self._target) as draft:
            draft.touch(mode=0o600)
            with draft.open("wb") as file:
                pack(file)
        logger.info("a move file was packed, %s", "protected" if protected else "not protected")
        return Packed(
            path=self._target,
            size=self._target.stat().st_size,
            protected=protected,
            secrets=len(passwords) if protected else 0,
            left_out=about.webspaces + sources,
            silent=silent,
        )

    def _window(self) -> bytes:
        try:
            return window_part(self._folder.window_ini.read_text("utf-8"))
        except (OSError, ValueError):
            return b""


def stopping(progress: Progress, asked: Callable[[], bool]) -> Progress:
    """Return a `progress` that ends the work once the owner has asked for it."""

    def tell(done: int, total: int) -> None:
        if asked():
            raise stopped()
        progress(done, total)

    return tell
