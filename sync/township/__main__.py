"""The township's commands: ``village-township serve`` and ``village-township status``."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import socket
import sys
from datetime import UTC, datetime
from typing import NoReturn

import click
import uvicorn

from sync.errors import RoadError
from sync.township import app, status
from sync.township.receiving import Receiver
from sync.township.store import Store
from sync.township.uploads import Uploads

PASSWORD = "VILLAGE_TOWNSHIP_PASSWORD"

_store = click.option("--store", default="", help="SQLAlchemy 网址或文件；不写则用本人的数据目录")


@click.group(help="乡镇人社所一侧：接收各村协办台报来的批次。")
def main() -> None:
    """The group of the commands."""


@main.command(help="开始接收，只在本机上；准备好后打印一行网址。")
@_store
@click.option("--port", default=8420, show_default=True, help="端口；0 表示任选一个空闲端口")
@click.option("--trust-new-desks", is_flag=True, help="没见过的协办台也接收，并记住它的钥匙")
def serve(store: str, port: int, trust_new_desks: bool) -> None:
    """Serve on loopback until SIGTERM or Ctrl+C. The key's password comes from VILLAGE_TOWNSHIP_PASSWORD, if any."""
    try:
        books = Store.create(store, _now)
        receiver = Receiver(books, books.key(os.environ.get(PASSWORD, "").encode()), trust_new_desks, _now)
        listening = _listen(port)
    except (RoadError, OSError) as reason:
        raise click.ClickException(str(reason)) from reason
    config = uvicorn.Config(
        app.make(receiver, Uploads(books, _now)),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _end)
    try:
        _Server(config, f"http://127.0.0.1:{listening.getsockname()[1]}").run([listening])
    finally:
        books.close()


@main.command(name="status", help="看账：协办台、记录数、人数、各年度金额。")
@_store
@click.option("--json", "as_json", is_flag=True, help="以 JSON 打印")
def show_status(store: str, as_json: bool) -> None:
    """Print what the books hold; exit 1 when there are none."""
    try:
        books = Store.open(store)
    except RoadError as reason:
        raise click.ClickException(str(reason)) from reason
    found = status.read(books)
    books.close()
    click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False) if as_json else _in_words(found))


class _Server(uvicorn.Server):
    """Says its URL once it is ready to accept, on one line that a program can wait for."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        click.echo(f"village-township: {self._url}")


def _end(*_: object) -> NoReturn:
    """uvicorn finishes the requests under way, then raises the signal once more: the end that was asked for."""
    sys.exit(0)


def _listen(port: int) -> socket.socket:
    """A listening socket on loopback: other machines are for a web server with TLS in front."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    return listening


def _in_words(found: status.Status) -> str:
    lines = [f"协办台 {len(found.desks)} 台，记录 {found.facts} 条（退回 {found.refused} 条），人员 {found.people} 人"]
    lines += [f"  {each.desk}  末批 {each.last_batch}  最近联系 {each.last_heard}" for each in found.desks]
    for year, money in found.money.items():
        taken, voided, net = (_yuan(each) for each in (money.collected_fen, money.voided_fen, money.net_fen))
        lines.append(f"  {year} 年度  代收 {taken} 元  作废 {voided} 元  净额 {net} 元")
    return "\n".join(lines)


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


if __name__ == "__main__":
    main()
