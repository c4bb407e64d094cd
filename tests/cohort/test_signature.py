"""Keys sign, others do not; a key under which anything seems signed is no key; fingerprints are stable."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort.signature import (
    SigningKey,
    file_fingerprint,
    fingerprint,
    is_public_key,
    verify,
)

KEY = SigningKey.from_seed("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")

# Test 1 of RFC 8032, section 7.1: an empty message.
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
    "d25bf5f0595bbe24655141438e7a100b"
)


def test_agrees_with_the_standard() -> None:
    assert KEY.public == PUBLIC
    assert KEY.sign(b"") == SIGNATURE
    assert verify(PUBLIC, b"", SIGNATURE)


def test_a_new_key_is_another_one_and_never_shows_its_seed() -> None:
    one, other = SigningKey.new(), SigningKey.new()
    assert one.seed != other.seed
    assert one.seed not in repr(one)
    assert one.public in repr(one)


@pytest.mark.parametrize("seed", ["", "11" * 31, "11" * 33, "AA" * 32, "zz" * 32, "11" * 31 + "1\n"])
def test_a_seed_is_64_digits(seed: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        SigningKey.from_seed(seed)


@given(st.binary(max_size=200), st.integers(0, 511))
def test_every_changed_bit_of_a_signature_is_noticed(data: bytes, place: int) -> None:
    signature = bytearray.fromhex(KEY.sign(data))
    signature[place // 8] ^= 1 << place % 8
    assert not verify(KEY.public, data, signature.hex())
    assert not verify(KEY.public, data + b"\0", KEY.sign(data))


@pytest.mark.parametrize("place", range(256))
def test_every_changed_bit_of_the_key_is_noticed(place: int) -> None:
    public = bytearray.fromhex(PUBLIC)
    public[place // 8] ^= 1 << place % 8
    assert not verify(public.hex(), b"", SIGNATURE)


@pytest.mark.parametrize(
    ("public", "signature"),
    [("", SIGNATURE), (PUBLIC.upper(), SIGNATURE), (PUBLIC, SIGNATURE.upper()), (PUBLIC, SIGNATURE + "\n"),
     (PUBLIC + "\n", SIGNATURE), ("g" * 64, SIGNATURE), (PUBLIC, ""), (PUBLIC, "0" * 128)],
)  # fmt: skip
def test_what_is_no_key_or_no_signature_verifies_nothing(public: str, signature: str) -> None:
    assert not verify(public, b"", signature)


FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, FIELD) % FIELD
Point = tuple[int, int]


def added(one: Point, other: Point) -> Point:
    """The sum of two points of the twisted Edwards curve, by the plain formula."""
    (a, b), (c, d) = one, other
    both = CURVE * a * c * b * d % FIELD
    first = (a * d + b * c) * pow(1 + both, -1, FIELD) % FIELD
    return first, (b * d + a * c) * pow(1 - both, -1, FIELD) % FIELD


def times(number: int, point: Point) -> Point:
    total = (0, 1)
    while number:
        if number & 1:
            total = added(total, point)
        point, number = added(point, point), number >> 1
    return total


def on_curve(height: int) -> Point | None:
    """The point of that height, if there is one."""
    square = (height * height - 1) * pow(CURVE * height * height + 1, -1, FIELD) % FIELD
    for root in (
        pow(square, (FIELD + 3) // 8, FIELD),
        pow(square, (FIELD + 3) // 8, FIELD) * pow(2, (FIELD - 1) // 4, FIELD),
    ):
        if root * root % FIELD == square:
            return root % FIELD, height
    return None


@cache
def small_order_points() -> tuple[bytes, ...]:
    """Every way of writing a point of small order, found by arithmetic: also with the sign bit or above the field."""
    heights: set[int] = set()
    for height in range(2, 60):
        point = on_curve(height)
        if point is not None:
            point = times(ORDER, point)  # what is left is of small order
            heights |= {times(number, point)[1] for number in range(8)}
    numbers = heights | {height + FIELD for height in heights if height + FIELD < 2**255}
    return tuple(
        (number | sign << 255).to_bytes(32, "little") for number in sorted(numbers) for sign in (0, 1)
    )


def test_there_are_seven_of_them() -> None:
    assert len(small_order_points()) == 14


def test_a_key_under_which_one_signature_fits_any_text_is_no_key() -> None:
    for point in small_order_points():
        assert not is_public_key(point.hex())
        for first in small_order_points():
            assert not verify(point.hex(), b"any text", (first + bytes(32)).hex())


def test_such_a_key_would_let_a_library_accept_anything() -> None:
    """Why they are refused here: the library behind does not."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    identity = (1).to_bytes(32, "little")
    Ed25519PublicKey.from_public_bytes(identity).verify(identity + bytes(32), b"any text")


def test_fingerprints_are_five_groups_that_are_read_aloud() -> None:
    assert fingerprint(PUBLIC) == file_fingerprint(bytes.fromhex(PUBLIC))
    groups = fingerprint(PUBLIC).split("-")
    assert [len(group) for group in groups] == [4] * 5
    assert not set("".join(groups)) & set("ILOU")
    # SHA-256 of nothing begins with e3b0c442 98fc1c14 9afbf4c8 99.
    assert file_fingerprint(b"") == "WERC-8GMR-ZGE1-96QV-YK49"


@given(st.binary(max_size=64), st.binary(max_size=64))
def test_different_bytes_have_different_fingerprints(one: bytes, other: bytes) -> None:
    assert (file_fingerprint(one) == file_fingerprint(other)) == (one == other)
