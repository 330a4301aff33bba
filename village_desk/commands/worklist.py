"""The commands for what waits (待办): the list, what noted_as of a thing, its taking back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk import places
from village_desk.commands import frame
from village_desk.commands.frame import FILE, CommandResult, opened
from village_desk.domain.basics import money
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk
    from village_desk.services.worklist.narrowing import TodoFilter
    from village_desk.services.worklist.worklist import Item, OfKind

_DAY = click.DateTime(["%Y-%m-%d"])
commands = click.Group("waiting", help=_("待办：有什么等着办，办得怎样"))
"""``waiting …``"""


_of_whom = (
    click.option("--group", default="", help=_("只要这个组的：3，或王家湾组")),
    click.option("--house", default="", help=_("只要这一户的：户号")),
    click.option("--cadre", default="", help=_("只要这个包组干部的：姓名")),
)


def of_whom(function: Callable[..., CommandResult]) -> Callable[..., CommandResult]:
    """The options of whose things are wanted."""
    for each in reversed(_of_whom):
        function = each(function)
    return function


def _filter(group: str, house: str, cadre: str) -> TodoFilter:
    from village_desk.domain import village_groups
    from village_desk.services.worklist.narrowing import TodoFilter

    return TodoFilter(village_groups.read(group) if group else None, house.strip(), cadre.strip())


@frame.command(_("有什么等着办；写类别就列出每一件"), commands, "list")
@click.argument("kind", default="")
@of_whom
def list_(file: Path, kind: str, **whose: str) -> CommandResult:
    """What waits: the kinds with their counts, or everything of one kind."""
    wanted = _filter(**whose)
    with opened(file) as desk:
        if not kind:
            found = desk.todo_papers.chosen("", wanted) if any(whose.values()) else desk.worklist.all()
            words = "\n".join(map(_kind_words, found)) or _("没有等着办的事")
            return CommandResult([_kind(each) for each in found], words)
        of_kind = desk.worklist.of_kind(kind)
        if any(whose.values()):
            of_kind = next(iter(desk.todo_papers.chosen(kind, wanted)), of_kind.of(()))
        lines = [_item(desk, each) for each in of_kind.items]
        words = "\n".join(_item_words(each) for each in lines) or _("这一类没有等着办的事")
        return CommandResult({**_kind(of_kind), "items": lines}, words)


@frame.command(_("记一件事办得怎样：waiting note unpaid 编号 promised --until 2026-12-05"), commands)
@click.argument("kind")
@click.argument("subject")
@click.argument("outcome")
@click.option("--until", type=_DAY, help=_("答应的那天"))
@click.option("--note", "comment", default="", help=_("备注"))
def note(file: Path, kind: str, subject: str, outcome: str, until: datetime | None, comment: str) -> CommandResult:
    """What noted_as of a thing that waits."""
    with opened(file) as desk:
        waiting = desk.worklist.find(kind, subject)
        noted = desk.worklist.note(waiting, outcome, until.date() if until else None, comment)
        noted_as = {"outcome": noted.outcome, "until": noted.until, "comment": noted.comment}
        words = _("记下了：{words}").format(words=noted.words)
        return CommandResult({"kind": kind, "subject": subject, **noted_as}, words)


@frame.command(_("取消刚才记的结果，这件事照旧等着"), commands, "take-back")
@click.argument("kind")
@click.argument("subject")
def take_back(file: Path, kind: str, subject: str) -> CommandResult:
    """What was noted of a thing counts no more."""
    with opened(file) as desk:
        desk.worklist.take_back(desk.worklist.find(kind, subject))
        return CommandResult({"kind": kind, "subject": subject}, _("取消了，这件事又在待办里"))


@frame.command(_("待办存成 Excel，填好结果再读回来；不写类别是全部"), commands)
@click.argument("out", type=FILE)
@click.option("--kind", default="", help=_("哪一类，见 waiting list"))
@of_whom
def workbook(file: Path, out: Path, kind: str, **whose: str) -> CommandResult:
    """What waits as a workbook with columns to fill in."""
    wanted = _filter(**whose)
    with opened(file) as desk:
        places.try_writing(out, places.WORKBOOK)
        places.write(out, desk.todo_papers.book(kind, wanted))
    return CommandResult({"workbook": str(out)}, _("存好了：{out}").format(out=out))


@frame.command(_("待办打成口袋名单：按组按户，带电话、打勾的格子、写字的地方"), commands, "pocket-list")
@click.argument("out", type=FILE)
@click.option("--kind", default="", help=_("哪一类，见 waiting list"))
@of_whom
def pocket_list(file: Path, out: Path, kind: str, **whose: str) -> CommandResult:
    """What waits as a list to take along."""
    wanted = _filter(**whose)
    with opened(file) as desk:
        places.try_writing(out)
        paper = desk.todo_papers.pocket(kind, wanted)
        places.write(out, paper.pdf)
    words = _("口袋名单 {pages} 页：{out}").format(pages=paper.pages, out=out)
    return CommandResult({"pdf": str(out), "pages": paper.pages}, words)


@frame.command(_("把填好的待办 Excel 读回来；不能记的行说明为什么"), commands)
@click.argument("workbook", type=FILE)
@click.option("--look", is_flag=True, help=_("只看能记几条，不记"))
def take(file: Path, workbook: Path, look: bool) -> CommandResult:
    """Record what a workbook that came back says; rows that cannot be taken are refused one by one."""
    with opened(file) as desk:
        reading = desk.todo_papers.read(workbook)
        taken = 0 if look else desk.todo_papers.take(reading)
    result = {
        "outcomes": len(reading.outcomes),
        "taken": taken,
        "already": reading.already,
        "refused": [
            {"row": each.row, "name": each.name, "why": each.why, "cure": each.cure} for each in reading.refused
        ],
    }
    words = _("第 {row} 行 {name}：{why}。{cure}")
    lines = [words.format(row=each.row, name=each.name, why=each.why, cure=each.cure) for each in reading.refused]
    head = reading.in_words() if look else _("记下 {n} 条；{words}").format(n=taken, words=reading.in_words())
    return CommandResult(result, "\n".join([head, *lines]))


def _kind(found: OfKind) -> dict[str, Any]:
    return {
        "kind": found.kind.name,
        "title": found.kind.title,
        "count": len(found.items),
        "people": found.people,
        "at_stake_fen": found.at_stake_fen,
        "oldest": found.oldest.isoformat() if found.oldest else "",
        "put_off": found.put_off,
        "outcomes": {each.name: each.words for each in found.kind.choices},
    }


def _kind_words(found: OfKind) -> str:
    return _("{title}（{kind}）：{words}").format(title=found.kind.title, kind=found.kind.name, words=found.in_words())


def _item(desk: Desk, item: Item) -> dict[str, Any]:
    waiting = item.waiting
    name = desk.finding.person(waiting.person).name if waiting.person else waiting.named
    return {
        "subject": waiting.subject,
        "name": name,
        "why": waiting.why,
        "since": waiting.since.isoformat() if waiting.since else "",
        "due": waiting.due.isoformat() if waiting.due else "",
        "at_stake_fen": waiting.at_stake_fen,
        "noted": item.noted.words if item.noted else "",
    }


def _item_words(line: dict[str, Any]) -> str:
    sum_ = _("　{fen} 元").format(fen=money.figures(line["at_stake_fen"])) if line["at_stake_fen"] else ""
    return _("{name}：{why}{sum}　编号 {subject}").format(**line, sum=sum_)
