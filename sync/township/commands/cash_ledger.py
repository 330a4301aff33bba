"""``village-township ledger``: what lies in each village's drawer, how days were closed, and what was deposited."""

from __future__ import annotations

import dataclasses
import json
from contextlib import closing

import click

from sync.agreement.money import figures
from sync.township import frame
from sync.township.commands.export import chosen_desks
from sync.township.reports import drawers
from sync.township.reports.drawers import Deposit, Drawer

_DAYS_MOST = 5


@click.command(help="看各村的现金账：收、退、帮缴、缴存、交接、手上现金，结账和没结的日子，缴存单。")
@frame.store_option
@click.option("--village", "villages", multiple=True, help="只要这个村（12 位代码），可写多次")
@click.option("--desk", "desks", multiple=True, help="只要这台协办台，可写多次")
@frame.json_option
def ledger(store: str, villages: tuple[str, ...], desks: tuple[str, ...], as_json: bool) -> None:
    """Print the drawers of the desks; exit 1 when there are no books, or none of the desks that are meant."""
    with frame.as_click_errors(), closing(frame.open_books(store)) as books, books.reading() as db:
        chosen = chosen_desks(db, villages, desks)
        found = drawers.drawers(db, chosen)
        deposited = drawers.deposits(db, chosen)
    click.echo(_as_json(found, deposited) if as_json else "\n".join(_in_words(found, deposited)))


def _as_json(found: list[Drawer], deposited: list[Deposit]) -> str:
    each = [dataclasses.asdict(one) | {"in_hand_fen": one.in_hand_fen} for one in found]
    whole = {"drawers": each, "deposits": [dataclasses.asdict(one) for one in deposited]}
    return json.dumps(whole | {"in_hand_fen": sum(one.in_hand_fen for one in found)}, ensure_ascii=False)


def _in_words(found: list[Drawer], deposited: list[Deposit]) -> list[str]:
    lines = [line for each in found for line in _of_drawer(each)]
    for one in deposited:
        slip = f"  回单 {one.slip}" if one.slip else "  没有写回单号"
        lines.append(f"缴存  {one.desk}  {one.day}  {figures(one.fen)} 元  {one.place}{slip}")
    return [*lines, f"合计  手上现金 {figures(sum(each.in_hand_fen for each in found))} 元"]


def _of_drawer(drawer: Drawer) -> list[str]:
    named = [(words, fen) for words, fen in drawer.figures() if fen or words in ("收", "手上现金")]
    lines = [f"{drawer.desk}  " + "  ".join(f"{words} {figures(fen)} 元" for words, fen in named)]
    if drawer.open_receipts:
        lines.append(f"  手上现金里有 {drawer.open_receipts} 张凭条的钱，最早的是 {drawer.open_since} 收的")
    if drawer.last_close:
        lines.append(f"  最近结账 {drawer.last_close.day}：{drawer.last_close.in_words()}")
    if drawer.not_closed:
        days = "、".join(drawer.not_closed[-_DAYS_MOST:])
        lines.append(f"  有 {len(drawer.not_closed)} 天没有结账，最近的：{days}")
    return lines
