"""A year of a person's account as fields of the yearly statement (F22), from what this desk has on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from village_desk.domain.basics.errors import Refused
from village_desk.domain.form_fields import Record, Value
from village_desk.domain.policy.policy import Policy
from village_desk.domain.receipts import Receipt, ReceiptState, channel_words
from village_desk.domain.rules.accounts import Statement, StatementLine, SubAccount, statements
from village_desk.domain.rules.contributions import bookings
from village_desk.domain.rules.person_facts import NOT_UNDERSTOOD, PersonFacts
from village_desk.words import _

_COLUMNS = {
    SubAccount.PERSONAL: "个人缴费",
    SubAccount.BROUGHT_IN: "个人缴费",
    SubAccount.GOVERNMENT_PAID: "政府补贴",
    SubAccount.COLLECTIVE: "集体补助",
    SubAccount.SPONSOR: "集体补助",
}
"""In which column of the statement a sub-account stands; the government's subsidies of all levels stand together."""
ROWS = ("上年结余", "本年记入", "本年支出")


def of_year(policy: Policy, life: PersonFacts, year: int, on: date) -> dict[str, Value]:
    """Opening, booked in and booked out of a year in fen by source, and the interest apart; ``暂估标记`` says how sure.

    Refused ``account_in_total`` where only the county's total is noted, which cannot be told apart by source,
    ``account_drawn`` where the pension has begun, which this desk does not book month by month, and ``no_account``
    where nothing is on record up to the year; ``year`` for one that is still to come, and ``note_not_understood`` where
    a note of a newer program is not understood.
    """
    if year > on.year:
        raise Refused(_("{year} 年还没有到").format(year=year), _("请写今年或以前的年份"), "year", "year")
    _refuse_unknown(life, year)
    entries = [entry for paid in life.paid for entry in bookings(policy, paid)]
    found = statements(policy, entries, on, year)
    if not found:
        raise Refused(
            _("到 {year} 年为止，本机没有这个人的缴费记录").format(year=year),
            _("请先补记以前的缴费，或以县里打印的对账单为准"),
            "no_account",
        )
    return _amounts(found) | {"年度": year, "暂估标记": _("（按本机有记录的缴费暂算，以县里的对账单为准）")}


def _refuse_unknown(life: PersonFacts, year: int) -> None:
    cure = _("请以县里打印的对账单为准")
    if life.not_understood:
        raise Refused(_("有记载本机程序看不懂，账户算不准"), _("请先升级本机程序，或问清情况"), NOT_UNDERSTOOD)
    if life.account_fen is not None:
        words = _("这个人的账户只记了县里给的总数，分不出个人缴费、补贴和利息")
        raise Refused(words, cure, "account_in_total")
    if life.drawing_by and (life.drawn_from is None or life.drawn_from.year <= year):
        raise Refused(_("这个人已经在领养老金，每月从账户里支出多少，本机没有记"), cure, "account_drawn")


def _amounts(years: Sequence[Statement]) -> dict[str, Value]:
    """The last statement by source, without interest: that of earlier years and of this one has its own column."""
    found = {row + column: 0 for row in ROWS for column in dict.fromkeys((*_COLUMNS.values(), "利息"))}
    for each in years[:-1]:
        found["上年结余利息"] += each.interest_fen
        for line in each.lines:
            found["上年结余" + _column(line)] += line.in_fen + line.out_fen
    found["本年记入利息"] = years[-1].interest_fen
    for line in years[-1].lines:
        found["本年记入" + _column(line)] += line.in_fen
        found["本年支出" + _column(line)] -= line.out_fen
    return dict(found)


def _column(line: StatementLine) -> str:
    return _COLUMNS.get(line.sub, "政府补贴")


OF_PAYMENT = frozenset({"个人缴费", "政府代缴", "缴费日期", "票据号", "缴费方式"})
"""The fields that ``payment`` may give."""


def payment(receipts: Iterable[Receipt], year: int) -> Record:
    """What somebody paid for a year, on a list of many: sums in fen, the last day, all numbers; nothing if unpaid."""
    standing = [each for each in receipts if each.state is ReceiptState.ISSUED and each.year == year]
    if not standing:
        return {}
    standing.sort(key=lambda each: each.collected_at)
    return {
        "个人缴费": sum(each.amount_fen for each in standing),
        "政府代缴": sum(each.government_fen for each in standing),
        "缴费日期": standing[-1].collected_at.date(),
        "票据号": _("、").join(each.number for each in standing),
        "缴费方式": channel_words(standing[-1].channel),
    }


def payments(receipts: Iterable[Receipt], year: int) -> list[Record]:
    """The payments of a year, as this desk gave receipts for them; void ones are none."""
    return [
        {"缴费日期": each.collected_at.date(), "票据号": each.number, "金额": each.amount_fen, "备注": _said(each)}
        for each in sorted(receipts, key=lambda each: each.collected_at)
        if each.state is ReceiptState.ISSUED and each.collected_at.year == year
    ]


def _said(receipt: Receipt) -> str:
    return "" if receipt.year == receipt.collected_at.year else _("缴 {year} 年").format(year=receipt.year)
