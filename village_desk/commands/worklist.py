"""The commands for what waits (待办): the list, what noted_as of a thing, its taking back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.domain.basics import money
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk
    from village_desk.services.worklist.worklist import Item, OfKind

_DAY = click.DateTime(["%Y-%m-%d"])
commands = click.Group("waiting", help=_("待办：有什么等着办，办得怎样"))
"""``waiting …``"""


@frame.command(_("有什么等着办；写类别就列出每一件"), commands, "list")
@click.argument("kind", default="")
def list_(file: Path, kind: str) -> CommandResult:
    """What waits: the kinds with their counts, or everything of one kind."""
    with opened(file) as desk:
        if not kind:
            found = desk.worklist.all()
            words = "\n".join(map(_kind_words, found)) or _("没有等着办的事")
            return CommandResult([_kind(each) for each in found], words)
        of_kind = desk.worklist.of_kind(kind)
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
