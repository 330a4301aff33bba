"""Coming in and going out: login, logout, and a clerk's own password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from math import ceil

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sync.township.console import actions, browsers, clerks, gate, passwords, sessions, tries
from sync.township.console.actions import Action
from sync.township.console.clerks import ClerkRefused
from sync.township.console.gate import ClerkAsk
from sync.township.console.passwords import TooWeak
from sync.township.console.showing import Pages
from sync.township.store.database import Clock, Store

_COOKIE = "township_console_door"
"""Compared with a field of the login form: another site can neither read nor set it."""
_KNOWN = "township_console_known"
"""Marks a browser in which a clerk has logged in before."""

_NOTICES = {"out": "已退出。", "changed": "密码已改，请用新密码登录。"}
WEAK = {
    "too-short": f"新密码至少要 {passwords.LEAST} 个字",
    "too-long": f"新密码最多 {passwords.MOST} 个字",
    "too-plain": "新密码太简单，请换一个和原来不同、不是同一个字重复的密码",
}


class Door:
    """The only pages for somebody who is not logged in are here."""

    def __init__(self, store: Store, pages: Pages, clock: Clock) -> None:
        self._store = store
        self._pages = pages
        self._clock = clock

    async def show(self, request: Request) -> Response:
        """The login form."""
        notices = [notice for word, notice in _NOTICES.items() if word in request.query_params]
        return self._form(request, notice="".join(notices[:1]))

    async def come_in(self, request: Request) -> Response:
        """Name and password: on to the board, or back with a word."""
        form = await gate.read_form(request)
        token = request.cookies.get(_COOKIE, "")
        if not token or not secrets.compare_digest(_held_against(token).encode(), form.get("csrf", "").encode()):
            return self._form(request, 403, "登录页放得太久了，请再试一次")
        return await run_in_threadpool(self._try, request, form.get("name", ""), form.get("password", ""))

    def leave(self, ask: ClerkAsk) -> Response:
        """End the session."""
        with self._store.writing() as db:
            sessions.end(db, ask.session)
            actions.note(db, ask.now, ask.clerk.name, Action.WENT_OUT)
        reply = ask.go("/login?out=1")
        reply.delete_cookie(gate.COOKIE, path=ask.base, httponly=True, samesite="strict")
        return reply

    def password(self, ask: ClerkAsk) -> Response:
        """The form to change one's own password."""
        return self._pages.show("password.html", ask=ask, reason="", least=passwords.LEAST)

    def change_password(self, ask: ClerkAsk) -> Response:
        """Change the clerk's password, and make them log in again."""
        reason = self._change(ask)
        if reason:
            return self._pages.show("password.html", 422, ask=ask, reason=reason, least=passwords.LEAST)
        return ask.go("/login?changed=1")

    def _change(self, ask: ClerkAsk) -> str:
        new = ask.form.get("new", "")
        if new != ask.form.get("again", ""):
            return "两次输入的新密码不一样"
        name, old = ask.clerk.name, ask.form.get("old", "")
        with self._store.writing() as db:
            waiting = tries.wait(db, ask.now, name, "", ask.session.token)
        if waiting:
            return _wait(waiting)
        try:
            with self._store.writing() as db:
                clerks.change_password(db, ask.now, name, old, new)
                tries.forget(db, name, "", ask.session.token)
        except ClerkRefused:
            return "原密码不对"
        except TooWeak as weak:
            return WEAK[weak.code]
        return ""

    def _try(self, request: Request, name: str, password: str) -> Response:
        now, name = self._clock(), clerks.clean(name)[: clerks.NAME_MOST]
        address, token = request.client.host if request.client else "", request.cookies.get(_KNOWN, "")
        with self._store.writing() as db:
            browser = browsers.known(db, now, token, name)
            waiting = tries.wait(db, now, name, address, browser)
            kept = clerks.kept_password(db, name)
        if waiting:
            reply = self._form(request, 429, _wait(waiting), name=name)
            reply.headers["Retry-After"] = str(ceil(waiting.total_seconds()))
            return reply
        if not passwords.fits(password, kept):
            with self._store.writing() as db:
                if clerks.find(db, name):
                    actions.note(db, now, name, Action.WRONG_PASSWORD)
            return self._form(request, 403, "姓名或密码不对", name=name)
        with self._store.writing() as db:
            tries.forget(db, name, address, browser)
            token, session = browsers.note(db, now, token, name), sessions.begin(db, now, name)
            actions.note(db, now, name, Action.LOGGED_IN)
        base = str(request.scope["root_path"])
        reply = RedirectResponse(f"{base}/", 303)
        _set(request, reply, gate.COOKIE, session)
        _set(request, reply, _KNOWN, token, lasts=browsers.KNOWN_FOR)
        return reply

    def _form(
        self, request: Request, status: int = 200, reason: str = "", notice: str = "", name: str = ""
    ) -> Response:
        token = request.cookies.get(_COOKIE, "") or secrets.token_urlsafe(32)
        base = str(request.scope["root_path"])
        reply = self._pages.show(
            "login.html",
            status,
            base=base,
            csrf=_held_against(token),
            reason=reason,
            notice=notice,
            name=name,
            ask=None,
        )
        _set(request, reply, _COOKIE, token)
        return reply


def _set(request: Request, reply: Response, name: str, value: str, lasts: timedelta | None = None) -> None:
    """A cookie for this browser and these pages only; deleted when the browser is closed, unless it ``lasts``."""
    path, secure = str(request.scope["root_path"]), request.url.scheme == "https"
    age = int(lasts.total_seconds()) if lasts else None
    reply.set_cookie(name, value, path=path, httponly=True, samesite="strict", secure=secure, max_age=age)


def _held_against(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _wait(left: timedelta) -> str:
    seconds = ceil(left.total_seconds())
    how_long = f"{seconds} 秒" if seconds < 100 else f"{ceil(seconds / 60)} 分钟"
    return f"错得太多了，请过 {how_long}再试"
