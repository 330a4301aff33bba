"""The bytes of a form in pieces: cut, checked, put together again. Pure: no I/O."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256

DIGEST = re.compile(r"[0-9a-f]{64}")
FORM_BYTES = 5 * 1024 * 1024
"""The most bytes of the workbook of a form."""
NAME_LONGEST = 40
PIECE_BYTES = 64 * 1024
"""Of each piece but the last, before base 64. Most forms are one piece; on a thin line a cut costs no more than one."""
PARTS_MOST = 1000
"""Another program may cut smaller pieces; with more of them a form is refused."""
_DATA_LONGEST = 4 * (FORM_BYTES // 3 + 1)


def digest(data: bytes) -> str:
    """The SHA-256 of a workbook's bytes, as forms are named by."""
    return sha256(data).hexdigest()


def cut(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Each piece: its part, from 1, the number of parts, and its bytes in base 64."""
    starts = range(0, len(data), PIECE_BYTES)
    for part, start in enumerate(starts, start=1):
        yield part, len(starts), b64encode(data[start : start + PIECE_BYTES]).decode()


def fits(part: int, parts: int, data: str) -> bool:
    """Whether a piece can be one."""
    return 1 <= part <= parts <= PARTS_MOST and 0 < len(data) <= _DATA_LONGEST and _decoded(data) is not None


def whole(pieces: Mapping[int, str], parts: int, named: str) -> bytes | None:
    """The workbook of these pieces, by their parts. None while one is missing, and for bytes of another digest."""
    if pieces.keys() != set(range(1, parts + 1)):
        return None
    found = [_decoded(pieces[part]) for part in range(1, parts + 1)]
    data = b"".join(each for each in found if each is not None)
    return data if digest(data) == named and len(data) <= FORM_BYTES else None


def _decoded(data: str) -> bytes | None:
    try:
        return b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None
