"""The timelines of the township's books: the present one, the next after a restore, and detecting a copied-back file.

A small file beside the key (the mark) notes how many batches these books have answered. It is written after the
answers are committed, so books with fewer answers than the mark are an old copy that somebody put in their place.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, func, select, update

from sync.agreement.values import value
from sync.township.store import engines, tables

_FRESH = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


@value
class Mark:
    """How far the books of a timeline have come: the number of answered batches, of all desks.

    ``gone``: the timelines of these books that ended.
    """

    timeline: str
    answered: int
    gone: tuple[str, ...] = ()


def current(db: Connection) -> str:
    """The timeline of these books. A running program never caches it: a restore changes it."""
    found: str = db.execute(select(tables.township.c.timeline)).scalar_one()
    return found


def begin(db: Connection) -> str:
    """Begin a new timeline: every desk then asks what these books still hold, and sends the rest again.

    Call inside a writing transaction, which waits for the batch that is just being judged.
    """
    engines.alone(db)
    timeline = secrets.token_hex(8)
    db.execute(update(tables.township).values(timeline=timeline))
    return timeline


def reached(db: Connection) -> Mark:
    """How far the books have come."""
    answered = select(func.coalesce(func.sum(tables.desks.c.position), 0))
    return Mark(current(db), int(db.execute(answered).scalar_one()))


def were_put_back(db: Connection, noted: Mark | None) -> bool:
    """Whether these books are older than the mark."""
    here = reached(db)
    if noted is None:
        return False
    return here.timeline in noted.gone or (here.timeline == noted.timeline and here.answered < noted.answered)


def read_mark(path: Path) -> Mark | None:
    """The mark; None when there is none, or none that can be read."""
    try:
        noted = json.loads(path.read_bytes())
        return Mark(str(noted["timeline"]), int(noted["answered"]), tuple(noted["gone"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_mark(path: Path, reached: Mark) -> None:
    """Note how far the books have come. A mark that is lost, torn or cannot be written only notices less."""
    noted = read_mark(path) or reached
    ended = (noted.timeline,) if noted.timeline != reached.timeline else ()
    data = json.dumps(dataclasses.asdict(replace(reached, gone=(*noted.gone, *ended)))).encode()
    with suppress(OSError), open(os.open(path, _FRESH, 0o600), "wb") as file:  # noqa: PTH123
        file.write(data)
