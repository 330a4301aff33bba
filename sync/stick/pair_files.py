"""The two files of pairing by stick, as files: the township's invitation and the desk's request. Judges neither.

VD/pair/<desk>.vdi   the invitation; it is also found beside VD, where a browser may have put it
VD/pair/<desk>.request
"""

from __future__ import annotations

import re
from pathlib import Path

from sync.stick import stickfiles
from sync.stick.stickfiles import Ignored, Medium

_ROOT, _PAIR = "VD", "pair"
_BYTES = 16 * 1024
_REQUESTS = re.compile(r"[0-9]{12}-[A-Z]\.request")


def invite_name(desk: str) -> str:
    """The file of a desk's invitation."""
    return f"{desk}.vdi"


def write_invite(stick: Path, desk: str, data: bytes, medium: Medium | None = None) -> None:
    """Put the invitation of a desk on the stick. Raises StickTrouble."""
    stickfiles.put(stickfiles.made(stick, _ROOT, _PAIR) / invite_name(desk), data, medium or Medium())


def read_invites(stick: Path, desk: str, medium: Medium | None = None) -> list[bytes | Ignored]:
    """The invitations of this desk, not verified. Raises StickTrouble."""
    places = (stickfiles.folder(stick, _ROOT, _PAIR), stickfiles.folder(stick))
    paths = [place / invite_name(desk) for place in places if place]
    return [stickfiles.fetch(path, _BYTES, medium or Medium()) for path in paths if stickfiles.is_there(path)]


def write_request(stick: Path, desk: str, data: bytes, medium: Medium | None = None) -> None:
    """Put the request of a desk on the stick. Raises StickTrouble."""
    stickfiles.put(stickfiles.made(stick, _ROOT, _PAIR) / f"{desk}.request", data, medium or Medium())


def read_requests(stick: Path, medium: Medium | None = None) -> list[tuple[str, bytes | Ignored]]:
    """The requests on the stick, not verified, each with the name of its file. Raises StickTrouble."""
    place = stickfiles.folder(stick, _ROOT, _PAIR)
    found = stickfiles.listed(place, _REQUESTS)[0] if place else []
    return [(path.name, stickfiles.fetch(path, _BYTES, medium or Medium())) for path in found]
