"""The console as one ASGI application: its paths, who may go where, and what is said when something is amiss."""

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
from sync.township.console.pages.door import Door
from sync.township.console.pages.duplicates import Duplicates
from sync.township.console.pages.office import Office
from sync.township.console.pages.people import People
from sync.township.console.pages.villages import Villages
from sync.township.console.showing import Pages
from sync.township.store import Clock, Store

BASE = "/console"


def mounted(store: Store, clock: Clock) -> list[BaseRoute]:
    """The console under its path, and the way to it from the township's bare address. Makes its tables if need be."""
    accounts.create(store)

    async def onward(request: Request) -> Response:
        return RedirectResponse(f"{request.scope['root_path']}{BASE}/", 303)

    return [Mount(BASE, showing.guarded(_application(store, clock))), Route("/", onward)]


def _application(store: Store, clock: Clock) -> Starlette:
    pages = Pages()
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
            *_inside(gate, store, pages),
        ],
        exception_handlers={
            Stopped: trouble.stopped,
            HTTPException: trouble.http,
            DBAPIError: trouble.busy,
            ClientDisconnect: trouble.gone,
            Exception: trouble.bug,
        },
    )


def _inside(gate: Gate, store: Store, pages: Pages) -> list[Route]:
    """Everything that shows data or changes it, each with the role that it needs."""
    villages, people = Villages(store, pages), People(store, pages)
    duplicates, office = Duplicates(store, pages), Office(store, pages)
    shown: list[tuple[str, Role, Handler]] = [
        ("/", Role.VIEWER, villages.board),
        ("/villages/{village}", Role.VIEWER, villages.village),
        ("/batches/{batch}", Role.VIEWER, villages.batch),
        ("/people", Role.VIEWER, people.found),
        ("/people/{desk}/{person}", Role.VIEWER, people.person),
        ("/duplicates", Role.VIEWER, duplicates.listed),
        ("/duplicates/{case}", Role.VIEWER, duplicates.case),
        ("/desks", Role.VIEWER, office.desks),
        ("/log", Role.VIEWER, office.log),
        ("/clerks", Role.CHIEF, office.clerks),
    ]
    done: list[tuple[str, Role, Handler]] = [
        ("/people", Role.VIEWER, people.search),
        ("/people/{desk}/{person}", Role.CLERK, people.show_number),
        ("/duplicates/{case}", Role.CLERK, duplicates.decide),
        ("/clerks", Role.CHIEF, office.add),
        ("/clerks/change", Role.CHIEF, office.change),
    ]
    return [Route(path, gate.page(role, answer), methods=["GET"]) for path, role, answer in shown] + [
        Route(path, gate.page(role, answer), methods=["POST"]) for path, role, answer in done
    ]


class _Trouble:
    """Pages for what went wrong: what it is, and what to do."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def stopped(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Stopped)
        return self._say(request, error.status, error.reason, error.cure)

    def http(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        reason = "没有这一页" if error.status_code == 404 else "这样打不开"
        return self._say(request, error.status_code, reason, "请从菜单重新进入")

    def busy(self, request: Request, error: Exception) -> Response:
        return self._say(request, 503, "账本正忙，什么也没有改动", "请过一会儿再试")

    def gone(self, request: Request, error: Exception) -> Response:
        return Response(status_code=400)

    def bug(self, request: Request, error: Exception) -> Response:
        return self._say(request, 500, "程序出了错，什么也没有改动", "请把时间和所做的事告诉维护人员")

    def _say(self, request: Request, status: int, reason: str, cure: str) -> Response:
        base = str(request.scope.get("root_path", ""))
        return self._pages.show("trouble.html", status, base=base, reason=reason, cure=cure, ask=None)
