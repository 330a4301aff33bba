"""Sealing for files on a stick, so that a lost stick gives nothing away: only the addressee can open them. No I/O."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sync.agreement.errors import Damaged
from sync.wire.keys import DeskKey

DOMAIN = b"village-desk-stick/1"
MAGIC = b"VDS1"
_HEAD = len(MAGIC) + 32
_PRIME = 2**255 - 19
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

OVERHEAD = _HEAD + 32 + 16
"""By how many bytes a sealed file is longer than what is in it."""


def seal(data: bytes, reader: str) -> bytes:
    """The bytes, sealed for the owner of this public key. Not the same bytes twice."""
    named = bytes.fromhex(reader)
    return MAGIC + named + _SUITE.encrypt(data, _public(named), DOMAIN + named)


def unseal(sealed: bytes, key: DeskKey) -> bytes:
    """Open data sealed for the owner of this key.

    Raises Damaged: ``not-sealed`` for other bytes, ``another-reader``, ``seal-broken`` for one changed byte.
    """
    if not sealed.startswith(MAGIC) or len(sealed) < OVERHEAD:
        raise Damaged("not-sealed")
    named = sealed[len(MAGIC) : _HEAD]
    if named.hex() != key.public:
        raise Damaged("another-reader")
    try:
        return _SUITE.decrypt(sealed[_HEAD:], key.exchanging(), DOMAIN + named)
    except (InvalidTag, ValueError) as reason:
        raise Damaged("seal-broken") from reason


def nonce(desk: str, township: str, timeline: str) -> str:
    """The nonce that a hello on a stick repeats: it proves that the hello answers a desk which knew this timeline."""
    return hashlib.sha256(b"\n".join([DOMAIN, desk.encode(), township.encode(), timeline.encode()])).hexdigest()


def _public(named: bytes) -> X25519PublicKey:
    """The Montgomery form of an Edwards public key: u = (1 + y) / (1 - y), RFC 7748 section 4.1."""
    y = int.from_bytes(named, "little") & (2**255 - 1)
    u = (1 + y) * pow(1 - y, -1, _PRIME) % _PRIME
    return X25519PublicKey.from_public_bytes(u.to_bytes(32, "little"))
