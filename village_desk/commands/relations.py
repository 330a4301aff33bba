"""The commands for kin: a child, a spouse, a parent, on the roster or elsewhere; loaded when one is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.roster.relations import Relative

commands = click.Group()
"""Where they stand until ``program.py`` asks for one of them."""

_MARK = click.Choice(["yes", "no"])


@frame.command(_("记一个亲属：child 子女、spouse 配偶、parent 父母、childless 没有子女"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.argument("relation", metavar="RELATION")
@click.argument("other", metavar="[OTHER]", default="")
@click.option("--name", default="", help=_("不在花名册上的人：姓名"))
@click.option("--birth", default="", help=_("不在花名册上的人：出生日期，或只写年份"))
@click.option("--enrolled", type=_MARK, default=None, help=_("在外地参保没有；不清楚就不写"))
@click.option("--student", type=_MARK, default=None, help=_("是不是在校学生；不清楚就不写"))
@click.option("--other-scheme", type=_MARK, default=None, help=_("参加职工养老保险没有；不清楚就不写"))
@click.option("--told-by", default="", help=_("谁告知的"))
def add(
    file: Path, identity_number: str, relation: str, other: str, told_by: str, **elsewhere: str | None
) -> CommandResult:
    """Note a relation."""
    from village_desk.services.roster.relations import Elsewhere

    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number)
        known = desk.finding.by_identity(other).id if other else ""
        who = Elsewhere(**{field: text or "" for field, text in elsewhere.items()})
        done = desk.relations.add(person.id, relation, known, who, told_by)
        whose = desk.finding.person(known) if done.other == person.id else person  # a parent is noted with their child
        return CommandResult(_relative(done), _("{name}：{words}").format(name=whose.name, words=_words(done)))


@frame.command(_("划掉一条亲属关系，号码见 relation list"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.argument("noted", metavar="ID")
@click.option("--reason", required=True, help=_("为什么划掉"))
def end(file: Path, identity_number: str, noted: str, reason: str) -> CommandResult:
    """A relation was wrong or is no more."""
    with opened(file) as desk:
        desk.relations.end(desk.finding.by_identity(identity_number).id, noted, reason)
        return CommandResult({"struck": noted}, _("划掉了"))


@frame.command(_("一个人的亲属"), commands, "list")
@click.argument("identity_number", metavar="IDENTITY")
def list_(file: Path, identity_number: str) -> CommandResult:
    """All relations of a person."""
    with opened(file) as desk:
        found = desk.relations.of_person(desk.finding.by_identity(identity_number).id)
        return CommandResult([*map(_relative, found)], "\n".join(map(_words, found)) or _("还没有记亲属"))


def _relative(each: Relative) -> dict[str, Any]:
    return {
        "id": each.id,
        "relation": each.relation,
        "other": each.other,
        "name": each.name,
        "birth": each.birth,
        "marks": each.marks,
        "told_by": each.told_by,
    }


def _words(each: Relative) -> str:
    return "  ".join(filter(None, (each.in_words(), each.name, each.birth, each.marks)))
