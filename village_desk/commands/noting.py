"""The commands for notes on a life: years paid before, the first month of drawing, a balance, a death; striking one.

``program.py`` loads them when one is wanted.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.domain.basics import money
from village_desk.domain.basics.months import Month
from village_desk.domain.rules.person_facts import Hindrance, OtherKind, YearKind
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk

commands = click.Group()
"""Where they stand until ``program.py`` asks for one of them."""

_IDENTITY = click.argument("identity_number", metavar="IDENTITY")
_TOLD_BY = click.option("--told-by", default="", help=_("看什么填的、谁告知的，如 缴费本、待遇核定表、家属"))
_DAY = click.DateTime(["%Y-%m-%d"])


@frame.command(_("补记以前缴过的年度；知道哪天缴的用 --paid-on，不知道就不写"), commands, "years")
@_IDENTITY
@click.argument("first", type=int, metavar="FIRST")
@click.argument("last", type=int, metavar="[LAST]", required=False)
@click.option("--tier", required=True, help=_("每年多少元"))
@click.option("--how", type=click.Choice([each.value for each in YearKind]), default="paid", help=_("怎么缴的"))
@click.option("--paid-on", type=_DAY, help=_("哪天缴的，如 2025-03-01"))
@_TOLD_BY
def years(file: Path, identity_number: str, first: int, last: int | None, **fields: Any) -> CommandResult:
    """Note years that were paid."""
    how, day = YearKind(fields["how"]), fields["paid_on"].date() if fields["paid_on"] else None
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number).id
        desk.noting.years(person, first, last or first, money.read(fields["tier"]), how, fields["told_by"], day)
        return _noted(desk, person)


@frame.command(_("记下从哪个月领起养老金（起领月份），照待遇核定表或存折"), commands, "drawing")
@_IDENTITY
@click.argument("month")
@_TOLD_BY
def drawing(file: Path, identity_number: str, month: str, told_by: str) -> CommandResult:
    """Note the first month of drawing."""
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number).id
        desk.noting.drawing(person, Month.read(month), told_by)
        return _noted(desk, person)


@frame.command(_("记下县里对账单上的个人账户余额"), commands, "account")
@_IDENTITY
@click.argument("balance")
@click.option("--as-of", type=_DAY, required=True, help=_("截至哪一天，如 2025-12-31"))
@_TOLD_BY
def account(file: Path, identity_number: str, balance: str, as_of: datetime, told_by: str) -> CommandResult:
    """Note the balance of the county's statement."""
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number).id
        desk.noting.account(person, money.read(balance), as_of.date(), told_by)
        return _noted(desk, person)


@frame.command(_("记死亡"), commands, "death")
@_IDENTITY
@click.argument("day", type=_DAY)
@_TOLD_BY
def death(file: Path, identity_number: str, day: datetime, told_by: str) -> CommandResult:
    """Note a death."""
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number).id
        desk.noting.death(person, day.date(), told_by)
        return _noted(desk, person)


@frame.command(_("记下领着别的养老金"), commands, "other-pension")
@_IDENTITY
@click.argument("pension", type=click.Choice([each.value for each in OtherKind]))
@click.option("--since", required=True, help=_("从哪个月领起，如 2026-10"))
@click.option("--until", default="", help=_("领到哪个月；还在领就不写"))
@_TOLD_BY
def other_pension(
    file: Path, identity_number: str, pension: str, since: str, until: str, told_by: str
) -> CommandResult:
    """Note another pension of the state."""
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number).id
        last = Month.read(until) if until else None
        desk.noting.other_pension(person, OtherKind(pension), Month.read(since), last, told_by)
        return _noted(desk, person)


@frame.command(_("记下现在为什么不能参保"), commands, "hindrance")
@_IDENTITY
@click.argument("why", type=click.Choice([each.value for each in Hindrance]))
@_TOLD_BY
def hindrance(file: Path, identity_number: str, why: str, told_by: str) -> CommandResult:
    """Note why a person may not join."""
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number).id
        desk.noting.hindrance(person, Hindrance(why), told_by)
        return _noted(desk, person)


@frame.command(_("这个人有哪些记载"), commands, "list")
@_IDENTITY
def list_(file: Path, identity_number: str) -> CommandResult:
    """The standing notes on a person, the latest first."""
    with opened(file) as desk:
        found = [_note(each) for each in desk.noting.noted(desk.finding.by_identity(identity_number).id)]
        return CommandResult(found, "\n".join(f"{each['note']}　{each['words']}" for each in found) or _("没有记载"))


@frame.command(_("划掉一条记错的记载；编号见 note list"), commands, "strike")
@_IDENTITY
@click.argument("note")
@click.option("--reason", required=True, help=_("为什么划掉"))
def strike(file: Path, identity_number: str, note: str, reason: str) -> CommandResult:
    """Strike a note that was wrong."""
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number).id
        desk.noting.strike(person, note, reason)
        return CommandResult({"person": person, "struck": note}, _("这条记载划掉了"))


def _noted(desk: Desk, person: str) -> CommandResult:
    """The latest note on a person: that which was recorded just now."""
    found = _note(desk.noting.noted(person)[0])
    return CommandResult({"person": person, **found}, _("记下了：{words}").format(words=found["words"]))


def _note(each: Any) -> dict[str, Any]:
    return {"note": each.id, "words": each.words, "told_by": each.told_by, "at": each.at.isoformat()}
