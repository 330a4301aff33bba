"""The commands of the mending desk: rows of rosters that were held, one by one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import FILE, CommandResult, opened
from village_desk.domain.basics import identity
from village_desk.domain.held_rows import NOT_TAKEN
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.roster.mending import Checked, HeldRow

_DAY = click.DateTime(["%Y-%m-%d"])
_REASONS = _("、").join(f"{name} {words}" for name, words in NOT_TAKEN.items())
commands = click.Group("held", help=_("花名册里暂扣的行：看一看，改好收下，先放着，或者不收"))
"""``held …``"""


@frame.command(_("列出暂扣的行，号码遮着"), commands, "list")
def list_(file: Path) -> CommandResult:
    """The rows that wait, those that were put off last."""
    with opened(file) as desk:
        found = [_line(each) for each in desk.mending.rows()]
        return CommandResult(found, "\n".join(map(_line_words, found)) or _("没有暂扣的行"))


@frame.command(_("看一行：每一格写的什么，哪里不对"), commands)
@click.argument("row")
def show(file: Path, row: str) -> CommandResult:
    """One row with all its cells, as an import reads it now."""
    with opened(file) as desk:
        found, checked = desk.mending.row(row), desk.mending.check(row)
        cells = [{"field": each.field, "heading": each.heading, "text": each.text} for each in found.held.cells]
        lines = [_("{heading}（{field}）：{text}").format(**each) for each in cells if each["field"] or each["text"]]
        result = {**_line(found), "cells": cells, **_checked(checked)}
        return CommandResult(result, "\n".join([_line_words(result), *lines, *result["problems"]]))


@frame.command(_("改一行并收下：held mend 编号 --set id_number=…"), commands)
@click.argument("row")
@click.option("--set", "typed", multiple=True, metavar=_("列=内容"), help=_("改一格，列名照 held show"))
@click.option("--dry-run", is_flag=True, help=_("只看改得对不对，不收"))
def mend(file: Path, row: str, typed: tuple[str, ...], dry_run: bool) -> CommandResult:
    """Take the person of the row, with what is set."""
    fields = {name.strip(): text for name, _sign, text in (each.partition("=") for each in typed)}
    with opened(file) as desk:
        if dry_run:
            checked = _checked(desk.mending.check(row, fields))
            return CommandResult(checked, "\n".join(checked["problems"]) or _("对了，可以收"))
        taken = desk.mending.take(row, fields)
        desk.keeping.back_up_when_due()
        result = {"person": taken.resident.id, "name": taken.resident.name, "effect": taken.effect.value}
        words = _("{name} 收下了，还有 {left} 行").format(name=taken.resident.name, left=taken.left)
        return CommandResult({**result, "left": taken.left}, words)


@frame.command(_("先放着，到那天再看；不写日子就是明天"), commands)
@click.argument("row")
@click.option("--until", type=_DAY, help=_("哪天再看"))
def later(file: Path, row: str, until: datetime | None) -> CommandResult:
    """Put a row off."""
    with opened(file) as desk:
        found = desk.mending.later(row, until.date() if until else None)
        return CommandResult(_line(found), _("先放着，{until} 再看").format(until=found.until))


@frame.command(_("这人不收，写明原因"), commands)
@click.argument("row")
@click.option("--reason", required=True, help=_REASONS)
def drop(file: Path, row: str, reason: str) -> CommandResult:
    """Do not take the person of the row."""
    with opened(file) as desk:
        found = desk.mending.drop(row, reason)
        return CommandResult(_line(found), _("不收了：{reason}").format(reason=NOT_TAKEN[reason]))


@frame.command(_("不收的、先放着的，放回来"), commands)
@click.argument("row")
def again(file: Path, row: str) -> CommandResult:
    """Let a row wait again."""
    with opened(file) as desk:
        return CommandResult(_line(desk.mending.again(row)), _("放回来了"))


@frame.command(_("把暂扣的行存成问题表：毛病写在前两列，改好可以再导入"), commands)
@click.argument("out", type=FILE)
def save(file: Path, out: Path) -> CommandResult:
    """The rows as a workbook."""
    with opened(file) as desk:
        count = desk.mending.save(out)
        return CommandResult(
            {"rows": count, "file": str(out)}, _("存了 {count} 行：{out}").format(count=count, out=out)
        )


def _line(row: HeldRow) -> dict[str, Any]:
    from village_desk.services.roster import held_words

    held = row.held
    return {
        "row": row.id,
        "file": held.file,
        "sheet": held.sheet,
        "number": held.number,
        "name": held.name,
        "group": held.text("group"),
        "field": held_words.bad_field(held),
        "value": identity.mask_in(held_words.bad_value(held)),
        "why": held_words.of_row(held),
        "since": row.at.date().isoformat(),
        "until": row.until.isoformat() if row.until else "",
        "reason": row.reason,
        "person": row.person,
    }


def _line_words(line: dict[str, Any]) -> str:
    until = _("　先放着，{until} 再看").format(**line) if line["until"] else ""
    return _("{name}　{file} 第 {number} 行：{why}　{value}{put_off}　编号 {row}").format(**line, put_off=until)


def _checked(checked: Checked) -> dict[str, Any]:
    problems = [each.in_words() for each in checked.problems]
    return {
        "codes": [each.code for each in checked.problems],
        "problems": problems,
        "remarks": [each.in_words() for each in checked.remarks],
        "effect": checked.effect.value if checked.effect else "",
    }
