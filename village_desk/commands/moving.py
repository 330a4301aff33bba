"""The commands for houses: who lives there, move, part, come together, another head; with the papers of a change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk import places
from village_desk.commands import frame
from village_desk.commands.frame import FILE, CommandResult, bar, opened
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk
    from village_desk.services.roster.house import House
    from village_desk.services.roster.households import HouseChange

commands = click.Group("household", help=_("住户：谁住一户、分户、并户、换户主"))
"""``household …``"""
of_people = click.Group()
"""``move``, which stands among the commands of the program."""

_SURE = click.option("--sure", multiple=True, help=_("问“是不是真的要这样”时，照提示写，可写多次"))
_RELATION = click.option(
    "--relation",
    "relations",
    multiple=True,
    callback=frame.pairs(_("--relation 请写成“姓名=关系”，如 --relation 李秀英=配偶")),
    help=_("谁是新户主的什么人：姓名=关系，可写多次；没说的就空着"),
)
_NEW_HEAD = click.option("--new-head", default="", metavar="IDENTITY", help=_("留下的人由谁当户主"))
_PAPERS = click.option("--papers", type=FILE, help=_("把每个人的变更登记表存成 PDF"))


@frame.command(_("村内搬迁：一个人或全户搬到别的组、别的户"), of_people)
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--group", default="", help=_("搬到哪个小组，如 3 或 王家湾组"))
@click.option("--household", default="", help=_("搬到哪一户：户号"))
@click.option("--head", default="", help=_("搬到哪一户：户主姓名"))
@click.option("--whole-house", is_flag=True, help=_("全户一起搬"))
@_NEW_HEAD
@_RELATION
@_SURE
@_PAPERS
def move(
    file: Path,
    identity_number: str,
    whole_house: bool,
    new_head: str,
    relations: dict[str, str],
    sure: tuple[str, ...],
    papers: Path | None,
    **typed: str,
) -> CommandResult:
    """Move somebody within the village."""

    def work(desk: Desk) -> HouseChange:
        who, left = _id(desk, identity_number), _id(desk, new_head)
        more: dict[str, Any] = {"whole_house": whole_house, "new_head": left, "relations": relations, "sure": sure}
        return desk.households.move(who, typed, **more)

    return _changed(file, papers, work)


@frame.command(_("一户里有谁、谁是户主；能存成住户登记单"), commands)
@click.argument("house", metavar="NUMBER|IDENTITY")
@click.option("--out", type=FILE, help=_("住户登记单存到哪里（PDF）"))
def show(file: Path, house: str, out: Path | None) -> CommandResult:
    """Who lives in a house."""
    with opened(file) as desk:
        found = desk.households.named(house)
        result, words = _house(found), _house_words(found)
        if out:
            from village_desk.services.registers.kinds import Narrowed

            places.try_writing(out)
            paper = desk.registers.households(Narrowed(houses_of=(found.members[0].id,)), bar(_("排版")))
            places.write(out, paper.pdf)
            result |= {"pdf": str(out), "pages": paper.pages}
            words += _("\n住户登记单：{out}").format(out=out)
        return CommandResult(result, words)


@frame.command(_("分户：一户里的几个人另立一户"), commands)
@click.argument("persons", metavar="IDENTITY…", nargs=-1, required=True)
@click.option("--head", required=True, metavar="IDENTITY", help=_("新的一户由谁当户主"))
@click.option("--number", default="", help=_("新的户号；不写就用下一个没人用的"))
@click.option("--group", default="", help=_("新的一户在哪个小组；不写就还在本组"))
@_NEW_HEAD
@_RELATION
@_PAPERS
def split(
    file: Path,
    persons: tuple[str, ...],
    new_head: str,
    relations: dict[str, str],
    papers: Path | None,
    **new: str,
) -> CommandResult:
    """Some of a house become one of their own."""

    def work(desk: Desk) -> HouseChange:
        ids, first, left = [_id(desk, each) for each in persons], _id(desk, new.pop("head")), _id(desk, new_head)
        return desk.households.split(ids, first, **new, new_head=left, relations=relations)

    return _changed(file, papers, work)


@frame.command(_("并户：一户全部并到另一户"), commands)
@click.argument("one", metavar="NUMBER|IDENTITY")
@click.option("--into", required=True, metavar="NUMBER|IDENTITY", help=_("并到哪一户"))
@_RELATION
@_SURE
@_PAPERS
def join(
    file: Path, one: str, into: str, relations: dict[str, str], sure: tuple[str, ...], papers: Path | None
) -> CommandResult:
    """All of a house come into another one."""
    return _changed(file, papers, lambda desk: desk.households.join(one, into, relations=relations, sure=sure))


@frame.command(_("换户主：这个人当他那一户的户主"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@_RELATION
@_PAPERS
def head(file: Path, identity_number: str, relations: dict[str, str], papers: Path | None) -> CommandResult:
    """Another head of a house."""
    return _changed(file, papers, lambda desk: desk.households.head(_id(desk, identity_number), relations=relations))


def _id(desk: Desk, identity_number: str) -> str:
    return desk.finding.by_identity(identity_number).id if identity_number else ""


def _changed(file: Path, papers: Path | None, work: Callable[[Desk], HouseChange]) -> CommandResult:
    """Do the work once it is sure that its papers can be written."""
    if papers:
        places.try_writing(papers)
    with opened(file) as desk:
        return _done(desk, work(desk), papers)


def _done(desk: Desk, done: HouseChange, papers: Path | None) -> CommandResult:
    from village_desk.commands.registering import change_result, change_words

    result: dict[str, Any] = {
        "people": [change_result(each) for each in done.changes],
        "houses": [_house(each) for each in done.houses],
        "relations_unknown": [each.name for each in done.unknown],
        "form": "F2",
    }
    words = [*map(change_words, done.changes), done.in_words()]
    if papers:
        result["pdf"] = str(papers)
        words.append(_papers(desk, done, papers))
    return CommandResult(result, "\n".join(words))


def _papers(desk: Desk, done: HouseChange, out: Path) -> str:
    """The form of changes (F2) of everybody who is different now, as one paper."""
    from village_desk.services.forms.printing_forms import Wanted

    filled = desk.forms.fill(Wanted("F2", tuple(each.resident.id for each in done.changes)), bar(_("填表")))
    drawn = desk.forms.drawn(filled, bar(_("排版")))
    places.write(out, drawn.paper.pdf)
    desk.forms.record(filled)
    return _("变更登记表 {count} 份：{out}").format(count=len(done.changes), out=out)


def _house(found: House) -> dict[str, Any]:
    home = found.home.values()
    members = [
        {
            "person": each.id,
            "name": each.name,
            "id_number_masked": each.id_number_masked,
            "relation": each.relation,
            "gone": each.id in found.gone,
        }
        for each in found.members
    ]
    return {**home, "members": members, "needs_head": found.needs_head}


def _house_words(found: House) -> str:
    lines = [_("{house}，{count} 人").format(house=found.in_words(), count=len(found.living))]
    for each in found.members:
        relation = each.relation or _("与户主关系没有填")
        gone = _("（已不在）") if each.id in found.gone else ""
        lines.append(f"{each.name}{gone}　{relation}　{each.id_number_masked}")
    return "\n".join(filter(None, (*lines, found.remark())))
