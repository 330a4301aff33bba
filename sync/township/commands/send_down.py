"""The command ``village-township send-down``: puts a list, a policy, a form, numbers or a correction on its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from sync.agreement import protocol
from sync.agreement.down_checks import NotSent
from sync.agreement.fact import Fact
from sync.township import frame, lent
from sync.township.down import lists, one_correction, sent_forms
from sync.township.down.downward import Downward, new_id
from sync.township.down.sent_forms import FormMeant

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("send-down", help="向协办台下发：名单、政策文件、表格、票据号段或对一个人的更正（写一种）。")
@frame.store_option
@click.option("--desk", "desks", multiple=True, required=True, help="发给哪台，可写多次")
@click.option("--payout", type=_FILE, help="发放名单：Excel、CSV 等协办台收的都行，或 JSON")
@click.option("--month", default="", help="发放月份，如 2026-11；名单里写着的可以不写")
@click.option("--paid", type=_FILE, help="已缴费名单，CSV 或 JSON")
@click.option("--channel", default="tax", show_default=True, help="缴费渠道：bank、tax、township")
@click.option("--list", "asked", type=_FILE, help="待核名单，CSV")
@click.option("--title", default="", help="名单标题；同名的已缴费名单以新换旧")
@click.option("--code", "codes", multiple=True, help="答复代码，如 1=已去世，可写多次")
@click.option("--answer-by", default="", help="要求哪天以前答复")
@click.option("--policy", type=_FILE, help="政策文件，TOML")
@click.option("--since", default="", help="政策从哪天起执行，如 2027-01-01")
@click.option("--form", "form", type=_FILE, help="表格，.xlsx，最大 5 MB；同名的以新换旧")
@click.option("--name", default="", help="表格的名称，如 参保登记表；不写就用文件名")
@click.option("--number", default="", help="表格在手册里的编号，如 F1")
@click.option("--moment", default="", help="表格什么时候用：新参保、变更、领取、停止、对账、公示、其他")
@click.option("--for", "for_whom", default="person", type=click.Choice(list(sent_forms.FOR_WHOM)), help="一张表填谁")
@click.option("--numbers", default=None, help="票据号段，如 0001-0050；只发给一台")
@click.option("--book", default="", help="票据的名称")
@click.option("--correct", default=None, help="要更正的人：人员编号或身份证号；村里各台都会收到")
@click.option("--change", "changes", multiple=True, help="更正一项，如 group=3、tier_fen=300（元），可写多次")
@click.option("--reason", default="", help="为什么更正")
def send_down(store: str, desks: tuple[str, ...], **what: Any) -> None:
    """Send one thing to each desk given; prints a line for each. Exit 1 with the reason when it cannot be sent."""
    chosen = [name for name in _MAKE if what[name] is not None]
    if len(chosen) != 1:
        raise click.UsageError("请写一种：--payout、--paid、--list、--policy、--form、--numbers 或 --correct")
    if chosen[0] in ("numbers", "correct") and len(desks) != 1:
        raise click.UsageError("号段和更正一次写一台：--desk 只写一个")
    with frame.as_click_errors(), closing(frame.open_books(store)) as books:
        downward = Downward(books, frame.key_of(books), frame.now)
        if what["correct"] is not None:
            what["correct"] = downward.person(desks[0], what["correct"])
        what |= {"lent": lent.installed(), "villages": [protocol.village_of(desk) for desk in desks]}
        for fact in _MAKE[chosen[0]](what):
            downward.check(fact)
        for desk in desks:
            number = [downward.send(desk, fact) for fact in _MAKE[chosen[0]](what)][-1]
            click.echo(f"{desk} 第 {number} 件" if number else f"{desk} 还没有联系过，等它第一次联系时再下发")


def _payout(what: dict[str, Any]) -> Fact:
    file: Path = what["payout"]
    return lists.any_payout(new_id(), what["month"], file.read_bytes(), file.name, frame.now().date(), what["lent"])


def _paid(what: dict[str, Any]) -> Fact:
    return lists.paid(new_id(), what["title"], what["channel"], lists.text_of(what["paid"]))


def _list(what: dict[str, Any]) -> Fact:
    codes = dict(each.partition("=")[::2] for each in what["codes"])
    return lists.asked(new_id(), what["title"], lists.text_of(what["asked"]), codes, what["answer_by"])


def _policy(what: dict[str, Any]) -> Fact:
    return lists.policy(new_id(), what["since"], lists.text_of(what["policy"]), what["villages"], what["lent"])


def _form(what: dict[str, Any]) -> Sequence[Fact]:
    file: Path = what["form"]
    meant = FormMeant(what["name"] or file.stem, what["number"], what["moment"], what["for_whom"])
    return sent_forms.form(new_id(), file.read_bytes(), meant, what["lent"])


def _numbers(what: dict[str, Any]) -> Fact:
    return one_correction.numbers(new_id(), what["book"], what["numbers"])


def _correct(what: dict[str, Any]) -> Fact:
    if not all("=" in each for each in what["changes"]):
        raise NotSent("change")
    typed = dict(each.partition("=")[::2] for each in what["changes"])
    return one_correction.correction(new_id(), what["correct"], typed, what["reason"])


def _alone(make: Callable[[dict[str, Any]], Fact]) -> Callable[[dict[str, Any]], Sequence[Fact]]:
    return lambda what: (make(what),)


_MAKE: dict[str, Callable[[dict[str, Any]], Sequence[Fact]]] = {
    "payout": _alone(_payout),
    "paid": _alone(_paid),
    "asked": _alone(_list),
    "policy": _alone(_policy),
    "form": _form,
    "numbers": _alone(_numbers),
    "correct": _alone(_correct),
}
