"""Browsers in which a clerk has logged in, recognised by a random token in a cookie; only its digest is kept.

A known browser gives no access. It only is not slowed down by wrong guesses made elsewhere.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, select

from sync.township.console import accounts, clerks
from sync.township.store import bulk

_browsers = accounts.browsers
KNOWN_FOR = timedelta(days=180)
"""How long a browser is known after its last login."""


def known(db: Connection, now: datetime, token: str, clerk: str) -> str:
    """The digest of the browser's token if this clerk has logged in with it, else empty."""
    since = _browsers.c.seen_at >= accounts.moment(now - KNOWN_FOR)
    row = select(_browsers.c.browser).where(_of(token, clerk), since)
    return db.execute(row).scalar() or ""


def note(db: Connection, now: datetime, token: str, clerk: str) -> str:
    """Note that the clerk logged in with this browser; returns its token, made now if it had none of ours."""
    stale = accounts.moment(now - KNOWN_FOR)
    db.execute(delete(_browsers).where(_browsers.c.seen_at < stale))
    ours = db.execute(select(_browsers.c.browser).where(_browsers.c.browser == _digest(token)).limit(1)).first()
    token = token if ours else secrets.token_urlsafe(32)
    row = {"browser": _digest(token), "clerk": clerks.clean(clerk), "seen_at": accounts.moment(now)}
    bulk.upsert(db, _browsers, [row])
    return token


def _of(token: str, clerk: str) -> ColumnElement[bool]:
    return (_browsers.c.browser == _digest(token)) & (_browsers.c.clerk == clerks.clean(clerk))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
