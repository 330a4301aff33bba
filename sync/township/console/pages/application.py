"""The console as one ASGI application: its paths, the role for each, and the pages for errors."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sync.township.console import accounts, showing
from sync.township.console.clerks import Role
from sync.township.console.gate import Gate, Handler, Stopped
from sync.township.console.pages.desks import Desks
from sync.township.console.pages.door import Door
from sync.township.console.pages.duplicates import Duplicates
from sync.township.console.pages.exporting import Exporting
from sync.township.console.pages.office import Office
from sync.township.console.pages.people import People
from sync.township.console.pages.sending import Sending
from sync.township.console.pages.villages import Villages
from sync.township.console.showing import Pages
from sync.township.down.downward import Downward
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.lent import NOTHING, Lent
from sync.township.store.database import Clock, Store
from sync.township.trust.file_pairing import FilePairing
from sync.wire.keys import DeskKey

BASE = "/console"
_Place = tuple[str, Role, Handler]
"""A path, the role that it needs, and its handler."""


def mounted(store: Store, key: DeskKey, clock: Clock, lent: Lent = NOTHING) -> list[BaseRoute]:
    """The console under its path, and a redirect from the township's bare address. Makes its tables if need be.

    ``key`` is the township's own: it signs the messages that clerks send. ``lent``: functions of a desk's program.
    """
    accounts.create(store)

    async def onward(request: Request) -> Response:
        return RedirectResponse(f"{request.scope['root_path']}{BASE}/", 303)

    return [Mount(BASE, showing.guarded(_application(store, key, clock, lent))), Route("/", onward)]


def _application(store: Store, key: DeskKey, clock: Clock, lent: Lent) -> Starlette:
    pages, pairing = Pages(), FilePairing(store, key, clock)
    road = Downward(store, key, clock)
    trouble = _Trouble(pages)
    door, gate = Door(store, pages, clock), Gate(store, clock)
    return Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=showing.HERE / "static")),
            Route("/login", door.show, methods=["GET"]),
            Route("/login", door.come_in, methods=["POST"]),
            Route("/password", gate.page(Role.VIEWER, door.password, while_changing=True), methods=["GET"]),
            Route("/password", gate.page(Role.VIEWER, door.change_password, while_changing=True), methods=["POST"]),
            Route("/logout", gate.page(Role.VIEWER, door.leave, while_changing=True), methods=["POST"]),
            *_looking(gate, store, pages, road, People(store, pages, road, Attachments(store, key, clock))),
            *_speaking(gate, Desks(store, pages, pairing), Sending(store, pages, road, pairing.trust, lent)),
        ],
        exception_handlers={
            Stopped: trouble.stopped,
            HTTPException: trouble.http,
            DBAPIError: trouble.busy,
            ClientDisconnect: trouble.gone,
            Exception: trouble.bug,
        },
    )


def _looking(gate: Gate, store: Store, pages: Pages, road: Downward, people: People) -> list[Route]:
    """The pages about the villages' facts and the office itself; each with its role."""
    villages = Villages(store, pages)
    duplicates, office, exporting = Duplicates(store, pages, road), Office(store, pages), Exporting(store, pages)
    shown: list[_Place] = [
        ("/", Role.VIEWER, villages.board),
        ("/villages/{village}", Role.VIEWER, villages.village),
        ("/batches/{batch}", Role.VIEWER, villages.batch),
        ("/people", Role.VIEWER, people.found),
        ("/people/{desk}/{person}", Role.VIEWER, people.person),
        ("/people/{desk}/{person}/attachments/{attachment}", Role.CLERK, people.attachment),
        ("/duplicates", Role.VIEWER, duplicates.listed),
        ("/duplicates/{case}", Role.VIEWER, duplicates.case),
        ("/export", Role.CLERK, exporting.form),
        ("/log", Role.VIEWER, office.log),
        ("/clerks", Role.CHIEF, office.clerks),
    ]
    done: list[_Place] = [
        ("/people", Role.VIEWER, people.search),
        ("/people/{desk}/{person}", Role.CLERK, people.show_number),
        ("/people/{desk}/{person}/correct", Role.CLERK, people.correct),
        ("/duplicates/{case}", Role.CLERK, duplicates.decide),
        ("/export", Role.CLERK, exporting.download),
        ("/clerks", Role.CHIEF, office.add),
        ("/clerks/change", Role.CHIEF, office.change),
    ]
    return _routes(gate, shown, done)


def _speaking(gate: Gate, desks: Desks, sending: Sending) -> list[Route]:
    """The pages that send to the villages."""
    shown: list[_Place] = [
        ("/desks", Role.VIEWER, desks.listed),
        ("/down", Role.VIEWER, sending.listed),
        ("/down/{kind}", Role.CLERK, sending.form),
    ]
    done: list[_Place] = [
        ("/desks", Role.CHIEF, desks.invite),
        ("/desks/file", Role.CHIEF, desks.invite_by_file),
        ("/desks/approve", Role.CHIEF, desks.approve),
        ("/desks/revoke", Role.CHIEF, desks.revoke),
        ("/down/{kind}", Role.CLERK, sending.send),
    ]
    return _routes(gate, shown, done)


def _routes(gate: Gate, shown: list[_Place], done: list[_Place]) -> list[Route]:
    return [
        Route(path, gate.page(role, answer), methods=[method])
        for method, places in (("GET", shown), ("POST", done))
        for path, role, answer in places
    ]


class _Trouble:
    """Pages for errors: the reason, and the cure."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def stopped(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Stopped)
        return self._page(request, error.status, error.reason, error.cure)

    def http(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        reason = "没有这一页" if error.status_code == 404 else "这样打不开"
        return self._page(request, error.status_code, reason, "请从菜单重新进入")

    def busy(self, request: Request, error: Exception) -> Response:
        return self._page(request, 503, "账本正忙，什么也没有改动", "请过一会儿再试")

    def gone(self, request: Request, error: Exception) -> Response:
        return Response(status_code=400)

    def bug(self, request: Request, error: Exception) -> Response:
        return self._page(request, 500, "程序出了错，什么也没有改动", "请把时间和所做的事告诉维护人员")

    def _page(self, request: Request, status: int, reason: str, cure: str) -> Response:
        base = str(request.scope.get("root_path", ""))
        return self._pages.show("trouble.html", status, base=base, reason=reason, cure=cure, ask=None)
