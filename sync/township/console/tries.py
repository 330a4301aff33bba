"""Slows down those who guess passwords: wrong tries are counted, with growing pauses that shut nobody else out."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import Connection, delete, select, update

from sync.township.console import accounts
from sync.township.store import bulk

_tries = accounts.tries
FREE_BY_NAME = 5
FREE_BY_ADDRESS = 30
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)
_HOME_OF_SIX = 64
"""Whoever has one address of IPv6 has all addresses with these first bits."""


def wait(db: Connection, now: datetime, name: str, address: str, browser: str = "") -> timedelta:
    """How long this name, from this address, has to wait; zero lets it try, and counts the try.

    ``browser``: the digest of the browser, if this clerk has logged in with it before, else empty. Call inside
    Store.writing(), and check the password after the commit.
    """
    db.execute(delete(_tries).where(_tries.c.last_at < accounts.moment(now - FORGOTTEN_AFTER)))
    limits = _limits(name, address, browser)
    longest = max(_waiting_time(db, now, whose, free) for whose, free in limits.items())
    if longest <= timedelta():
        for whose in limits:
            _count(db, now, whose)
        return timedelta()
    return longest


def forget(db: Connection, name: str, address: str, browser: str = "") -> None:
    """The password was right: its tries were no guesses."""
    for whose, free in _limits(name, address, browser).items():
        if free == FREE_BY_ADDRESS:
            _uncount(db, whose)
        else:
            db.execute(delete(_tries).where(_tries.c.whose == whose))


def let_in(db: Connection, name: str) -> None:
    """Forget all wrong tries with this name, from any address: the clerk may try again at once."""
    db.execute(delete(_tries).where(_tries.c.whose.startswith(_digest("name", name))))


def _limits(name: str, address: str, browser: str) -> dict[str, int]:
    """The counters of a try, with the number of free tries of each."""
    named = _digest("name", name)
    if browser:
        return {f"{named} {_digest('browser', browser)}": FREE_BY_NAME}
    place = _digest("address", _home(address))
    return {f"{named} {place}": FREE_BY_NAME, place: FREE_BY_ADDRESS}


def _home(address: str) -> str:
    """The address, or the network of which somebody has all addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    mapped = found.ipv4_mapped if found.version == 6 else None
    if found.version == 4 or mapped:
        return str(mapped or found)
    return str(ip_network((found, _HOME_OF_SIX), strict=False))


def _waiting_time(db: Connection, now: datetime, whose: str, free: int) -> timedelta:
    row = db.execute(select(_tries).where(_tries.c.whose == whose).with_for_update()).first()
    if row is None or row.wrong < free:
        return timedelta()
    doubled: timedelta = FIRST_PAUSE * 2 ** min(int(row.wrong) - free, 10)
    return datetime.fromisoformat(row.last_at) + min(doubled, LONGEST_PAUSE) - now


def _count(db: Connection, now: datetime, whose: str) -> None:
    at = accounts.moment(now)
    bulk.insert_new(db, _tries, [{"whose": whose, "wrong": 0, "last_at": at}])
    db.execute(update(_tries).where(_tries.c.whose == whose).values(wrong=_tries.c.wrong + 1, last_at=at))


def _uncount(db: Connection, whose: str) -> None:
    lowered = update(_tries).where(_tries.c.whose == whose, _tries.c.wrong > 0)
    db.execute(lowered.values(wrong=_tries.c.wrong - 1))


def _digest(kind: str, text: str) -> str:
    """Somebody may have typed the password into the field of the name."""
    return hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()
