"""What makes each piece of a move file one that nobody has changed, cut or put elsewhere.

With a passphrase pieces are encrypted: scrypt (RFC 7914) makes the key, AES-256-GCM seals. Without
one they carry a digest, which shows damage but keeps nothing secret and no forger away. Either way
a piece is bound to the file's head, to its number, and to being the last one or not, as in the
STREAM construction (https://eprint.iacr.org/2015/189): a file that ends early does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

TAG = 16
"""How many bytes longer a sealed piece is."""
_KEY = 32
_CHECK = 16
_MEMORY = 300 * 2**20
"""Bytes that a key may take to make: a forged head must not take all there is."""


class SealBrokenError(Exception):
    """A piece is not what was sealed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work one guess of a passphrase takes: scrypt's N, r and p.

    64 MB and about half a second on a common computer; a Raspberry Pi can do it as well.
    """

    n: int = 2**16
    r: int = 8
    p: int = 2

    @property
    def bearable(self) -> bool:
        """Whether a computer of these days can do that work: what a file says may be anything."""
        power = self.n > 1 and self.n & (self.n - 1) == 0
        small = 1 <= self.r <= 32 and 1 <= self.p <= 16  # far beyond any need
        return power and small and 128 * self.n * self.r < _MEMORY


@dataclass(frozen=True, slots=True)
class Keys:
    """What a passphrase is made into; `check` tells a wrong one before anything is opened."""

    key: bytes = field(repr=False)
    check: bytes


def keys(passphrase: str, salt: bytes, cost: Cost) -> Keys:
    """Make the keys of a passphrase, however the keyboard has written it.

    Args:
        passphrase: the owner's.
        salt: random, of the file.
        cost: bearable.
    """
    text = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    made = hashlib.scrypt(
        text,
        salt=salt,
        n=cost.n,
        r=cost.r,
        p=cost.p,
        maxmem=_MEMORY + 2**20 * 32,
        dklen=_KEY + _CHECK,
    )
    return Keys(made[:_KEY], made[_KEY:])


class Seal(Protocol):
    """Seals pieces and opens them."""

    def close(self, number: int, piece: bytes, *, last: bool) -> bytes: ...

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        """Return the piece (SealBrokenError where it is another one)."""
        ...


class Encrypted:
    """Pieces that only the passphrase opens."""

    def __init__(self, head: bytes, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415  # once in a move
            AESGCM,
        )

        self._cipher = AESGCM(key)
        self._head = hashlib.sha256(head).digest()

    def close(self, number: int, piece: bytes, *, last: bool) -> bytes:
        sealed: bytes = self._cipher.encrypt(_nonce(number, last=last), piece, self._head)
        return sealed

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # as above

        try:
            piece: bytes = self._cipher.decrypt(_nonce(number, last=last), sealed, self._head)
        except InvalidTag:
            raise SealBrokenError from None
        return piece


class Plain:
    """Pieces that everybody can read, with a digest that shows damage."""

    def __init__(self, head: bytes) -> None:
        self._head = hashlib.sha256(head).digest()

    def close(self, number: int, piece: bytes, *, last: bool) -> bytes:
        return piece + self._digest(number, piece, last=last)

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        piece, digest = sealed[:-TAG], sealed[-TAG:]
        if len(sealed) < TAG or not hmac.compare_digest(
            digest, self._digest(number, piece, last=last)
        ):
            raise SealBrokenError
        return piece

    def _digest(self, number: int, piece: bytes, *, last: bool) -> bytes:
        digest = hashlib.blake2b(self._head + _nonce(number, last=last), digest_size=TAG)
        digest.update(piece)
        return digest.digest()


def _nonce(number: int, *, last: bool) -> bytes:
    """Return what no other piece under this key has; the key is of this file alone."""
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")
