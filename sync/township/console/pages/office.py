"""The office itself: the log of what clerks did, and, for chiefs, who may log in."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection
from starlette.responses import Response

from sync.township.console import actions, clerks, passwords
from sync.township.console.clerks import ClerkRefused, Role
from sync.township.console.gate import ClerkAsk, Stopped
from sync.township.console.pages import paging
from sync.township.console.showing import Pages
from sync.township.store.database import Store

_REASONS = {
    "name-missing": "请写姓名",
    "name-long": f"姓名最多 {clerks.NAME_MOST} 个字",
    "name-taken": "已有这个姓名的账号，重名请加上职务或编号",
    "no-such-clerk": "没有这个账号",
    "last-chief": "至少要留一位能登录的主管",
}


class Office:
    """Pages about ourselves."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store = store
        self._pages = pages

    def log(self, ask: ClerkAsk) -> Response:
        """What clerks did: a chief sees everybody's, others their own."""
        part = paging.asked(ask.query, 50)
        whose = ask.query.get("clerk", "") if ask.may("chief") else ask.clerk.name
        with self._store.reading() as db:
            lines, total = actions.read(db, whose, part.skip, part.most)
            everyone = clerks.everyone(db) if ask.may("chief") else []
        return self._pages.show(
            "log.html", ask=ask, lines=lines, portion=part.of(total), whose=whose, everyone=everyone
        )

    def clerks(self, ask: ClerkAsk) -> Response:
        """Who may log in."""
        return self._clerks(ask)

    def add(self, ask: ClerkAsk) -> Response:
        """A new clerk, with a password that is shown this once."""
        name, password = clerks.clean(ask.form.get("name", "")), passwords.make_up()
        role = _role(ask)
        return self._do(
            ask, lambda db: clerks.add(db, ask.now, ask.clerk.name, name, role, password), issued=(name, password)
        )

    def change(self, ask: ClerkAsk) -> Response:
        """A clerk's role, password, or being stopped."""
        name, by, now = ask.form.get("name", ""), ask.clerk.name, ask.now
        match ask.form.get("what", ""):
            case "role":
                role = _role(ask)
                return self._do(ask, lambda db: clerks.change_role(db, now, by, name, role))
            case "password":
                made = passwords.make_up()
                return self._do(ask, lambda db: clerks.reset_password(db, now, by, name, made), issued=(name, made))
            case "stop" | "restore" as what:
                return self._do(ask, lambda db: clerks.stop(db, now, by, name, what == "stop"))
            case _:
                raise Stopped(400, "表单读不出来")

    def _do(self, ask: ClerkAsk, deed: Callable[[Connection], None], issued: tuple[str, str] = ("", "")) -> Response:
        try:
            with self._store.writing() as db:
                deed(db)
        except ClerkRefused as refused:
            return self._clerks(ask, 422, reason=_REASONS[refused.code])
        return self._clerks(ask, issued=issued) if issued[1] else ask.go("/clerks")

    def _clerks(
        self, ask: ClerkAsk, status: int = 200, reason: str = "", issued: tuple[str, str] = ("", "")
    ) -> Response:
        with self._store.reading() as db:
            everyone = clerks.everyone(db)
        return self._pages.show(
            "clerks.html", status, ask=ask, everyone=everyone, roles=list(Role), reason=reason, issued=issued
        )


def _role(ask: ClerkAsk) -> Role:
    try:
        return Role(ask.form.get("role", ""))
    except ValueError as reason:
        raise Stopped(400, "没有这种权限") from reason
