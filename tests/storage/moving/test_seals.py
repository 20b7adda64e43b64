"""What is sealed comes back as it was, and nothing else is ever taken for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.storage.moving.seals import TAG, Cost, Encrypted, Plain, Seal, SealBrokenError, keys

QUICK = Cost(n=4, r=1, p=1)
SALT = b"s" * 16
PIECE = b"Anna, 3 nights"


def seals(head: bytes = b"head", passphrase: str = "long enough") -> list[Seal]:
    return [Plain(head), Encrypted(head, keys(passphrase, SALT, QUICK).key)]


@settings(max_examples=60)
@given(
    piece=st.binary(max_size=200),
    number=st.integers(0, 2**40),
    last=st.booleans(),
    kind=st.sampled_from([0, 1]),
)
def test_a_piece_comes_back(piece: bytes, number: int, last: bool, kind: int) -> None:
    seal = seals()[kind]
    sealed = seal.close(number, piece, last=last)

    assert len(sealed) == len(piece) + TAG
    assert seal.open(number, sealed, last=last) == piece


@settings(max_examples=60)
@given(place=st.integers(0), bit=st.integers(0, 7), kind=st.sampled_from([0, 1]))
def test_any_bit_that_differs_is_noticed(place: int, bit: int, kind: int) -> None:
    seal = seals()[kind]
    sealed = bytearray(seal.close(0, PIECE, last=True))
    sealed[place % len(sealed)] ^= 1 << bit

    with pytest.raises(SealBrokenError):
        seal.open(0, bytes(sealed), last=True)


@pytest.mark.parametrize("kind", [0, 1], ids=["plain", "encrypted"])
@pytest.mark.parametrize("cut", [0, 1, TAG - 1, TAG, TAG + 1])
def test_a_piece_that_is_cut_is_noticed(kind: int, cut: int) -> None:
    seal = seals()[kind]

    with pytest.raises(SealBrokenError):
        seal.open(0, seal.close(0, PIECE, last=True)[:cut], last=True)


@pytest.mark.parametrize("kind", [0, 1], ids=["plain", "encrypted"])
def test_a_piece_fits_its_own_place_alone(kind: int) -> None:
    seal = seals()[kind]
    sealed = seal.close(3, PIECE, last=False)

    for number, last in ((2, False), (4, False), (3, True)):
        with pytest.raises(SealBrokenError):
            seal.open(number, sealed, last=last)


@pytest.mark.parametrize("kind", [0, 1], ids=["plain", "encrypted"])
def test_a_piece_belongs_to_its_own_head(kind: int) -> None:
    sealed = seals(b"head")[kind].close(0, PIECE, last=True)

    with pytest.raises(SealBrokenError):
        seals(b"Head")[kind].open(0, sealed, last=True)


def test_what_is_encrypted_cannot_be_read() -> None:
    plain, encrypted = (seal.close(0, PIECE, last=True) for seal in seals())

    assert PIECE in plain
    assert PIECE not in encrypted


def test_another_passphrase_opens_nothing() -> None:
    sealed = seals(passphrase="long enough")[1].close(0, PIECE, last=True)

    with pytest.raises(SealBrokenError):
        seals(passphrase="Long enough")[1].open(0, sealed, last=True)


def test_a_passphrase_is_the_same_however_a_keyboard_writes_it() -> None:
    # A Mac takes "ü" apart where Windows does not.
    assert keys("Frühstück um 8", SALT, QUICK) == keys("Fru\u0308hstu\u0308ck um 8", SALT, QUICK)


def test_each_file_has_its_own_keys() -> None:
    assert keys("long enough", SALT, QUICK) != keys("long enough", b"t" * 16, QUICK)


def test_keys_are_shown_to_nobody() -> None:
    made = keys("long enough", SALT, QUICK)

    assert repr(made.key) not in repr(made)


@pytest.mark.parametrize(
    "cost",
    [
        Cost(n=0),
        Cost(n=1),
        Cost(n=3),
        Cost(n=-4),
        Cost(n=2**40),
        Cost(n=2**20, r=8),
        Cost(r=0),
        Cost(r=33),
        Cost(p=0),
        Cost(p=17),
    ],
)
def test_no_file_makes_a_computer_do_more_than_it_can(cost: Cost) -> None:
    assert not cost.bearable


def test_the_usual_work_is_bearable_and_no_little_one() -> None:
    usual = Cost()

    assert usual.bearable
    assert usual.n * usual.r * 128 == 64 * 2**20
    assert keys("long enough", SALT, usual).check
