"""Clerks of the township and their roles. Every change is one transaction with its line in the log. No HTTP."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, delete, func, insert, select, update

from sync.agreement.errors import RoadError
from sync.agreement.values import value
from sync.township.console import accounts, actions, passwords, tries
from sync.township.console.actions import Action

_clerks = accounts.clerks
NAME_MOST = 30


class ClerkRefused(RoadError):
    """``name-missing``, ``name-long``, ``name-taken``, ``no-such-clerk``, ``last-chief``, ``wrong-password``."""


class Role(Enum):
    """A role; each includes the permissions of the one before."""

    VIEWER = "viewer"
    CLERK = "clerk"
    CHIEF = "chief"

    def in_words(self) -> str:
        """The role in the words of the pages."""
        return {"viewer": "查看", "clerk": "经办", "chief": "主管"}[self.value]

    def covers(self, other: Role) -> bool:
        """Whether this role includes the permissions of the other."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@value
class Clerk:
    """Somebody who may log in, unless ``stopped``. ``must_change``: the password was made up by somebody else."""

    name: str
    role: Role
    must_change: bool
    stopped: bool
    added_at: str
    added_by: str


def clean(name: str) -> str:
    """A name in the form that is stored and compared: composed, without blanks at its ends."""
    return unicodedata.normalize("NFC", name).strip()


def find(db: Connection, name: str) -> Clerk | None:
    """The clerk of this name."""
    row = db.execute(select(_clerks).where(_clerks.c.name == clean(name))).first()
    return _clerk(row) if row else None


def everyone(db: Connection) -> list[Clerk]:
    """All clerks, those who were stopped too, in the order of being added."""
    return [_clerk(row) for row in db.execute(select(_clerks).order_by(_clerks.c.added_at, _clerks.c.name))]


def kept_password(db: Connection, name: str) -> str:
    """The stored hash for a name; for an unknown or stopped name one that no password fits."""
    chosen = (_clerks.c.name == clean(name)) & _clerks.c.stopped.is_(False)
    return db.execute(select(_clerks.c.password).where(chosen)).scalar() or passwords.nobodys()


def add(db: Connection, now: datetime, by: str, name: str, role: Role, password: str, must_change: bool = True) -> None:
    """Add a clerk. Raises ClerkRefused ``name-missing``, ``name-long``, ``name-taken``, and TooWeak."""
    name = clean(name)
    if not name or any(unicodedata.category(each).startswith("C") for each in name):
        raise ClerkRefused("name-missing")
    if len(name) > NAME_MOST:
        raise ClerkRefused("name-long")
    if find(db, name) is not None:
        raise ClerkRefused("name-taken")
    row = {"name": name, "role": role.value, "password": passwords.keep(password), "must_change": must_change}
    db.execute(insert(_clerks), row | {"stopped": False, "added_at": accounts.moment(now), "added_by": by})
    actions.note(db, now, by, Action.ADDED_CLERK, f"{name}（{role.in_words()}）")


def change_role(db: Connection, now: datetime, by: str, name: str, role: Role) -> None:
    """Give a clerk another role, at once. Raises ClerkRefused ``no-such-clerk``, ``last-chief``."""
    _change(db, name, role=role.value)
    actions.note(db, now, by, Action.CHANGED_ROLE, f"{clean(name)}（{role.in_words()}）")


def stop(db: Connection, now: datetime, by: str, name: str, stopped: bool = True) -> None:
    """Stop a clerk, ending all sessions, or restore. Raises ClerkRefused ``no-such-clerk``, ``last-chief``."""
    _change(db, name, stopped=stopped)
    _end_sessions(db, name)
    _forget_browsers(db, name)
    actions.note(db, now, by, Action.STOPPED_CLERK if stopped else Action.RESTORED_CLERK, clean(name))


def reset_password(db: Connection, now: datetime, by: str, name: str, password: str) -> None:
    """Give a clerk a password that has to be changed. Raises ClerkRefused ``no-such-clerk``, and TooWeak."""
    _change(db, name, password=passwords.keep(password), must_change=True)
    _end_sessions(db, name)
    _forget_browsers(db, name)
    tries.let_in(db, clean(name))
    actions.note(db, now, by, Action.RESET_PASSWORD, clean(name))


def change_password(db: Connection, now: datetime, name: str, old: str, new: str) -> None:
    """A clerk's own change; ends the clerk's sessions. Raises ClerkRefused ``wrong-password``, and TooWeak."""
    kept = kept_password(db, name)
    if not passwords.fits(old, kept):
        raise ClerkRefused("wrong-password")
    if old == new:
        raise passwords.TooWeak("too-plain")
    _change(db, name, password=passwords.keep(new), must_change=False)
    _end_sessions(db, name)
    actions.note(db, now, clean(name), Action.CHANGED_PASSWORD)


def _change(db: Connection, name: str, **values: object) -> None:
    before = find(db, name)
    if before is None:
        raise ClerkRefused("no-such-clerk")
    db.execute(update(_clerks).where(_clerks.c.name == before.name).values(**values))
    chiefs = (_clerks.c.role == Role.CHIEF.value) & _clerks.c.stopped.is_(False)
    left = db.execute(select(func.count()).select_from(_clerks).where(chiefs)).scalar_one()
    if before.role is Role.CHIEF and not before.stopped and not left:
        raise ClerkRefused("last-chief")


def _end_sessions(db: Connection, name: str) -> None:
    db.execute(delete(accounts.sessions).where(accounts.sessions.c.clerk == clean(name)))


def _forget_browsers(db: Connection, name: str) -> None:
    """Who else knew the password came in by a browser too."""
    db.execute(delete(accounts.browsers).where(accounts.browsers.c.clerk == clean(name)))


def _clerk(row: object) -> Clerk:
    values = {name: getattr(row, name) for name in Clerk.__dataclass_fields__}
    return Clerk(**values | {"role": Role(values["role"])})
