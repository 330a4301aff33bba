"""The common checks of desks' signed requests: each is short, and was made in this conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from starlette.requests import Request

from sync.agreement.errors import NotTheTownship, TownshipRefused

_Ask = TypeVar("_Ask")
FRESH_SECONDS = 600
"""How old the hello may be whose time a request repeats; both times are of the township's clock."""
_MOST_BYTES = 4096


async def body(request: Request) -> bytes:
    """The ask that a request brings. Raises TownshipRefused ``request`` for a long one."""
    found = bytearray()
    async for block in request.stream():
        found += block
        if len(found) > _MOST_BYTES:
            raise TownshipRefused("request", "an ask is short")
    return bytes(found)


def opened(read: Callable[[bytes], tuple[_Ask, str]], data: bytes) -> tuple[_Ask, str]:
    """A desk's signed request and the desk's key, by the reader ``read``. TownshipRefused ``request`` if malformed."""
    try:
        return read(data)
    except NotTheTownship as reason:
        raise TownshipRefused("request", reason.code) from reason


def refuse_stale(time: str, now: datetime) -> None:
    """TownshipRefused ``ask-stale`` unless ``time`` is that of a hello of the last minutes."""
    try:
        age = (now - datetime.fromisoformat(time)).total_seconds()
    except (ValueError, TypeError):
        raise TownshipRefused("ask-stale") from None
    if abs(age) > FRESH_SECONDS:
        raise TownshipRefused("ask-stale")
