"""The commands for villagers' groups: which there are, a new one, its name, its cadre."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.roster.group_cadres import GroupOfVillage

commands = click.Group("group", help=_("村民小组：有哪些、叫什么、哪个干部包组"))
"""``group …``"""

_PHONE = click.option("--phone", default="", help=_("干部的电话"))
_TERM = click.option("--term", default="", help=_("任期，如 2024—2026"))


@frame.command(_("有哪些小组，各多少人，哪个干部包组"), commands, "list")
def list_(file: Path) -> CommandResult:
    """The groups of the village."""
    with opened(file) as desk:
        found = desk.group_cadres.listed()
        words = "\n".join(map(_group_words, found)) or _("还没有小组")
        return CommandResult([_group(each) for each in found], words)


@frame.command(_("加一个小组：3，或王家湾组"), commands)
@click.argument("group")
@click.option("--name", "called", default="", help=_("编号的组另有名称的，写名称"))
@click.option("--cadre", default="", help=_("包组干部姓名"))
@_PHONE
@_TERM
def add(file: Path, group: str, **about: str) -> CommandResult:
    """A new group."""
    with opened(file) as desk:
        return _noted(desk.group_cadres.add(group, **about))


@frame.command(_("给小组改名：编号的组另有名称；有名称的组，全组的人跟着改"), commands)
@click.argument("group")
@click.argument("new", metavar="NAME")
def name(file: Path, group: str, new: str) -> CommandResult:
    """Another name for a group."""
    with opened(file) as desk:
        return _noted(desk.group_cadres.rename(group, new))


@frame.command(_("记哪个干部包这个组；没有人包的写 --nobody"), commands)
@click.argument("group")
@click.argument("cadre", metavar="NAME", default="")
@click.option("--nobody", is_flag=True, help=_("现在没有干部包这个组"))
@_PHONE
@_TERM
def cadre(file: Path, group: str, cadre: str, nobody: bool, phone: str, term: str) -> CommandResult:
    """Who answers for a group."""
    if nobody == bool(cadre.strip()):
        raise Refused(_("没有写是哪个干部"), _("请写姓名；没有人包的写 --nobody"), "cadre", "cadre")
    with opened(file) as desk:
        return _noted(desk.group_cadres.set_cadre(group, cadre, phone, term))


@frame.command(_("撤掉一个没有人的小组"), commands)
@click.argument("group")
def drop(file: Path, group: str) -> CommandResult:
    """Take a group without people off the list."""
    with opened(file) as desk:
        desk.group_cadres.drop(group)
        return CommandResult({"dropped": group}, _("撤掉了：{group}").format(group=group))


def _noted(found: GroupOfVillage) -> CommandResult:
    return CommandResult(_group(found), _("记下了：{group}").format(group=_group_words(found)))


def _group(found: GroupOfVillage) -> dict[str, Any]:
    noted = found.noted
    return {
        "group": noted.group.number,
        "group_name": noted.group.name,
        "name": noted.called,
        "cadre": noted.cadre,
        "phone": noted.phone,
        "term": noted.term,
        "people": found.people,
    }


def _group_words(found: GroupOfVillage) -> str:
    return _("{group}　{count} 人").format(group=found.noted.heading(), count=found.people)
