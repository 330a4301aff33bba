"""``village-township pair | approve | revoke | desks``: the office lets desks in and shows them the door."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import click

from sync.agreement import calendar
from sync.agreement.errors import StickTrouble, TownshipRefused
from sync.stick import pair_files
from sync.township import frame
from sync.township.keys import own_key
from sync.township.sticks import stick_results
from sync.township.trust import file_pairing
from sync.township.trust.desk_keys import DeskTrust, Trust
from sync.township.trust.file_pairing import FilePairing

_Kind = TypeVar("_Kind", Trust, FilePairing)
_NONE = "还没有协办台"
_STATES = {"invited": "等待配对", "paired": "已配对", "revoked": "已停用"}


@click.command(help="给一台协办台发配对码，没有网的村用 --file 写配对文件：只能用一次，14 天内有效。")
@click.argument("desk")
@click.option("--file", "stick", type=click.Path(path_type=Path, file_okay=False), help="写到这个 U 盘（文件夹）")
@click.option("--url", default="", help="镇所网址，写进配对文件；没有就不写")
@frame.store_option
@frame.json_option
def pair(desk: str, stick: Path | None, url: str, store: str, as_json: bool) -> None:
    """Print the code, which is nowhere else to be seen; or put an invitation on a stick."""
    if stick is not None:
        _invite_by_file(desk, stick, url, store)
        return
    with _opened(store, Trust, may_make=True) as trust:
        code, ends = trust.invite(desk)
    words = f"{desk} 的配对码：{code}\n{ends:%Y-%m-%d} 前有效，只能用一次。请当面或打电话告诉村协办员。"
    found = {"desk": desk, "code": code, "ends_at": ends.isoformat(timespec="seconds")}
    click.echo(json.dumps(found) if as_json else words)


def _invite_by_file(desk: str, stick: Path, url: str, store: str) -> None:
    with _opened(store, FilePairing, may_make=True) as pairing:
        data, ends = pairing.invite(desk, url)
        pair_files.write_invite(stick, desk, data)
    click.echo(f"{desk} 的配对文件写好了，{ends:%Y-%m-%d} 前有效，只能用一次。请把 U 盘当面交给村协办员。")


@click.command(help="同意一台协办台用配对文件配对：把村里念的 16 位数字照样输入。")
@click.argument("desk")
@click.option("--digits", required=True, help="协办台上显示的 16 位数字，如 1234-5678-9012-3456")
@frame.store_option
def approve(desk: str, digits: str, store: str) -> None:
    """Exit 1 with the reason when these are not the digits of the desk that asked."""
    with _opened(store, FilePairing) as pairing:
        try:
            pairing.approve(desk, digits)
        except TownshipRefused as reason:
            raise click.ClickException(file_pairing.words(reason.code)) from reason
    click.echo(f"{desk} 配对好了。U 盘上有它的记录的，现在再收一次；只有申请的，{stick_results.WRITE_FIRST}。")


@click.command(help="停用一台协办台：电脑丢了、坏了，或换了人。")
@click.argument("desk")
@frame.store_option
def revoke(desk: str, store: str) -> None:
    """Exit 1 for a desk that is not known."""
    with _opened(store, Trust) as trust:
        known = trust.revoke(desk)
    if not known:
        raise click.ClickException(f"没有登记过 {desk}")
    click.echo(f"{desk} 已停用，不再接收它的批次。要再用，请重新发配对码。")


@click.command(help="看登记了哪些协办台。")
@frame.store_option
@frame.json_option
def desks(store: str, as_json: bool) -> None:
    """One line for each desk."""
    with frame.as_click_errors(), closing(frame.make_books(store)) as books:
        if own_key.is_unused(books):
            click.echo("[]" if as_json else _NONE)
            return
    with _opened(store, FilePairing) as pairing:
        found, digits = pairing.trust.listed(), {each.desk: each.digits for each in pairing.waiting()}
    values = [dataclasses.asdict(each) | {"digits": digits.get(each.desk, "")} for each in found]
    lines = [_line(each, digits.get(each.desk, "")) for each in found]
    click.echo(json.dumps(values) if as_json else "\n".join(lines) or _NONE)


def _line(desk: DeskTrust, digits: str) -> str:
    asks = f"等核对 {digits}" if digits else ""
    at = calendar.shown(desk.heard_at)
    return "  ".join(filter(None, (desk.desk, _STATES[desk.state], desk.fingerprint, at, asks)))


@contextmanager
def _opened(address: str, kind: type[_Kind], may_make: bool = False) -> Iterator[_Kind]:
    """Over the store, made now if it is not there: the first desk may be invited before the township first serves.

    ``may_make``: the township's key too.
    """
    with frame.as_click_errors(), closing(frame.make_books(address)) as store:
        try:
            yield kind(store, frame.key_of(store, may_make), frame.now)
        except StickTrouble as reason:
            raise click.ClickException(stick_results.trouble(reason.code)) from reason
