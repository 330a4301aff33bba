"""``village-township pair | revoke | desks``: the office lets desks in and shows them the door."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from sync.errors import RoadError
from sync.township import serving
from sync.township.store import Store
from sync.township.trust import DeskTrust, Trust

_store = click.option("--store", default="", help="SQLAlchemy 网址或文件；不写则用本人的数据目录")
_json = click.option("--json", "as_json", is_flag=True, help="以 JSON 打印")
_STATES = {"invited": "等待配对", "paired": "已配对", "revoked": "已停用"}


@click.command(help="给一台协办台发配对码：只能用一次，14 天内有效。")
@click.argument("desk")
@_store
@_json
def pair(desk: str, store: str, as_json: bool) -> None:
    """Print the code, which is nowhere else to be seen."""
    with _trust(store) as trust:
        code, ends = trust.invite(desk)
    words = f"{desk} 的配对码：{code}\n{ends:%Y-%m-%d} 前有效，只能用一次。请当面或打电话告诉村协办员。"
    found = {"desk": desk, "code": code, "ends_at": ends.isoformat(timespec="seconds")}
    click.echo(json.dumps(found) if as_json else words)


@click.command(help="停用一台协办台：电脑丢了、坏了，或换了人。")
@click.argument("desk")
@_store
def revoke(desk: str, store: str) -> None:
    """Exit 1 for a desk that is not known."""
    with _trust(store) as trust:
        known = trust.revoke(desk)
    if not known:
        raise click.ClickException(f"没有登记过 {desk}")
    click.echo(f"{desk} 已停用，不再接收它的批次。要再用，请重新发配对码。")


@click.command(help="看登记了哪些协办台。")
@_store
@_json
def desks(store: str, as_json: bool) -> None:
    """One line for each desk."""
    with _trust(store) as trust:
        found = trust.listed()
    told = [dataclasses.asdict(each) for each in found]
    click.echo(json.dumps(told) if as_json else "\n".join(_line(each) for each in found) or "还没有协办台")


def _line(desk: DeskTrust) -> str:
    return "  ".join(filter(None, (desk.desk, _STATES[desk.state], desk.fingerprint, desk.heard_at)))


@contextmanager
def _trust(address: str) -> Iterator[Trust]:
    """Over the store, made now if it is not there: the first desk may be invited before the township first serves."""
    try:
        store = Store.create(address, serving.now)
        try:
            yield Trust(store, store.key(os.environ.get(serving.PASSWORD, "").encode()), serving.now)
        finally:
            store.close()
    except (RoadError, OSError) as reason:
        raise click.ClickException(str(reason)) from reason
