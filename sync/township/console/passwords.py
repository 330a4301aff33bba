"""Passwords of clerks: kept as salted scrypt (RFC 7914), made up when a clerk is added. No I/O, knows no clerks."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sync.agreement.errors import RoadError

LEAST = 10
MOST = 200
LOG_N, _R, _P = 14, 8, 5
"""16 MiB and five passes: one of the settings that OWASP's password storage sheet calls equal."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class TooWeak(RoadError):
    """A password that will not do: ``too-short``, ``too-long``, ``too-plain``."""


def keep(password: str) -> str:
    """The password as it is kept: settings, salt and digest. Raises TooWeak."""
    if len(password) < LEAST:
        raise TooWeak("too-short")
    if len(password) > MOST:
        raise TooWeak("too-long")
    if len(set(password)) < 4:
        raise TooWeak("too-plain")
    salt = secrets.token_bytes(16)
    return f"scrypt${LOG_N}${_R}${_P}${salt.hex()}${_digest(password, salt, LOG_N, _R, _P).hex()}"


def fits(password: str, kept: str) -> bool:
    """Whether this is the stored password. A wrong one takes as long to check."""
    _, log_n, r, p, salt, digest = kept.split("$")
    found = _digest(password[: MOST + 1], bytes.fromhex(salt), int(log_n), int(r), int(p))
    return hmac.compare_digest(found, bytes.fromhex(digest))


def make_up() -> str:
    """A first password for a new clerk, who changes it: twelve letters and digits that are not mistaken."""
    letters = [secrets.choice(_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def nobodys() -> str:
    """A hash for an unknown name: no password fits it, and checking it takes as long as any other."""
    return f"scrypt${LOG_N}${_R}${_P}${'00' * 16}${'00' * 32}"


def _digest(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=1 << log_n, r=r, p=p, maxmem=64 * 1024 * 1024, dklen=32)
