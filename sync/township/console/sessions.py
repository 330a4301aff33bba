"""Sessions of clerks, stored on the server under the digest of a random token in a cookie. No HTTP."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from sync.agreement.values import value
from sync.township.console import accounts, clerks
from sync.township.console.clerks import Clerk

_sessions = accounts.sessions
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
_NOTED_EVERY = timedelta(minutes=1)


@value
class Session:
    """A clerk at the pages. ``csrf`` has to come with every form; ``sought`` is the last search."""

    token: str
    clerk: Clerk
    csrf: str
    seen_at: str
    sought: str


def begin(db: Connection, now: datetime, clerk: str) -> str:
    """Begin a session and return its token, which only the browser gets. Old sessions are deleted."""
    stale = _sessions.c.seen_at < accounts.moment(now - IDLE)
    db.execute(delete(_sessions).where(stale | (_sessions.c.began_at < accounts.moment(now - LONGEST))))
    token, at = secrets.token_urlsafe(32), accounts.moment(now)
    row = {"token": _digest(token), "clerk": clerks.clean(clerk), "csrf": secrets.token_urlsafe(32)}
    db.execute(insert(_sessions), row | {"began_at": at, "seen_at": at, "sought": ""})
    return token


def find(db: Connection, now: datetime, token: str) -> Session | None:
    """The session of this token, unless it ended, was idle too long or its clerk was stopped."""
    alive = (_sessions.c.seen_at >= accounts.moment(now - IDLE)) & (
        _sessions.c.began_at >= accounts.moment(now - LONGEST)
    )
    row = db.execute(select(_sessions).where(_sessions.c.token == _digest(token), alive)).first()
    clerk = clerks.find(db, row.clerk) if row else None
    if row is None or clerk is None or clerk.stopped:
        return None
    return Session(row.token, clerk, row.csrf, row.seen_at, row.sought)


def is_to_be_noted(session: Session, now: datetime) -> bool:
    """Whether the clerk's last visit must be written down again."""
    return datetime.fromisoformat(session.seen_at) <= now - _NOTED_EVERY


def note(db: Connection, now: datetime, session: Session) -> None:
    """The clerk was seen."""
    _change(db, session, seen_at=accounts.moment(now))


def seek(db: Connection, session: Session, sought: str) -> None:
    """Store the clerk's search words."""
    _change(db, session, sought=sought)


def end(db: Connection, session: Session) -> None:
    """The clerk leaves."""
    db.execute(delete(_sessions).where(_sessions.c.token == session.token))


def _change(db: Connection, session: Session, **values: str) -> None:
    db.execute(update(_sessions).where(_sessions.c.token == session.token).values(**values))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
