"""Slows down those who guess passwords: wrong tries are counted by name and by address, with growing pauses.

A try is counted before the password is looked at, so that many at once find the door shut too.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from sync.township.console import accounts

_tries = accounts.tries
FREE_BY_NAME = 5
FREE_BY_ADDRESS = 30
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


def wait(db: Connection, now: datetime, name: str, address: str) -> timedelta:
    """How long this name, from this address, has to wait; zero lets it try, and counts the try.

    Call inside Store.writing(), and look at the password after the commit.
    """
    db.execute(delete(_tries).where(_tries.c.last_at < accounts.moment(now - FORGOTTEN_AFTER)))
    limits = {_whose("name", name): FREE_BY_NAME, _whose("address", address): FREE_BY_ADDRESS}
    longest = max(_left(db, now, whose, free) for whose, free in limits.items())
    if longest <= timedelta():
        for whose in limits:
            _count(db, now, whose)
        return timedelta()
    return longest


def forget(db: Connection, name: str, address: str) -> None:
    """The password was right: its tries were no guesses."""
    _uncount(db, _whose("address", address))
    db.execute(delete(_tries).where(_tries.c.whose == _whose("name", name)))


def _left(db: Connection, now: datetime, whose: str, free: int) -> timedelta:
    row = db.execute(select(_tries).where(_tries.c.whose == whose).with_for_update()).first()
    if row is None or row.wrong < free:
        return timedelta()
    doubled: timedelta = FIRST_PAUSE * 2 ** min(int(row.wrong) - free, 10)
    return datetime.fromisoformat(row.last_at) + min(doubled, LONGEST_PAUSE) - now


def _count(db: Connection, now: datetime, whose: str) -> None:
    raised = update(_tries).where(_tries.c.whose == whose)
    at = accounts.moment(now)
    if not db.execute(raised.values(wrong=_tries.c.wrong + 1, last_at=at)).rowcount:
        db.execute(insert(_tries), {"whose": whose, "wrong": 1, "last_at": at})


def _uncount(db: Connection, whose: str) -> None:
    lowered = update(_tries).where(_tries.c.whose == whose, _tries.c.wrong > 0)
    db.execute(lowered.values(wrong=_tries.c.wrong - 1))


def _whose(kind: str, text: str) -> str:
    """A digest: somebody may have typed the password into the field of the name."""
    return hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()
