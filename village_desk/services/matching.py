"""A payout list compared with the roster and the notes: each line that needs a look. Records nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from sync.agreement import calendar, facts
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.months import Month
from village_desk.domain.people import Resident, Standing
from village_desk.services import fact_words, note_reading, printable
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.store.subjects.leaving import StrikeOff
    from village_desk.store.subjects.notes import LifeNoted, Note
    from village_desk.store.subjects.payouts import PayoutLine
    from village_desk.workbooks.columns.headings import Heading
    from village_desk.workbooks.columns.problem import Problem
    from village_desk.workbooks.payouts.payout_sums import PayoutRow

_Found = tuple["Mismatch", str, str]
"""The kind of mismatch, its words, and the cure."""


class Mismatch(Enum):
    """How a line of the list and the desk's roster disagree."""

    UNKNOWN = "unknown"
    NAME = "name_differs"
    ACCOUNT = "account_differs"
    TOO_YOUNG = "too_young"
    DEAD = "dead"
    LEFT = "left"
    OTHER_PENSION = "other_pension"
    FIRST_MONTH = "first_month"
    COLUMN = "column"
    WORKBOOK = "workbook"

    def in_words(self) -> str:
        """The head of the card on the payouts page."""
        words = {
            "unknown": _("花名册没有此人"),
            "name_differs": _("姓名不一致"),
            "account_differs": _("银行账号不一致"),
            "too_young": _("未满 60 周岁"),
            "dead": _("已记去世"),
            "left": _("已登记注销"),
            "other_pension": _("另有养老金"),
            "first_month": _("起领月份不一致"),
            "column": _("这一列是什么"),
            "workbook": _("名单本身有误"),
        }
        return words[self.value]


@value
class Question:
    """A line that needs a look: who, the disagreement in words, and what to do. ``person`` is "" when unknown.

    A fault of the workbook itself has no ``line`` yet, but the ``row`` that Excel shows, the ``column`` and the
    ``value`` in it (long numbers masked), and ``holds`` when it keeps the list out.
    """

    line: int
    person: str
    name: str
    kind: Mismatch
    words: str
    cure: str
    row: int = 0
    column: str = ""
    value: str = ""
    holds: bool = False


def of_workbook(problem: Problem) -> Question:
    """A fault of the workbook itself as a question, before anybody is looked up."""
    words = replace(problem, cure="", name="").at_length()
    place = (problem.row, problem.column, problem.value, problem.holds)
    return Question(0, "", problem.name, Mismatch.WORKBOOK, words, problem.cure, *place)


def of_column(column: Heading) -> Question:
    """A question about an amount column with an unknown heading: the list waits until somebody assigns the column."""
    words = _("“{column}”是哪一项？各行写着 {samples}").format(
        column=column.words, samples=_("、").join(column.samples)
    )
    cure = _("请说明是基础养老金、个人账户养老金、加发、扣回，还是不是钱")
    return Question(0, "", "", Mismatch.COLUMN, words, cure, column=column.words, holds=True)


def in_words(question: Question) -> str:
    """The question as one line: its place, the disagreement, what to do."""
    words = _("{words}。{cure}").format(words=question.words, cure=question.cure)
    return _("{where}：{words}").format(where=place(question), words=words)


def place(question: Question) -> str:
    """The place of a question in the list: its own number (序号), else the row and its person."""
    if question.line:
        return _("序号 {line}").format(line=question.line)
    if not question.row:
        return _("整份名单")
    row = _("表格第 {row} 行").format(row=question.row)
    return _("{row} {name}").format(row=row, name=question.name) if question.name else row


def questions(
    row: PayoutRow | PayoutLine,
    resident: Resident | None,
    month: Month,
    noted: Mapping[str, Sequence[Note]],
    struck_off: Mapping[str, Sequence[StrikeOff]],
) -> list[Question]:
    """What must be looked at on a line; ``noted`` and ``struck_off`` are the desk's notes and strike-offs by person."""
    if resident is None:
        words = _("{name}（{number}）在名单上，花名册没有").format(name=row.name, number=identity.mask(row.id_number))
        cure = _("请核对是否本村人；是就登记，不是就报告镇所")
        unknown = [(Mismatch.UNKNOWN, words, cure), *_unprintable(row)]
        return [Question(row.line, "", row.name, *each) for each in unknown]
    found = [*_differs(row, resident), *_too_young(row, resident, month), *_unprintable(row)]
    for note in noted.get(resident.id, ()):
        found += _noted(note.fact, row.name, month)
    found += _left(struck_off.get(resident.id, ()), row.name, month)
    return [Question(row.line, resident.id, row.name, *each) for each in found]


def first_month(row: PayoutRow, month: Month, noted: Sequence[Note]) -> str:
    """The first month of drawing to note from a line of the list (ISO), "" where it says none or one is noted."""
    known = any(isinstance(each.fact, facts.DrawingNoted) for each in noted)
    return str(row.drawn_from) if row.drawn_from and row.drawn_from <= month and not known else ""


def first_month_differs(row: PayoutRow, resident: Resident, month: Month, noted: Sequence[Note]) -> Iterable[Question]:
    """The question about a first month of drawing that is later than the list, or another one than was noted."""
    if row.drawn_from is None:
        return
    since = next((each.fact.since for each in noted if isinstance(each.fact, facts.DrawingNoted)), "")
    if row.drawn_from > month:
        words = _("名单写 {name} {first}才起领，却发 {month}")
    elif since and since != str(row.drawn_from):
        words = _("名单写 {name} {first}起领，本台记的是 {noted}")
    else:
        return
    filled = words.format(name=row.name, first=row.drawn_from.in_chinese(), month=month.in_chinese(), noted=since)
    cure = _("请看待遇核定表；本台记错的，请在此人的“记载”里划掉再记")
    yield Question(row.line, resident.id, row.name, Mismatch.FIRST_MONTH, filled, cure)


def _unprintable(row: PayoutRow | PayoutLine) -> Iterable[_Found]:
    doubt = printable.doubt(row.name)
    if doubt:
        yield Mismatch.WORKBOOK, doubt.message, doubt.cure


def _differs(row: PayoutRow | PayoutLine, resident: Resident) -> Iterable[_Found]:
    if not texts.is_same_name(resident.name, row.name):
        words = _("名单写“{theirs}”，花名册写“{ours}”").format(theirs=row.name, ours=resident.name)
        yield Mismatch.NAME, words, _("请看身份证，哪边错改哪边")
    if row.account and resident.account and row.account != resident.account:
        words = _("名单账号 {theirs}，花名册账号 {ours}").format(
            theirs=identity.mask_account(row.account), ours=identity.mask_account(resident.account)
        )
        yield Mismatch.ACCOUNT, words, _("请看银行卡，哪边错改哪边")


def _too_young(row: PayoutRow | PayoutLine, resident: Resident, month: Month) -> Iterable[_Found]:
    if resident.standing(month.first_day()) is not Standing.PENSION_AGE:
        words = _("{name} 在 {month} 以前未满 60 周岁").format(name=row.name, month=month.in_chinese())
        yield Mismatch.TOO_YOUNG, words, _("请报告镇所")


def _noted(fact: LifeNoted, name: str, month: Month) -> list[_Found]:
    """Notes on a payee's life that contradict a pension of this month, or may: their day or word is not understood."""
    if isinstance(fact, facts.DeathNoted):
        return _dead(fact, name, month)
    if isinstance(fact, facts.OtherPensionNoted):
        return _other_pension(fact, name, month)
    return []


def _left(standing: Sequence[StrikeOff], name: str, month: Month) -> Iterable[_Found]:
    """A payee who left before this month, or nobody knows when; a death stands among the notes."""
    for each in standing[:1]:
        day = calendar.day(each.fact.on)
        if each.fact.reason != "death" and (day is None or day < month.first_day()):
            words = _("本台已登记 {name} 注销（{reason}），名单还发 {month}").format(
                name=name, reason=each.fact.words, month=month.in_chinese()
            )
            yield Mismatch.LEFT, words, _("请先核实，报告镇所停发；登记错了的请撤销注销")


def _dead(fact: facts.DeathNoted, name: str, month: Month) -> list[_Found]:
    died_on = calendar.day(fact.died_on)
    if died_on is not None and died_on >= month.first_day():
        return []
    words = _("本台记着 {name} {day} 去世，名单还发 {month}").format(
        name=name, day=fact.died_on, month=month.in_chinese()
    )
    return [(Mismatch.DEAD, words, _("请先核实，报告镇所停发；花名册上不要让人代签"))]


def _other_pension(fact: facts.OtherPensionNoted, name: str, month: Month) -> list[_Found]:
    pension = note_reading.other_pension(fact)
    if pension is None:
        words = _("本台记着 {name} 另有养老待遇，本机程序看不懂：{note}").format(name=name, note=fact_words.words(fact))
        return [(Mismatch.OTHER_PENSION, words, _("请先升级本机程序再看，或问清本人"))]
    if not pension.holds(month):
        return []
    words = _("本台记着 {name} {since} 起{pension}").format(
        name=name, since=pension.first, pension=pension.kind.in_words()
    )
    return [(Mismatch.OTHER_PENSION, words, _("两份养老金不能同时领，请报告镇所"))]
