"""The commands for people by hand: register one, change fields of one; ``program.py`` takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.domain.people import Resident
    from village_desk.services.roster.changing import Change
    from village_desk.services.roster.newcomers import Registration

commands = click.Group()
"""Where they stand until ``program.py`` takes them in."""

_SURE = click.option("--sure", multiple=True, help=_("问“是不是真的要这样”时，照提示写，可写多次"))


_named = frame.pairs(_("--set 请写成“字段=值”，如 --set 电话=13800000001"))


@frame.command(_("新登记一个人（参保登记），进花名册；一户的写户号和户主"), commands)
@click.argument("name", metavar="NAME")
@click.argument("id_number", metavar="IDENTITY")
@click.option("--group", default="", help=_("村民小组，如 3 或 王家湾组"))
@click.option("--household", default="", help=_("户编号"))
@click.option("--head", default="", help=_("户主姓名；是本人就写本人"))
@click.option("--relation", default="", help=_("与户主关系"))
@click.option("--phone", default="", help=_("电话"))
@click.option("--address", "hukou_address", default="", help=_("户籍地址"))
@click.option("--tier", "tier_fen", default="", help=_("选定的缴费档次，元"))
@click.option("--special-group", default="", help=_("特殊群体，如 低保对象"))
@click.option("--set", "others", multiple=True, callback=_named, help=_("别的一项：字段=值，如 银行账号=…，可写多次"))
@_SURE
def register(file: Path, others: dict[str, str], sure: tuple[str, ...], **fields: str) -> CommandResult:
    """Put one person onto the roster."""
    from village_desk.services.roster import changing

    others = {changing.field_named(each): text for each, text in others.items()}
    with opened(file) as desk:
        done = desk.newcomers.register(others | {name: text for name, text in fields.items() if text}, sure)
        return CommandResult(_registration(done), _registration_words(done))


@frame.command(_("更正或变更一个人的资料；要交材料的会说明"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--set", "wanted", multiple=True, required=True, callback=_named, help=_("字段=值，可写多次"))
@click.option("--reason", default="", help=_("为什么改"))
@_SURE
def change(
    file: Path, identity_number: str, wanted: dict[str, str], reason: str, sure: tuple[str, ...]
) -> CommandResult:
    """Change fields of one person."""
    with opened(file) as desk:
        done = desk.changing.change(desk.finding.by_identity(identity_number).id, wanted, reason, sure)
        return CommandResult(change_result(done), change_words(done))


def _person(resident: Resident) -> dict[str, Any]:
    from village_desk.domain.people import FIELDS, Shown

    return {
        "person": resident.id,
        "id_number_masked": resident.id_number_masked,
        **{name: getattr(resident, name) for name, info in FIELDS.items() if info.shown is Shown.HEADING},
    }


def _registration(done: Registration) -> dict[str, Any]:
    remarks = [{"code": each.code, "message": each.words, "cure": each.cure} for each in done.remarks]
    return {**_person(done.resident), "may_enrol": done.may_enrol, "remarks": remarks, "form": "F1"}


def _registration_words(done: Registration) -> str:
    who = done.resident
    lines = [_("登记好了：{name}，{group}").format(name=who.name, group=who.village_group.in_words())]
    lines += [
        _("请注意：{remark}").format(remark=_("。").join(filter(None, (each.words, each.cure))))
        for each in done.remarks
    ]
    return "\n".join([*lines, _("要打参保登记表：form fill F1 {tail} --out 文件").format(tail=who.id_number[-4:])])


def change_result(done: Change) -> dict[str, Any]:
    """What changed about a person, and what must be shown for it."""
    changed = [
        {"field": each.field, "called": each.called, "before": each.before, "after": each.after, "proof": each.proof}
        for each in done.fields
    ]
    return {
        **_person(done.resident),
        "changed": changed,
        "proofs": list(done.proofs),
        "form": "F2" if done.proofs else "",
        "tier_from": done.tier_from,
    }


def change_words(done: Change) -> str:
    """The same in lines."""
    if not done.fields:
        return _("没有要改的：本来就是这样")
    line = _("{name}的{field}：{before} → {after}")
    lines = [
        line.format(name=done.resident.name, field=each.called, before=each.before, after=each.after)
        for each in done.fields
    ]
    lines.append(done.in_words())
    if done.proofs:
        lines.append(_("打变更登记表：form fill F2 {tail} --out 文件").format(tail=done.resident.id_number[-4:]))
    return "\n".join(lines)
