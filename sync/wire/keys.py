"""Ed25519 keys: the desk's, and the township's. A private key lives in a file of its own, never in a database.

A backup that carried the key would be a second desk. Signatures are domain-separated: the same key never signs the
same bytes in two meanings.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from sync import durable
from sync.agreement.errors import Damaged
from sync.agreement.values import value


@value
class DeskKey:
    """A signing key. ``repr`` shows no part of it."""

    _private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public half, as 64 hexadecimal digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, domain: str, message: bytes) -> bytes:
        """64 bytes over ``domain``, a line feed and the message."""
        return self._private.sign(domain.encode() + b"\n" + message)

    def exchanging(self) -> X25519PrivateKey:
        """The X25519 form of this Ed25519 key: it opens data sealed for the desk (``sync/wire/sealing.py``)."""
        secret = hashlib.sha512(self._private.private_bytes_raw()).digest()[:32]  # as RFC 8032 derives the scalar
        return X25519PrivateKey.from_private_bytes(secret)

    def __repr__(self) -> str:
        return f"DeskKey(public={self.public[:8]}...)"


@value
class TownshipKey(DeskKey):
    """A township's key; during a key change also the key ``before``, because some desks know only the old key yet.

    ``ended``: the public halves of former keys whose private halves are deleted.
    """

    before: DeskKey | None = None
    ended: tuple[str, ...] = ()

    @classmethod
    def of(cls, key: DeskKey, before: DeskKey | None, ended: tuple[str, ...]) -> TownshipKey:
        """Join the key with the former keys."""
        return cls(key._private, before, ended)


def create(path: Path, password: bytes) -> DeskKey:
    """Make a new key and write it to ``path``, encrypted, readable by this user only. FileExistsError if one is there.

    ``password`` should be a derived key, not a PIN as typed: the file's own key derivation is a quick one. An empty
    password leaves the key bare, for a township that starts without a person.
    """
    key = Ed25519PrivateKey.generate()
    secret: KeySerializationEncryption = BestAvailableEncryption(password) if password else NoEncryption()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret)
    durable.create(path, pem)
    return DeskKey(key)


def load(path: Path, password: bytes) -> DeskKey:
    """The key of a file. FileNotFoundError when there is none; Damaged ``key-file`` for a wrong password."""
    try:
        key = load_pem_private_key(path.read_bytes(), password or None)
    except (ValueError, TypeError) as reason:
        raise Damaged("key-file", "the password is wrong, or the file is damaged") from reason
    if not isinstance(key, Ed25519PrivateKey):
        raise Damaged("key-file", "not an Ed25519 key")
    return DeskKey(key)


def sealed_again(path: Path, password: bytes, new_password: bytes) -> bytes:
    """The content for a file of the same key under another password. Raises as ``load``."""
    key = load(path, password)._private
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(new_password))


def load_or_create(path: Path, password: bytes) -> DeskKey:
    """The key of a file, made now if there is none yet."""
    return load(path, password) if path.exists() else create(path, password)


def verify(public: str, domain: str, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` was made by the owner of ``public`` over this message in this domain."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, domain.encode() + b"\n" + message)
    except (InvalidSignature, ValueError):
        return False
    return True
