"""The commands of the drawer: the day closed, cash deposited, handed over, paid on, reversed; the ledger."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.domain.basics import moments, money
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.books.ledger import CashEntryRow, CloseRow, DaySheet, LedgerLine, OpenReceipt

_DAY = click.DateTime(["%Y-%m-%d"])
_REASONS = ("change", "owed", "wrong_receipt", "unclear")
_CHANNELS = ("phone", "pos", "bank", "tax_counter")
_FACES = frame.pairs(_("请写成 面额=张数，如 100=40"))
commands = click.Group()
"""Where they stand until ``program.py`` takes them."""


@frame.command(_("结账：不写张数就看四个数，写了就结；差了要写原因"), commands, "day-close")
@click.option("--day", type=_DAY, help=_("哪一天，如 2026-11-03；不写是今天"))
@click.option("--count", "counts", multiple=True, callback=_FACES, help=_("面额=张数，如 100=40、0.5=3"))
@click.option("--nothing", is_flag=True, help=_("抽屉里一分钱也没有"))
@click.option(
    "--reason", type=click.Choice(_REASONS), default=None, help=_("差在哪里：找错、有人欠、凭条开错、还不清楚")
)
@click.option("--comment", default="", help=_("写一句"))
def day_close(file: Path, day: datetime | None, counts: dict[str, str], nothing: bool, **why: Any) -> CommandResult:
    """The four figures of a day, or its close by what was counted."""
    with opened(file) as desk:
        on = day.date() if day else None
        if not counts and not nothing:
            sheet = desk.ledger.sheet(on)
            return CommandResult(_sheet(sheet), _sheet_words(sheet))
        close = desk.closing.close(_counted(counts), on, why["reason"] or "", why["comment"])
        return CommandResult(_close(close), _close_words(close))


@frame.command(_("缴存：把抽屉里的现金存到银行或镇财政所"), commands)
@click.argument("amount")
@click.option("--place", required=True, help=_("存到哪里"))
@click.option("--on", type=_DAY, help=_("哪一天；不写是今天"))
@click.option("--slip", default="", help=_("回单号"))
@click.option("--received-by", default="", help=_("谁收的"))
@click.option("--receipts", nargs=2, default=("", ""), help=_("从哪张凭条到哪张"))
def deposit(file: Path, amount: str, place: str, on: datetime | None, **what: Any) -> CommandResult:
    """Cash that went to a bank or the township."""
    with opened(file) as desk:
        day = on.date() if on else desk.today()
        found = desk.passing_on.deposit(
            money.read(amount), place, day, what["slip"], what["received_by"], what["receipts"]
        )
        return _entered(found, desk.ledger.held())


@frame.command(_("现金交接：交给别人，或收别人交来的"), commands, "hand-over")
@click.argument("amount")
@click.option("--to", "to", default="", help=_("交给谁"))
@click.option("--from", "from_", default="", help=_("谁交来的"))
@click.option("--on", type=_DAY, help=_("哪一天；不写是今天"))
@click.option("--reason", default="", help=_("为什么"))
def hand_over(file: Path, amount: str, to: str, from_: str, on: datetime | None, reason: str) -> CommandResult:
    """Cash from hand to hand."""
    if bool(to) == bool(from_):
        raise click.UsageError(_("请写 --to 交给谁，或 --from 谁交来的，只写一个"))
    with opened(file) as desk:
        day = on.date() if on else desk.today()
        found = desk.passing_on.hand_over(money.read(amount), to or from_, day, bool(from_), reason)
        return _entered(found, desk.ledger.held())


@frame.command(_("帮缴：凭条的钱已经替他缴到税务；可以一次写几张，都记下或都不记"), commands)
@click.argument("receipts", nargs=-1, required=True)
@click.option("--by", "channel", type=click.Choice(_CHANNELS), required=True, help=_("手机、POS 机、银行、办税窗口"))
@click.option("--on", type=_DAY, help=_("哪一天缴的；不写是今天"))
@click.option("--ticket", "tickets", multiple=True, help=_("电子税票号码，按凭条的先后；可以不写"))
@click.option("--period", default="", help=_("费款所属期，如 2026-01..2026-12"))
def remit(file: Path, receipts: tuple[str, ...], channel: str, on: datetime | None, **what: Any) -> CommandResult:
    """Cash of receipts that was paid on for their people."""
    from village_desk.services.books.passing_on import Remittance

    tickets: tuple[str, ...] = what["tickets"]
    if tickets and len(tickets) != len(receipts):
        raise click.UsageError(_("税票号要和凭条一样多，或者都不写"))
    first, _dots, last = what["period"].partition("..")
    with opened(file) as desk:
        day = on.date() if on else desk.today()
        each_ticket = tickets or ("",) * len(receipts)
        found = desk.passing_on.remit(
            [
                Remittance(number, channel, day, ticket, first, last or first)
                for number, ticket in zip(receipts, each_ticket, strict=True)
            ]
        )
        held = desk.ledger.held()
    words = _("{n} 张凭条记为已帮缴，共 {fen} 元；抽屉里还该有 {held} 元").format(
        n=len(found), fen=money.figures(-sum(each.fen for each in found)), held=money.figures(held)
    )
    return CommandResult({"entries": [_entry(each) for each in found], "held_fen": held}, words)


@frame.command(_("缴费证明交给了本人或家里人"), commands, "proof-given")
@click.argument("receipt")
@click.option("--to", "received_by", default="", help=_("谁领的；不写是本人"))
@click.option("--on", type=_DAY, help=_("哪一天；不写是今天"))
def proof_given(file: Path, receipt: str, received_by: str, on: datetime | None) -> CommandResult:
    """The proof of a fee that was paid on was given to the person."""
    with opened(file) as desk:
        desk.passing_on.give_proof(receipt, on.date() if on else desk.today(), received_by)
    return CommandResult({"receipt": receipt, "received_by": received_by}, _("记下了：缴费证明已交给本人"))


@frame.command(_("收了还没缴出去的：按收的先后，放了几天"), commands, "not-remitted")
def not_remitted(file: Path) -> CommandResult:
    """The receipts whose cash still lies in the drawer."""
    with opened(file) as desk:
        found, held = desk.ledger.open_receipts(), desk.ledger.held()
    words = [_("抽屉里该有 {held} 元").format(held=money.figures(held)), *(_open_words(each) for each in found)]
    result = [
        {"receipt": each.receipt.number, "name": each.receipt.name, "fen": each.receipt.amount_fen, "days": each.days}
        for each in found
    ]
    return CommandResult({"held_fen": held, "receipts": result}, "\n".join(words))


@frame.command(_("现金账：每一笔进出和余额"), commands)
@click.option("--day", type=_DAY, help=_("只看哪一天；不写是今天"))
@click.option("--from", "first", type=_DAY, help=_("从哪天"))
@click.option("--to", "last", type=_DAY, help=_("到哪天"))
def ledger(file: Path, day: datetime | None, first: datetime | None, last: datetime | None) -> CommandResult:
    """The lines of the ledger with the balance after each."""
    with opened(file) as desk:
        ended = (last or day).date() if last or day else desk.today()  # type: ignore[union-attr]
        begun = (first or day).date() if first or day else ended  # type: ignore[union-attr]
        if begun > ended:
            raise Refused(_("开始的日期在结束以后"), _("请把两个日期调过来"), "period", "from")
        lines = desk.ledger.lines(begun, ended)
        balance = desk.ledger.held(date.fromordinal(begun.toordinal() - 1))
    words, result = [_("{day}以前的余额 {fen} 元").format(day=moments.day(begun), fen=money.figures(balance))], []
    for each in lines:
        balance += each.fen
        result.append(_line(each) | {"balance_fen": balance})
        words.append(_line_words(each, balance))
    return CommandResult({"lines": result, "balance_fen": balance}, "\n".join(words))


@frame.command(_("红字冲销一笔帮缴、缴存或交接：记错了的"), commands, "reverse-cash")
@click.argument("entry")
@click.option("--reason", required=True, help=_("为什么"))
def reverse_cash(file: Path, entry: str, reason: str) -> CommandResult:
    """Take back what was written as paid on, deposited or handed over; both lines stay in the ledger."""
    with opened(file) as desk:
        found = desk.passing_on.reverse(entry, reason)
        return _entered(found, desk.ledger.held(), _("红字冲销了这一笔"))


def _counted(counts: dict[str, str]) -> dict[int, int]:
    """The notes and coins by their fen. Refused ``counts``."""
    found: dict[int, int] = {}
    for face, number in counts.items():
        if not number.strip().isdecimal():
            words = _("“{number}”不是张数").format(number=number)
            raise Refused(words, _("请写成 面额=张数，如 100=40"), "counts", "count")
        fen = money.read(face)
        found[fen] = found.get(fen, 0) + int(number)
    return found


def _entered(entry: CashEntryRow, held: int, lead: str = "") -> CommandResult:
    words = _("{lead}{amount} 元；抽屉里还该有 {held} 元　编号 {entry}").format(
        lead=lead or _("记下了 "), amount=money.figures(abs(entry.fen)), held=money.figures(held), entry=entry.fact
    )
    return CommandResult({"entry": _entry(entry), "held_fen": held}, words)


def _entry(entry: CashEntryRow) -> dict[str, Any]:
    return {
        "entry": entry.fact,
        "kind": entry.way,
        "day": entry.day,
        "fen": entry.fen,
        "receipt": entry.receipt,
        "place": entry.place,
        "ticket": entry.ticket,
        "giver": entry.giver,
        "receiver": entry.receiver,
        "reversed": entry.reversed_for,
    }


def _sheet(sheet: DaySheet) -> dict[str, Any]:
    return {
        "day": sheet.day.isoformat(),
        "held_fen": sheet.held_fen,
        "receipts_fen": sheet.receipts_fen,
        "receipts": sheet.receipts,
        "voids": sheet.voids,
        "remitted_fen": sheet.remitted_fen,
        "deposited_fen": sheet.deposited_fen,
        "handed_out_fen": sheet.handed_out_fen,
        "handed_in_fen": sheet.handed_in_fen,
        "explained_fen": sheet.explained_fen,
        "closed": sheet.is_closed,
    }


def _sheet_words(sheet: DaySheet) -> str:
    lines = [
        _("{day}：账上该有 {held} 元").format(day=moments.day(sheet.day), held=money.figures(sheet.held_fen)),
        _("凭条合计 {fen} 元，{n} 张，作废 {voids} 张不算").format(
            fen=money.figures(sheet.receipts_fen), n=sheet.receipts, voids=sheet.voids
        ),
        _("帮缴 {remitted} 元，缴存 {deposited} 元，交出 {out} 元，交来 {into} 元").format(
            remitted=money.figures(sheet.remitted_fen),
            deposited=money.figures(sheet.deposited_fen),
            out=money.figures(sheet.handed_out_fen),
            into=money.figures(sheet.handed_in_fen),
        ),
        _("已经结账") if sheet.is_closed else _("还没结账：点好钱，用 day-close --count 100=40 … 结"),
    ]
    return "\n".join(lines)


def _close(close: CloseRow) -> dict[str, Any]:
    return {
        "day": close.day.isoformat(),
        "turn": close.turn,
        "counted_fen": close.counted_fen,
        "ledger_fen": close.ledger_fen,
        "difference_fen": close.difference_fen,
        "reason": close.reason,
        "comment": close.comment,
    }


def _close_words(close: CloseRow) -> str:
    counted, by = money.figures(close.counted_fen), money.figures(abs(close.difference_fen))
    if not close.difference_fen:
        return _("{day}结账：点到 {counted} 元，对上了").format(day=moments.day(close.day), counted=counted)
    words = _("{day}结账：点到 {counted} 元，少 {by} 元（{why}）")
    words = words if close.difference_fen < 0 else _("{day}结账：点到 {counted} 元，多 {by} 元（{why}）")
    return words.format(day=moments.day(close.day), counted=counted, by=by, why=close.comment)


def _line(line: LedgerLine) -> dict[str, Any]:
    return {
        "at": line.at,
        "kind": line.way,
        "reversal": line.is_reversal,
        "fen": line.fen,
        "receipt": line.receipt,
        "name": line.name,
        "counterpart": line.counterpart,
        "ticket": line.ticket,
        "entry": line.fact,
    }


def _line_words(line: LedgerLine, balance: int) -> str:
    from village_desk.services.books.ledger import way_words

    parts = (line.at[:16].replace("T", " "), way_words(line), line.receipt, line.name, line.counterpart, line.ticket)
    amount = ("+" if line.fen > 0 else "−") + money.figures(abs(line.fen))
    return "　".join([*filter(None, parts), amount, _("余 {fen}").format(fen=money.figures(balance))])


def _open_words(each: OpenReceipt) -> str:
    words = _("{number}　{name}　{fen} 元　放了 {days} 天")
    receipt = each.receipt
    return words.format(number=receipt.number, name=receipt.name, fen=money.figures(receipt.amount_fen), days=each.days)
