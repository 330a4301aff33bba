"""The township's commands: ``village-township serve``, ``stick`` and ``status``; the others have files of their own."""

from __future__ import annotations

import dataclasses
import errno
import ipaddress
import json
import multiprocessing
import os
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from sync.agreement import calendar
from sync.agreement.errors import StickTrouble
from sync.agreement.money import figures
from sync.township import frame
from sync.township.commands import backup, cash_ledger, export, send_down, trust
from sync.township.commands import clerk as console
from sync.township.commands import key as key_commands
from sync.township.down import down_chain
from sync.township.http import serving
from sync.township.http.serving import Manner
from sync.township.reports import holes, status
from sync.township.sticks import counter as stick
from sync.township.sticks import stick_results
from sync.township.store.database import Store

_NOTHING = "这里没有村里报给本所的东西，什么也没有收：请核对是不是这个 U 盘、这个文件夹，或请村里再“写到 U 盘上报”一次"
_FOREIGN = """{count} 台协办台收不到下发的东西了，因为下一件是用别的密钥签的：{desks}
请运行 village-township sign-anew"""
_PROXY = "前面的代理（nginx）在哪个地址，如 127.0.0.1；只信它说的访问者地址和 https，不写就谁也不信"
_PUT_BACK = "账本比上次用的时候旧，像是把旧文件拷了回来：各村下次联系时会把缺的再报一遍"


def _addresses(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Addresses and networks between commas; never ``*``, which would believe everybody."""
    try:
        for each in filter(None, value.split(",")):
            ipaddress.ip_network(each.strip())
    except ValueError as reason:
        raise click.BadParameter(f"“{value}”应是 IP 地址，多个用逗号隔开") from reason
    return value


@click.group(help="乡镇人社所一侧：接收各村协办台报来的批次。")
@click.version_option(package_name="village-desk")
def main() -> None:
    """The group of the commands."""


@main.command(help="开始接收，只在本机上；准备好后打印一行网址。")
@frame.store_option
@click.option("--port", default=8420, show_default=True, type=click.IntRange(0, 65535), help="端口；0 表示任选一个")
@click.option("--trust-new-desks", is_flag=True, help="没见过的协办台也接收，并记住它的钥匙")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="同时工作的进程数")
@click.option("--proxy", default="", envvar="VILLAGE_TOWNSHIP_PROXY", callback=_addresses, help=_PROXY)
def serve(store: str, port: int, trust_new_desks: bool, workers: int, proxy: str) -> None:
    """Serve on loopback until SIGTERM or Ctrl+C. The key's password comes from VILLAGE_TOWNSHIP_PASSWORD, if any."""
    manner = Manner(trust_new_desks, proxy)
    with frame.as_click_errors():
        with closing(frame.make_books(store)) as books:
            listening = _listen(port)
            if books.put_back:
                click.echo(_PUT_BACK, err=True)
            _warn_of_foreign(books)
            if workers == 1:
                serving.alone(books, manner, listening)
                return
            serving.application(books, trust_new_desks)  # a fault of the key is reported once, not by every worker
        serving.together(workers, store, frame.key_file(), manner, listening)


main.add_command(console.clerk)
main.add_command(send_down.send_down)
main.add_command(export.export)
main.add_command(cash_ledger.ledger)
for _each in (key_commands.show_key, key_commands.renew_key, key_commands.sign_anew):
    main.add_command(_each)
for _each in (trust.pair, trust.approve, trust.revoke, trust.desks):
    main.add_command(_each)
for _each in (backup.backup, backup.restore, backup.new_timeline):
    main.add_command(_each)


@main.command(name="stick", help="收村里送来的 U 盘：收下各台的批次，把答复和下发的写回 U 盘。")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@frame.store_option
@click.option("--trust-new-desks", is_flag=True, help="没见过的协办台也接收，并记住它的钥匙")
def take_stick(folder: Path, store: str, trust_new_desks: bool) -> None:
    """Take a stick and write the answers on it. The key's password comes from VILLAGE_TOWNSHIP_PASSWORD, if any."""
    with frame.as_click_errors():
        try:
            with closing(frame.open_books(store)) as books:
                counter = stick.counter(books, trust_new_desks)
                visit = counter.take(folder)
                for line in visit.in_words():
                    click.echo(line)
                if visit.empty:
                    raise click.ClickException(_NOTHING)
                click.echo("\n".join([*counter.answer(folder, visit).in_words(), "可以拔 U 盘了"]))
        except StickTrouble as reason:
            raise click.ClickException(stick_results.trouble(reason.code)) from reason


@main.command(name="status", help="看账：协办台、记录数、人数、各年度金额。")
@frame.store_option
@frame.json_option
def show_status(store: str, as_json: bool) -> None:
    """Print the figures of the books; exit 1 when there are no books."""
    with frame.as_click_errors(), closing(frame.open_books(store)) as books:
        found = status.read(books)
    click.echo(json.dumps(_as_json(found), ensure_ascii=False) if as_json else _in_words(found))


def _warn_of_foreign(books: Store) -> None:
    """Warn of desks that no message reaches any more, since an older program signed one with another key."""
    key = frame.key_of(books, may_make=True)
    with books.reading() as db:
        desks = down_chain.with_foreign(db, key, most=1)
    if desks:
        click.echo(_FOREIGN.format(count=len(desks), desks="、".join(desks)), err=True)


def _listen(port: int) -> socket.socket:
    """A listening socket on loopback: other machines are for a web server with TLS in front."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # on other systems the option would let two programs share one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as reason:
        listening.close()
        raise click.ClickException(_no_port(port, reason)) from reason
    return listening


def _no_port(port: int, reason: OSError) -> str:
    if reason.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用：可能已经有一个 serve 在运行；要另开一个，请用 --port 换个端口"
    return f"端口 {port} 用不了（{reason.strerror}），请用 --port 换一个 1024 以上的端口"


def _as_json(found: status.Status) -> dict[str, Any]:
    """The figures by name; a subject's own figures stand under the names that the subject gives them."""
    return dataclasses.asdict(found) | {"sums": {each.name: each.number for each in found.sums}}


def _in_words(found: status.Status) -> str:
    lines = [f"协办台 {len(found.desks)} 台，记录 {found.facts} 条（退回 {found.refused} 条），人员 {found.people} 人"]
    lines.append("  " + "  ".join(each.in_words() for each in found.sums))
    if found.kept:
        lines.append(f"  {found.kept} 条是本程序还不认识的记录，已经收好，没有计入：请升级镇所程序，升级后自动认")
    lines += [
        f"  {each.desk}  末批 {each.last_batch}  最近联系 {calendar.shown(each.last_heard)}" for each in found.desks
    ]
    for year, money in found.money.items():
        taken, voided, net = (figures(each) for each in (money.collected_fen, money.voided_fen, money.net_fen))
        lines.append(f"  {year} 年度  代收 {taken} 元  作废 {voided} 元  净额 {net} 元")
    if found.early:
        lines.append(f"  {found.early} 条先收下，要等的登记或缴费还没有到：请让村里把没报的都报上来")
    lines += [f"  {each.in_words()}" for each in found.holes]
    if found.money:
        lines.append(f"  {holes.NOT_KNOWN}")
    kept = found.attachments
    if kept.named:
        missing = f"还差 {kept.contents - kept.here} 份" if kept.here < kept.contents else "齐了"
        shared = "（同样的内容只存一份）" if kept.contents < kept.named else ""
        size = f"{kept.bytes / 1024 / 1024:.1f} MB"
        lines.append(f"  附件 {kept.named} 个，内容 {kept.contents} 份{shared}，收到 {kept.here} 份，{missing}，{size}")
    return "\n".join(lines)


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker of the packaged program begins here too
    main(prog_name="village-township")
