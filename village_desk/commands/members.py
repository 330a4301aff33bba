"""The commands for special groups: who belongs to which, since when, until when; loaded when one is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.domain.people import Resident
    from village_desk.services.roster.belonging import GroupLine, GroupQuestion
    from village_desk.services.roster.member_lists import ListPreview

commands = click.Group()
"""Where they stand until ``program.py`` asks for one of them."""

_SURE = click.option("--sure", multiple=True, help=_("问“是不是真的要这样”时，照提示写，可写多次"))
_SOURCE = click.option("--source", default="", help=_("依据，如 民政名单、残疾证"))


@frame.command(_("记一个人属于一个特殊群体；日期可以只写月，不知道就不写"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.argument("group", metavar="GROUP")
@click.option("--grade", default="", help=_("等级，如 一级"))
@_SOURCE
@click.option("--since", default="", help=_("从哪天起，如 2025-03-01 或 2025-03"))
@click.option("--until", default="", help=_("最后一天；还在就不写"))
@click.option("--certificate", default="", help=_("低保证号、残疾证号"))
@_SURE
def add(file: Path, identity_number: str, sure: tuple[str, ...], **typed: str) -> CommandResult:
    """Note a membership."""
    from village_desk.services.roster.belonging import Typed

    with opened(file) as desk:
        resident = desk.finding.by_identity(identity_number)
        return _done(resident, desk.belonging.add(resident.id, Typed(**typed), sure))


@frame.command(_("一个人不再属于一个群体，记最后一天"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.argument("group", metavar="GROUP")
@click.option("--on", "last_on", default="", help=_("最后一天，不写就是今天"))
@click.option("--reason", default="", help=_("为什么"))
def end(file: Path, identity_number: str, group: str, last_on: str, reason: str) -> CommandResult:
    """End the membership of today."""
    with opened(file) as desk:
        resident = desk.finding.by_identity(identity_number)
        return _done(resident, desk.belonging.end(resident.id, group, last_on, reason))


@frame.command(_("一个人不属于一个群体，以后不再问"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.argument("group", metavar="GROUP")
@_SOURCE
@click.option("--since", default="", help=_("从哪天起不属于，不写就是一直不属于"))
@click.option("--until", default="", help=_("到哪天为止不属于，如 2025-12"))
def deny(file: Path, identity_number: str, group: str, source: str, since: str, until: str) -> CommandResult:
    """Note that somebody does not belong to a group."""
    with opened(file) as desk:
        resident = desk.finding.by_identity(identity_number)
        return _done(resident, desk.belonging.deny(resident.id, group, source, since, until))


@frame.command(_("划掉记错的一条，号码见 member show"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.argument("noted", metavar="ID")
@click.option("--reason", required=True, help=_("为什么划掉"))
def strike(file: Path, identity_number: str, noted: str, reason: str) -> CommandResult:
    """A line was wrong."""
    with opened(file) as desk:
        resident = desk.finding.by_identity(identity_number)
        desk.belonging.strike(resident.id, noted, reason)
        return CommandResult({**_person(resident), "struck": noted}, _("划掉了"))


@frame.command(_("一个人属于哪些群体，还有什么没问清"), commands)
@click.argument("identity_number", metavar="IDENTITY")
def show(file: Path, identity_number: str) -> CommandResult:
    """The groups of one person, and what has to be asked."""
    with opened(file) as desk:
        resident = desk.finding.by_identity(identity_number)
        lines, questions = desk.belonging.lines(resident.id), desk.belonging.questions(resident.id)
        result = {**_person(resident), "groups": [*map(_line, lines)], "questions": [*map(_question, questions)]}
        words = [
            *(f"{each.id}  {_line_words(each)}".strip() for each in lines),
            *(_("要问清：{words}").format(words=each.words) for each in questions),
        ]
        return CommandResult(result, "\n".join(words) or _("没有特殊群体"))


@frame.command(_("今天属于特殊群体的人"), commands, "list")
@click.option("--group", default="", help=_("只要这个群体的"))
def list_(file: Path, group: str) -> CommandResult:
    """Everybody who belongs to a group today."""
    with opened(file) as desk:
        found = desk.belonging.members(group)
        result = [{**_person(each.resident), **_line(each.line)} for each in found]
        words = [f"{each.resident.name}  {each.resident.id_number_masked}  {_line_words(each.line)}" for each in found]
        return CommandResult(result, "\n".join(words) or _("没有这样的人"))


@frame.command(_("收下一个群体某月或某年的全量名单：新增、变更、取消；缺一行整份不收"), commands, "import")
@click.argument("workbook", type=frame.FILE)
@click.option("--group", required=True, help=_("哪个群体"))
@click.option("--month", required=True, help=_("哪个月的，如 2026-11；全年的写 2025"))
@click.option("--source", default="", help=_("谁给的，如 民政"))
@click.option("--dry-run", is_flag=True, help=_("只看结果，不收下"))
def import_(file: Path, workbook: Path, group: str, month: str, source: str, dry_run: bool) -> CommandResult:
    """A full list of a group's members: all of it or nothing."""
    with opened(file) as desk:
        found = desk.member_lists.read(workbook, group, month, source)
        if not dry_run:
            desk.member_lists.take(found)
            desk.keeping.back_up_when_due()
        return CommandResult(_list(found), _list_words(found, dry_run))


def _done(resident: Resident, line: GroupLine) -> CommandResult:
    words = _("{name}：{line}").format(name=resident.name, line=_line_words(line))
    return CommandResult({**_person(resident), **_line(line)}, words)


def _person(resident: Resident) -> dict[str, Any]:
    return {"person": resident.id, "name": resident.name, "id_number_masked": resident.id_number_masked}


def _line(each: GroupLine) -> dict[str, Any]:
    return {
        "id": each.id,
        "group": each.group,
        "grade": each.grade,
        "source": each.source,
        "since": each.since,
        "until": each.until,
        "certificate": each.certificate,
        "state": each.state.value,
    }


def _line_words(each: GroupLine) -> str:
    grade = _("（{grade}）").format(grade=each.grade) if each.grade else ""
    source = _("依据：{source}").format(source=each.source) if each.source else ""
    return "  ".join(filter(None, (each.group + grade, each.state.in_words(), each.in_words(), source)))


def _question(each: GroupQuestion) -> dict[str, Any]:
    until = each.unsure.period.last
    return {
        "group": each.group,
        "stated": each.unsure.stated,
        "source": each.unsure.source,
        "before": str(until) if until else "",
        "words": each.words,
    }


def _list(found: ListPreview) -> dict[str, Any]:
    changes = [{**_person(each.resident), "effect": each.effect.value, "why": each.why} for each in found.changes]
    return {
        "group": found.group,
        "from": found.period.first.isoformat(),
        "to": str(found.period.last),
        "members": found.members,
        "same": found.same,
        "changes": changes,
        "unknown": list(found.unknown),
        "doubtful": list(found.doubtful),
    }


def _list_words(found: ListPreview, dry_run: bool) -> str:
    head = _("试读，没有收下：") if dry_run else _("收下了：")
    counts = _("名单 {members} 人，和本台一样 {same}，新增 {joined}，变更 {changed}，取消 {ended}").format(
        members=found.members,
        same=found.same,
        joined=len(found.joined),
        changed=len(found.changed),
        ended=len(found.ended),
    )
    lines = [f"  {each.effect.in_words()}  {each.resident.name}  {each.why}" for each in found.changes]
    lines += [_("  不在花名册上：{name}").format(name=name) for name in found.unknown]
    lines += [_("  请核对：{words}").format(words=words) for words in found.doubtful]
    return "\n".join([head + counts, *lines])
