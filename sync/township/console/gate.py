"""Admits a request whose clerk is logged in, has the role, and used our own form. All pages are behind it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sync.agreement import calendar
from sync.agreement.values import value
from sync.township.console import sessions
from sync.township.console.clerks import Clerk, Role
from sync.township.console.sessions import Session
from sync.township.store.database import Clock, Store

COOKIE = "township_console"
_FORM_BYTES = 64 * 1024
_UPLOAD_BYTES = 5 * 1024 * 1024
_UPLOAD_FIELDS = 1000
_PATIENCE = 120.0
"""Seconds that a form may take to arrive."""


@value
class ClerkAsk:
    """A clerk's request. ``base``: where the console is mounted; ``form`` and ``file``: the submitted data.

    ``now`` is Beijing's time, and its day is the day of the rules.
    """

    session: Session
    base: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    now: datetime
    file: bytes = b""

    @property
    def clerk(self) -> Clerk:
        """Who asks."""
        return self.session.clerk

    def may(self, role: str) -> bool:
        """Whether the clerk has the permissions of this role."""
        return self.clerk.role.covers(Role(role))

    def go(self, path: str) -> Response:
        """On to another page, which a reload shows without sending the form again."""
        return RedirectResponse(self.base + path, 303)


class Stopped(Exception):
    """A request that goes no further: ``status`` of HTTP, and why, in words."""

    def __init__(self, status: int, reason: str, cure: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.cure = cure


Handler = Callable[[ClerkAsk], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class Gate:
    """Wraps a page that answers a clerk as an endpoint that answers a request."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def page(self, role: Role, handler: Handler, while_changing: bool = False) -> Endpoint:
        """For clerks of at least this role. ``while_changing``: also for one who has to change the password first."""

        async def answer(request: Request) -> Response:
            now, base = self._clock().astimezone(calendar.BEIJING), str(request.scope["root_path"])
            session = await run_in_threadpool(self._session, request, now)
            if session is None:
                return RedirectResponse(f"{base}/login", 303)
            sent = await _read(request) if request.method == "POST" else _Sent({}, b"")
            if request.method == "POST" and not _same(sent.fields.get("csrf", ""), session.csrf):
                raise Stopped(403, "这张表单已经失效", "请回到页面，刷新后再做一次")
            if session.clerk.must_change and not while_changing:
                return RedirectResponse(f"{base}/password", 303)
            if not session.clerk.role.covers(role):
                raise Stopped(403, f"这一页要“{role.in_words()}”权限", "请找主管办理")
            ask = ClerkAsk(session, base, request.path_params, request.query_params, sent.fields, now, sent.file)
            return await run_in_threadpool(handler, ask)

        return answer

    def _session(self, request: Request, now: datetime) -> Session | None:
        token = request.cookies.get(COOKIE, "")
        if not token:
            return None
        with self._store.reading() as db:
            session = sessions.find(db, now, token)
        if session is not None and sessions.is_to_be_noted(session, now):
            with self._store.writing() as db:
                sessions.note(db, now, session)
        return session


@value
class _Sent:
    fields: Mapping[str, str]
    file: bytes


async def _read(request: Request) -> _Sent:
    """What a form of somebody who is logged in sent, with a file or without. Raises Stopped as ``read_form``."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return await _received(request)
    except TimeoutError as reason:
        raise Stopped(408, "表单没有传完", "请检查网络，再做一次") from reason


async def _received(request: Request) -> _Sent:
    if _kind(request) != "multipart/form-data":
        return _Sent(await read_form(request), b"")
    _refuse_foreign(request)
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit() and int(length[:12]) <= _UPLOAD_BYTES):
        raise Stopped(413, "文件太大")
    fields, file = {}, b""
    async with request.form(max_files=1, max_fields=_UPLOAD_FIELDS, max_part_size=_FORM_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                fields[name] = value.replace("\0", "")
            else:
                file = await value.read()
    return _Sent(fields, file)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form of ours. Raises Stopped for a foreign, a long or an unreadable one."""
    _refuse_foreign(request)
    if _kind(request) != "application/x-www-form-urlencoded":
        raise Stopped(415, "表单的格式不对")
    body = bytearray()
    async for some in request.stream():
        body += some
        if len(body) > _FORM_BYTES:
            raise Stopped(413, "表单太长")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=50, errors="strict")
    except ValueError as reason:
        raise Stopped(400, "表单读不出来") from reason
    return {name: value.replace("\0", "") for name, value in pairs}


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


def _refuse_foreign(request: Request) -> None:
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        cure = "请从登录页重新进入；还是不行，请让维护人员核对前面代理（nginx）的 Host 设置"
        raise Stopped(403, "这个请求不是从本页面发出的", cure)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
