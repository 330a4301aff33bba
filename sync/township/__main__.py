"""The township's commands: ``village-township serve``, ``stick`` and ``status``."""

from __future__ import annotations

import dataclasses
import json
import socket
from contextlib import closing
from pathlib import Path

import click

from sync.errors import RoadError, StickTrouble
from sync.township import sending, serving, status, stick, trust_commands
from sync.township.console import commands as console
from sync.township.store import Store

_store = click.option("--store", default="", help="SQLAlchemy 网址或文件；不写则用本人的数据目录")


@click.group(help="乡镇人社所一侧：接收各村协办台报来的批次。")
def main() -> None:
    """The group of the commands."""


@main.command(help="开始接收，只在本机上；准备好后打印一行网址。")
@_store
@click.option("--port", default=8420, show_default=True, help="端口；0 表示任选一个空闲端口")
@click.option("--trust-new-desks", is_flag=True, help="没见过的协办台也接收，并记住它的钥匙")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="同时工作的进程数")
def serve(store: str, port: int, trust_new_desks: bool, workers: int) -> None:
    """Serve on loopback until SIGTERM or Ctrl+C. The key's password comes from VILLAGE_TOWNSHIP_PASSWORD, if any."""
    try:
        books = Store.create(store, serving.now)
        with closing(books):
            listening = _listen(port)
            if workers == 1:
                serving.alone(books, trust_new_desks, listening)
                return
            serving.application(books, trust_new_desks)  # what is wrong with the key is said once, not by every worker
        serving.together(workers, store, trust_new_desks, listening)
    except (RoadError, OSError) as reason:
        raise click.ClickException(str(reason)) from reason


main.add_command(console.clerk)
main.add_command(sending.send_down)
for _each in (trust_commands.pair, trust_commands.approve, trust_commands.revoke, trust_commands.desks):
    main.add_command(_each)


@main.command(name="stick", help="收村里送来的 U 盘：收下各台的批次，把答复和下发的写回 U 盘。")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_store
@click.option("--trust-new-desks", is_flag=True, help="没见过的协办台也接收，并记住它的钥匙")
def take_stick(folder: Path, store: str, trust_new_desks: bool) -> None:
    """Take a stick and write the answers on it. The key's password comes from VILLAGE_TOWNSHIP_PASSWORD, if any."""
    try:
        with closing(Store.open(store)) as books:
            counter = stick.counter(books, trust_new_desks)
            visit = counter.take(folder)
            for line in visit.in_words():
                click.echo(line)
            click.echo("\n".join([*counter.answer(folder, visit).in_words(), "可以拔 U 盘了"]))
    except StickTrouble as reason:
        raise click.ClickException(stick.trouble(reason.code)) from reason
    except (RoadError, OSError) as reason:
        raise click.ClickException(str(reason)) from reason


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
    kept = found.attachments
    if kept.named:
        lines.append(f"  附件 {kept.named} 个，内容已收到 {kept.here} 份，{kept.bytes / 1024 / 1024:.1f} MB")
    return "\n".join(lines)


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"


if __name__ == "__main__":
    main()
