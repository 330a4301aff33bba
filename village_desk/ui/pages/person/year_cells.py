"""A person's years as cells of the strip, each with its word, its tone and its sentence. Decides nothing."""

from collections.abc import Sequence

from sync.agreement.values import value
from village_desk.domain.assessing import Assessment, SchemeStanding
from village_desk.domain.basics import money
from village_desk.domain.people import Resident
from village_desk.domain.receipts import Receipt
from village_desk.domain.rules.strips import CellKind, YearCell
from village_desk.services.noting import Noted
from village_desk.ui.kit.years import Cell
from village_desk.words import _

_STILL_PAYING = {
    SchemeStanding.MAY_JOIN,
    SchemeStanding.ENROLLED,
    SchemeStanding.PAYING,
    SchemeStanding.YEARS_MISSING,
    SchemeStanding.UNCLEAR,
}
"""Standings in which an unknown year may have been paid, and matters."""


@value
class KnownYears:
    """The facts behind the years of one person: receipts, notes, open years, and years booked without cash."""

    resident: Resident
    receipts: Sequence[Receipt]
    noted: Sequence[Noted]
    payable: Sequence[int]
    booked: frozenset[int] = frozenset()

    def receipt(self, year: int) -> Receipt | None:
        """The receipt that stands for a year."""
        return next((each for each in self.receipts if each.year == year and not each.void_reason), None)

    def told_by(self, year: int) -> str:
        """Who gave the information about a noted year."""
        return next((each.told_by for each in self.noted if each.speaks_of(year)), "")


def cells(found: Assessment, known: KnownYears) -> list[Cell]:
    """The cells of the assessment, after the years of which this desk knows nothing; the earliest first."""
    first = found.strip[0].year if found.strip else found.on.year + 1
    return [*_unknown(found, known, first), *(_cell(each, known) for each in found.strip)]


def can_be_collected(shown: Sequence[Cell], year: int) -> bool:
    """Whether the fee of a year among these can still be taken."""
    return any(each.year == year and each.open for each in shown)


def nothing_known(shown: Sequence[Cell]) -> bool:
    """Whether years could have been paid of which this desk knows nothing, and none is known to be paid."""
    return any(each.open and each.tone == "plain" for each in shown) and not any(each.amount for each in shown)


def hint(shown: Sequence[Cell]) -> str:
    """The actions that the years offer, shown until one of them is pointed at."""
    if any(each.open and each.tone == "plain" for each in shown):
        return _("“没记录”的年度：缴过的请照缴费本补记，不然算不进年限；没缴的点一下可以补收。")
    return _("点一年（或按 ← → 和空格），看那一年的凭条或补收。")


def _unknown(found: Assessment, known: KnownYears, first: int) -> list[Cell]:
    if found.standing not in _STILL_PAYING:
        return []
    years = sorted(year for year in known.payable if year < first)
    words = _("{year} 年：本台没有记录。缴过的请在“记载”里补记，没缴的点一下可以收")
    return [Cell(year, _("没记录"), "plain", words.format(year=year), open=True) for year in years]


def _cell(each: YearCell, known: KnownYears) -> Cell:
    if each.paid is None:
        return _not_paid(each, known)
    sentence = _("{year} 年：{kind}，{tier} 元档，{who}").format(
        year=each.year, kind=each.kind.in_words(), tier=money.short(each.paid.tier_fen), who=_who(each, known)
    )
    amount = _("{amount} 元").format(amount=money.short(each.paid.tier_fen))
    return Cell(each.year, _word(each.kind), "done", sentence, amount)


def _not_paid(each: YearCell, known: KnownYears) -> Cell:
    words, tone = {
        CellKind.GAP: (_("{year} 年：没有缴；点一下可以补收"), "attention"),
        CellKind.DUE: (_("{year} 年：今年应缴，还没有缴；点一下去收"), "attention"),
        CellKind.UNREAD: (_("{year} 年：有一条记载，本机程序看不懂；请先升级本机程序再看"), "attention"),
    }.get(each.kind, (_("{year} 年：不用缴"), "plain"))
    due = each.kind is CellKind.DUE
    could_be = due or each.kind is CellKind.GAP
    if could_be and each.year not in known.payable:
        words, could_be = _("{year} 年：没有缴，现在不能收"), False
    return Cell(each.year, _word(each.kind), tone, words.format(year=each.year), now=due, open=could_be)


def _word(kind: CellKind) -> str:
    """The words of the cell, shortened to fit."""
    return {CellKind.WAIVED: _("免缴"), CellKind.DUE: _("应缴")}.get(kind, kind.in_words())


def _who(each: YearCell, known: KnownYears) -> str:
    receipt = known.receipt(each.year)
    if receipt is not None:
        return _("{payer}，凭条 {number}，{state}").format(
            payer=receipt.payer_in_words, number=receipt.number, state=receipt.township.in_words()
        )
    if each.year in known.booked:
        return _("记账，没有收现金")
    told_by = known.told_by(each.year)
    return _("补记（{told_by}）").format(told_by=told_by) if told_by else _("补记，没写是谁告知的")
