"""The commands that care for a desk file: backups, on a stick too, a restore, another PIN."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import FILE, FOLDER, CommandResult, bar, opened, pin
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.keeping import RestorePlan


commands = click.Group()
"""Where they stand until ``cli.py`` takes them in."""


@frame.command(_("备份协办台文件：抄一份，打开数过才算；--to 抄到 U 盘或另一块盘"), commands)
@click.option("--to", "folder", type=FOLDER, help=_("抄到这个文件夹；不写就放在协办台文件旁边"))
def backup(file: Path, folder: Path | None) -> CommandResult:
    """Make a backup that was opened and counted, and report its path and its counts."""
    with opened(file) as desk:
        progress = bar(_("备份"))
        made = desk.keeping.back_up_to(folder, progress) if folder else desk.keeping.back_up(progress)
        held = desk.keeping.held()
        result: dict[str, Any] = {
            "backup": str(made.path),
            "made_at": made.made_at.isoformat(),
            "desk": desk.village.desk,
        }
        result |= {"facts": held.facts, "people": held.people, "receipts": held.receipts}
        words = _("备份好了，打开数过：{facts} 条流水，{people} 人，凭条 {receipts} 张。放在 {backup}").format(**result)
        return CommandResult(result, words + "\n" + _("它和协办台文件用同一个口令打开，请收好"))


@frame.command(_("用备份换下协办台文件；不写 FILE 就用最近一份好的备份，文件没坏的要加 --chosen"), commands)
@click.argument("backup_", metavar="[FILE]", required=False, type=FILE)
@click.option("--yes", is_flag=True, help=_("看过会丢什么，确认恢复"))
@click.option("--chosen", is_flag=True, help=_("文件没有坏，也要换成这份备份"))
def restore(file: Path, backup_: Path | None, yes: bool, chosen: bool) -> CommandResult:
    """Report the loss that a restore brings, and restore when that is confirmed."""
    from village_desk.desk import Desk

    if chosen and backup_ is None:
        raise click.UsageError(_("--chosen 要写明用哪一份备份"))
    word, other = pin(), os.environ.get("VILLAGE_DESK_BACKUP_PIN", "")
    plan = Desk.plan_restore(file, word, backup=backup_, chosen=chosen, backup_pin=other)
    if not yes and not _agreed(plan):
        return CommandResult(_plan_values(plan) | {"restored": False}, _say_yes(plan), 1)
    with Desk.restore(file, word, backup=plan.backup, chosen=chosen, backup_pin=other) as desk:
        kept = desk.set_aside
        words = _("恢复好了，用的是这份备份：{name}。").format(name=plan.backup.name)
        if kept:
            words += _("原来的文件留在 {kept}。").format(kept=kept)
        words += _("请上报一次，取回镇所收到过的")
        return CommandResult(_plan_values(plan) | {"restored": True, "kept": str(kept or "")}, words)


@frame.command(_("关于本机：版本、政策、文件检查、备份在哪里、磁盘空间"), commands)
def about(file: Path) -> CommandResult:
    """The desk and how it is."""
    from village_desk.services.care import report as reports

    with opened(file) as desk:
        found = desk.about()
        lines = [_("{name}：{words}").format(name=name, words=words) for name, words in found.lines()]
        last = found.outside.last
        where = {
            "file": str(found.file),
            "backup": str(found.backup.path) if found.backup else None,
            "outside": str(last.path) if last else None,
        }
        return CommandResult(reports.values(found) | where, "\n".join(lines))


@frame.command(_("给技术人员的报告：版本、检查、数目、日志；没有姓名和号码"), commands, "support-report")
@click.option("--out", type=FILE, required=True, help=_("存到哪里，如 报告.zip"))
def support_report(file: Path, out: Path) -> CommandResult:
    """Write the report for whoever helps."""
    with opened(file) as desk:
        names = desk.report(out, bar(_("检查")))
    words = _("报告存到 {out}：里面没有姓名和号码，可以发给技术人员").format(out=out)
    return CommandResult({"file": str(out), "contents": names}, words)


@frame.command(_("换口令：先输现在的，再输新的；以前的备份还用旧口令打开"), commands, "change-pin")
def change_pin(file: Path) -> CommandResult:
    """Lock the desk file and what stands beside it with another PIN, and make a backup under it."""
    from village_desk.desk import Desk
    from village_desk.services.care.pins import about_old_backups

    word = pin()
    new = _new_pin()
    before = len(Desk.backups(file))
    Desk.change_pin(file, word, new, progress=bar(_("换口令")))
    with Desk.open(file, new) as desk:
        made = desk.keeping.back_up()
    words = _("口令换好了，并用新口令做了一份备份。")
    return CommandResult(
        {"changed": True, "old_backups": before, "backup": str(made.path)}, words + about_old_backups(before)
    )


def _new_pin() -> str:
    """The new PIN from VILLAGE_DESK_NEW_PIN, else from a prompt, twice."""
    given = os.environ.get("VILLAGE_DESK_NEW_PIN")
    if not given and not sys.stdin.isatty():
        raise click.UsageError(_("没有新口令：请设环境变量 VILLAGE_DESK_NEW_PIN，或在终端里运行"))
    return given or str(click.prompt(_("新口令"), hide_input=True, confirmation_prompt=_("再输一遍"), err=True))


def _agreed(plan: RestorePlan) -> bool:
    from village_desk.services.keeping import restore_words

    if not sys.stdin.isatty():
        return False
    asked = restore_words(plan) + "\n" + _("换上这份备份？请输“是”或“否”")
    return str(click.prompt(asked, default=_("否"), err=True)).strip().lower() in (_("是"), "y", "yes")


def _say_yes(plan: RestorePlan) -> str:
    from village_desk.services.keeping import restore_words

    return restore_words(plan) + "\n" + _("还没有恢复。看清楚了要恢复，请加 --yes 再做一次")


def _plan_values(plan: RestorePlan) -> dict[str, Any]:
    lost: dict[str, Any] = {"facts": plan.lost.facts, "receipts": plan.lost.receipts, "fen": plan.lost.fen}
    lost |= {"at_least": plan.lost.least, "numbers": list(plan.lost.numbers)}
    return {
        "backup": str(plan.backup),
        "made_at": plan.made_at.isoformat() if plan.made_at else None,
        "desk": plan.village.desk,
        "facts": plan.facts,
        "people": plan.people,
        "receipts": plan.receipts,
        "lost": lost,
    }
