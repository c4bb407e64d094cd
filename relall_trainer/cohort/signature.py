"""Keys, signatures and fingerprints: what shows that a file is as its writer left it.

Ed25519 by ``cryptography``, imported at the first use. Whose key it is, no signature tells: people compare
fingerprints, once (``keys``). What is signed is left to ``signed_file``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC_LENGTH, SIGNATURE_LENGTH = 64, 128
_HEX_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_HEX_SIGNATURE = re.compile(r"[0-9a-f]{128}", re.ASCII)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP_LENGTH = 5, 4

# Points of small order, in every way of writing them: under such a "key" one signature fits any text.
_FIELD = 2**255 - 19
_SMALL_ORDER = frozenset(
    {
        0,
        1,
        _FIELD - 1,
        _FIELD,
        _FIELD + 1,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    }
)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A pair of keys. ``seed`` is the secret half in hex: it is never shown, printed or logged."""

    seed: str = field(repr=False)
    public: str

    @classmethod
    def new(cls) -> SigningKey:
        """A fresh one, from the randomness of the system."""
        import os

        return cls.from_seed(os.urandom(32).hex())

    @classmethod
    def from_seed(cls, seed: str) -> SigningKey:
        """The pair of a seed of 64 hexadecimal digits; raises ValueError for anything else."""
        if not _HEX_KEY.fullmatch(seed):
            raise ValueError("a seed is 64 hexadecimal digits")
        return cls(seed, _private(seed).public_key().public_bytes_raw().hex())

    def sign(self, data: bytes) -> str:
        """The signature in hex."""
        return _private(self.seed).sign(data).hex()


def _private(seed: str) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))


def is_public_key(text: object) -> bool:
    """64 lower-case hexadecimal digits, and not a key under which one signature fits any text."""
    return isinstance(text, str) and _HEX_KEY.fullmatch(text) is not None and not _is_weak(text)


def _is_weak(public: str) -> bool:
    without_sign = int.from_bytes(bytes.fromhex(public), "little") & (2**255 - 1)
    return without_sign in _SMALL_ORDER


def verify(public: str, data: bytes, signature: str) -> bool:
    """Whether this key signed these bytes; False also for what is no key or no signature."""
    key = _verifier(public)
    if key is None or not _HEX_SIGNATURE.fullmatch(signature):
        return False
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(bytes.fromhex(signature), data)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1_024)
def _verifier(public: str) -> Ed25519PublicKey | None:
    if not is_public_key(public):
        return None
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    except ValueError:
        return None


def fingerprint(public: str) -> str:
    """A key as people compare it, such as ``K7QD-2M4X-9A1B-0FJ3-ZZ8P``: 100 bits of its SHA-256."""
    return file_fingerprint(bytes.fromhex(public))


def file_fingerprint(data: bytes) -> str:
    """The same for the bytes of a file."""
    return digest_fingerprint(sha256(data).hexdigest())


def digest_fingerprint(digest: str) -> str:
    """The same for a file of which only the SHA-256 is at hand, in 64 hexadecimal digits."""
    wanted = _GROUPS * _GROUP_LENGTH
    number = int(digest, 16) >> (256 - 5 * wanted)
    signs = "".join(_CROCKFORD[number >> 5 * place & 31] for place in reversed(range(wanted)))
    return "-".join(signs[at : at + _GROUP_LENGTH] for at in range(0, wanted, _GROUP_LENGTH))
