"""Serves the township's application on a socket: in this process, or in several workers on the same store."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NoReturn

import click
import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from sync.agreement.values import value
from sync.township import lent
from sync.township.console.pages import application as console
from sync.township.down.downward import Downward
from sync.township.frame import KEY, STORE, key_of, now
from sync.township.http import app, attachment_paths, down_paths, garbage, health, slowness, trust_paths
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.intake.receiving import Receiver
from sync.township.intake.uploads import Uploads
from sync.township.sticks import past
from sync.township.store.database import Store
from sync.township.trust.desk_keys import Trust

_TRUST = "VILLAGE_TOWNSHIP_TRUST_NEW"
"""Environment variables tell a worker process what to serve; everybody could read a command line."""


@value
class Manner:
    """How the township is served. ``proxies``: comma-separated addresses and networks with trusted X-Forwarded-*."""

    trust_new_desks: bool
    proxies: str = ""


def application(store: Store, trust_new_desks: bool) -> Starlette:
    """The township over this store, in its own process. Raises Damaged for a key that the password does not open."""
    made = township(store, trust_new_desks)
    garbage.spare()
    return made


def township(store: Store, trust_new_desks: bool, now: Callable[[], datetime] = now) -> Starlette:
    """The same, in a process that has other things to do as well."""
    key = key_of(store, may_make=True)
    roads = [*down_paths.routes(Downward(store, key, now)), *trust_paths.routes(Trust(store, key, now))]
    roads += attachment_paths.routes(Attachments(store, key, now))
    pages = console.mounted(store, key, now, lent.installed())
    beside = [*roads, *past.routes(past.Past(store, key, now)), *pages, health.route(store)]
    return app.make(Receiver(store, key, trust_new_desks, now), Uploads(store, now), beside=beside)


def worker() -> Starlette:
    """The application of a worker process, from its environment. The worker ends with the process that watches it."""
    threading.Thread(target=_end_after, args=[multiprocessing.parent_process()], daemon=True).start()
    key = os.environ.get(KEY)
    return application(Store.open(os.environ[STORE], key_file=Path(key) if key else None), _TRUST in os.environ)


def alone(store: Store, manner: Manner, listening: socket.socket) -> None:
    """Serve in this process until SIGTERM or Ctrl+C."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _end)
    _Server(_config(application(store, manner.trust_new_desks), manner), _url(listening)).run([listening])


def together(workers: int, store: str, key: Path | None, manner: Manner, listening: socket.socket) -> None:
    """Serve in so many processes until SIGTERM or Ctrl+C; one that dies is started again."""
    os.environ[STORE] = store
    if key is not None:
        os.environ[KEY] = str(key)
    if manner.trust_new_desks:
        os.environ[_TRUST] = "1"
    config = _config("sync.township.http.serving:worker", manner, factory=True, workers=workers)
    supervisor = Multiprocess(config, [listening])
    listening.listen(config.backlog)
    click.echo(f"village-township: {_url(listening)}")
    with closing(listening):
        supervisor.run()


class _Server(uvicorn.Server):
    """Prints its URL once it is ready to accept, on one line that a program can wait for."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        click.echo(f"village-township: {self._url}")


def _config(what: Starlette | str, manner: Manner, factory: bool = False, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        what,
        factory=factory,
        workers=workers,
        http=slowness.Watched,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(manner.proxies),
        forwarded_allow_ips=manner.proxies,
        timeout_graceful_shutdown=5,
    )


def _url(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


def _end_after(watching: BaseProcess | None) -> None:
    """End this worker when its supervisor is gone: otherwise it would hold the port and the books for ever."""
    if watching is not None:
        watching.join()
        signal.raise_signal(signal.SIGTERM)


def _end(*_: object) -> NoReturn:
    """uvicorn finishes the requests under way, then raises the signal once more: the end that was asked for."""
    sys.exit(0)
