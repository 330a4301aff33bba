"""The commands for people who leave: the answer, the strike-off and its taking back, the employee scheme."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from village_desk.domain.basics.reasons import Reason
    from village_desk.domain.people import Resident
    from village_desk.domain.rules.overlap import OverlapRefund
    from village_desk.services.roster.leavers import Departure, Saying

commands = click.Group()
"""Where they stand until ``program.py`` takes them in."""
months = click.Group("employee-months", help=_("同一年又缴了职工养老保险的月份，和该退的钱"))
"""``employee-months …``"""

_DAY = click.DateTime(["%Y-%m-%d"])
_REASON = click.option(
    "--reason",
    required=True,
    help=_("death、settled_abroad、other_pension、employee_scheme、moved、other，或表上的原因；只有意愿写 wish"),
)
_ON = click.option("--on", type=_DAY, help=_("从哪一天起；死亡写死亡日期"))
_TO = click.option("--to", default="", help=_("转到哪里，或领的是哪种养老金、在哪里领"))
_YEARS = click.option("--employee-years", type=click.IntRange(0, 60), help=_("职工养老保险满几年（转到职工保险时）"))
_TOLD_BY = click.option("--told-by", required=True, help=_("谁告知的：本人、家属、派出所、镇所"))
_SURE = click.option("--sure", multiple=True, help=_("问“是不是真的要这样”时，照提示写，可写多次"))


def _of_an_end(command: Callable[..., CommandResult]) -> Callable[..., CommandResult]:
    """The options that say what is stated of an end."""
    return _REASON(_ON(_TO(_YEARS(command))))


@frame.command(_("要注销（退保、转走）能不能办、退多少、带什么；只看不登记"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@_of_an_end
def leaving(file: Path, identity_number: str, **stated: Any) -> CommandResult:
    """What would come of a strike-off."""
    with opened(file) as desk:
        found = desk.leavers.answer(desk.finding.by_identity(identity_number).id, _saying(stated))
        return CommandResult(_departure(found), "\n".join(_words(found)), int(bool(found.answer.against)))


@frame.command(_("注销登记（F7）：死亡、出国定居、其他养老待遇、转到职工保险、转到外县"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@_of_an_end
@_TOLD_BY
@_SURE
def strike_off(file: Path, identity_number: str, sure: tuple[str, ...], told_by: str, **stated: Any) -> CommandResult:
    """Record the village's application to end a relation."""
    with opened(file) as desk:
        person, saying = desk.finding.by_identity(identity_number), _saying(stated, told_by)
        if saying.is_wish:
            return _wish(person, desk.leavers.note_wish(person.id, saying))
        found = desk.leavers.strike_off(person.id, saying, sure)
        lines = [
            _("已登记注销：{name}（{reason}），随下一批上报").format(name=person.name, reason=found.answer.reason.words)
        ]
        lines += [*_words(found), _("打注销登记表：form fill F7 {tail} --out 文件").format(tail=person.id_number[-4:])]
        return CommandResult(_departure(found) | {"struck_off": True}, "\n".join(lines))


@frame.command(_("撤销注销登记"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--reason", required=True, help=_("为什么撤销"))
def reinstate(file: Path, identity_number: str, reason: str) -> CommandResult:
    """Take a strike-off back."""
    with opened(file) as desk:
        person = desk.leavers.reinstate(desk.finding.by_identity(identity_number).id, reason)
        words = [_("{name} 的注销已撤销，又在花名册上").format(name=person.name)]
        if desk.collecting.noted_death(person.id):
            words.append(_("死亡的记载还在；记错了的用 note strike 划掉，号码见 note list"))
        return CommandResult(_who(person) | {"struck_off": False}, _("。").join(words))


@frame.command(_("记职工养老保险转入：满几年、账户多少钱"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--years", type=click.IntRange(1, 60), required=True, help=_("转来的年限，整年"))
@click.option("--account", default="0", show_default=True, help=_("转来的个人账户，元"))
@click.option("--on", type=_DAY, required=True, help=_("转入日期"))
@_TOLD_BY
def transfer(file: Path, identity_number: str, years: int, account: str, on: datetime, told_by: str) -> CommandResult:
    """A relation came over from the employee scheme."""
    from village_desk.domain.basics import money
    from village_desk.services import explaining

    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number)
        desk.noting.employee_transfer(person.id, years, money.read(account), on.date(), told_by)
        found = desk.assessing.assess(person.id)
        words = _("记下了：{name} 从职工养老保险转入 {years} 年。{now}")
        result = _who(person) | {"years": years, "paid_years": found.entitlement.paid}
        return CommandResult(result, words.format(name=person.name, years=years, now=explaining.years(found)))


@frame.command(_("记哪些月又缴了职工养老保险"), months)
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--first", required=True, help=_("从哪个月，如 2023-04"))
@click.option("--last", required=True, help=_("到哪个月，如 2023-12"))
@_TOLD_BY
def add(file: Path, identity_number: str, first: str, last: str, told_by: str) -> CommandResult:
    """Months that were paid in the employee scheme."""
    from village_desk.domain.basics.months import Month

    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number)
        desk.noting.employee_months(person.id, Month.read(first), Month.read(last), told_by)
        return _refunds(person, desk.leavers.refunds(person.id))


@frame.command(_("重复缴的月份该退多少，按年"), months)
@click.argument("identity_number", metavar="IDENTITY")
def show(file: Path, identity_number: str) -> CommandResult:
    """The refunds of years that were paid twice."""
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number)
        return _refunds(person, desk.leavers.refunds(person.id))


def _wish(person: Resident, why_not: Reason) -> CommandResult:
    result = _who(person) | {"struck_off": False, "wish": True, "message": why_not.words, "cure": why_not.cure}
    words = _("记下了：{name} 想退保。{why}。{cure}")
    return CommandResult(result, words.format(name=person.name, why=why_not.words, cure=why_not.cure))


def _saying(stated: dict[str, Any], told_by: str = "") -> Saying:
    from village_desk.services.roster.leavers import Saying

    on = stated["on"].date() if stated["on"] else None
    return Saying(stated["reason"], on, told_by, stated["to"], stated["employee_years"])


def _who(person: Resident) -> dict[str, Any]:
    return {"person": person.id, "name": person.name, "id_number_masked": person.id_number_masked}


def _departure(found: Departure) -> dict[str, Any]:
    """The answer for scripts: amounts are estimates in fen; ``total_fen`` is of what is known."""
    answer = found.answer
    for each in answer.against:
        frame.by_command(each)
    return _who(found.resident) | {
        "reason": answer.reason.kind.value,
        "words": answer.reason.words,
        "may": not answer.against,
        "against": [_error(each) for each in answer.against],
        "questions": [_error(each) | {"sure": each.word} for each in answer.questions],
        "parts": [{"code": each.code, "words": each.words, "fen": each.fen} for each in answer.parts],
        "total_fen": answer.total_fen,
        "estimated": True,
        "reasons": [{"code": each.code, "words": each.words, "cure": each.cure} for each in _reasons(found)],
        "papers": list(answer.reason.papers),
        "policy": answer.policy,
        "form": "F7",
    }


def _reasons(found: Departure) -> tuple[Any, ...]:
    return (*found.answer.reasons, *found.house)


def _error(each: Any) -> dict[str, str]:
    return {"code": each.code, "message": each.message, "cure": each.cure, "field": each.field}


def _words(found: Departure) -> list[str]:
    from village_desk.services import explaining

    lines = list(explaining.departure(found.answer))
    lines += [explaining.reason(each) for each in found.house]
    return lines + [_("换户主用 household head") for _each in found.house]


def _refunds(person: Resident, found: Sequence[OverlapRefund]) -> CommandResult:
    from village_desk.services import explaining

    years = [
        {
            "year": each.year,
            "months": each.months,
            "parts": {part.code: part.fen for part in each.parts},
            "total_fen": each.total_fen,
        }
        for each in found
    ]
    return CommandResult(_who(person) | {"refunds": years}, "\n".join(explaining.refunds(found)))
