"""The judge of facts, and the words of its findings. Desk and township run the same judge. No I/O, no SQL, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from sync.agreement import calendar, facts
from sync.agreement.books import GRACE, YEAR_FIRST, Books, keepable
from sync.agreement.card import Finding, Happened, How, Outcome, Recorded, TownshipFinding, Wrong, leaves_no_trace
from sync.agreement.early import Waiting
from sync.agreement.fact import Fact, Misfit, UnknownKind, references
from sync.agreement.journal import Entry
from sync.agreement.person import FIELDS

AWAITED = "_awaited"
"""The end of the code of a remark on an early fact: ``person_awaited``."""


def judge(entry: Entry | None, books: Books, today: date) -> Finding | None:
    """The finding on a new line, None if there is none; an accepted fact is entered in the books."""
    if entry is None:
        return Finding("unreadable")
    try:
        fact = entry.fact()
    except UnknownKind:
        return Finding("kind_unknown", kept=True)
    except Misfit as misfit:
        return Finding("misfit", misfit.field)
    at = calendar.moment(entry.at)
    if at is None:
        return Finding("date_impossible", "at")
    return _judged(entry, books.as_known(fact), books, today) or _wrong_time(at.date(), today)


def _judged(entry: Entry, fact: Fact, books: Books, today: date) -> Finding | None:
    """The finding of the fact's card; the fact is entered in the books. One without effect on them never waits."""
    card = facts.card_of(fact)
    finding = _unkeepable(fact) or card.judge(fact, books, today)
    if card.enter is leaves_no_trace:
        return finding
    refused = finding is not None and not finding.remark
    awaited = None if refused else card.waits_for(fact, books)
    if awaited is not None:
        books.early.put(awaited.id, (books.desk, entry.id), Waiting(fact, card, entry.at))
        finding = Finding(awaited.kind + AWAITED, awaited.kind, remark=True)
    how = How.REFUSED if refused else How.EARLY if awaited else How.ACCEPTED
    outcome = Outcome(how, finding.code if finding else "", today)
    card.enter(fact, Recorded(books.desk, entry.id, entry.at), books, outcome)
    return finding


def _unkeepable(fact: Fact) -> Finding | None:
    """Refuses a reference that no database could index (the line's reader has checked ``about`` itself)."""
    for name in references(type(fact)):
        if name != fact.ABOUT and not keepable(getattr(fact, name)):
            return Finding("misfit", name)
    return None


def _wrong_time(at: date, today: date) -> Finding | None:
    """A remark on a fact's time that cannot be right: a wrong clock of a desk invalidates nothing else.

    Any other finding takes precedence over this remark.
    """
    wrong = at.year < YEAR_FIRST or at - today > GRACE
    return Finding("clock_suspect", "at", remark=True) if wrong else None


_WRONG: Mapping[str, Wrong] = {
    "unreadable": Wrong("这一行读不出来", "请升级协办台程序，再把这件事重新登记一次"),
    "kind_unknown": Wrong(
        "镇所的程序还不认识这类记录，已经收好，镇所升级后再认",
        "不用重做；请告诉镇所升级程序，升级以后会自己认",
    ),
    "from_above": Wrong("这类内容只由镇所发下来，不由协办台上报", "请升级协办台程序，并告诉乡镇人社所"),
    "misfit": Wrong("{field}缺失或格式不对", "请升级协办台程序，再把这件事重新登记一次"),
    "id_reused": Wrong("同一编号的记录已经来过，内容却不一样", "请把本机情况告诉乡镇人社所，并重新登记这件事"),
    "date_impossible": Wrong("{field}不是一个存在的日期", "请检查电脑的日期和时间，再重新登记"),
    "clock_suspect": Wrong(
        "记录的日期不对，当时电脑的日期是错的；内容已经收下",
        "请改好电脑日期；这条不用重做，有凭条的请看纸上的日期要不要手写更正",
    ),
    "person_awaited": Wrong(
        "乡镇还没有收到这个人的登记；这条先收下了，登记一到就对上",
        "不用重做；请把还没报上去的都报上去，村里有两台电脑的两台都报",
    ),
}
"""The findings that any kind may have; those of one kind stand on its card."""
_FIELDS = {
    "at": "登记时间",
    "group": "组号",
    "amount_fen": "实收金额",
    "government_fen": "政府代缴金额",
    "year": "缴费年度",
    "receipt": "凭条号",
    "month": "月份",
    "person": "人员编号",
    "sha256": "附件的校验码",
    "title": "附件的名称",
}
"""The names of fields of facts, besides those of a person."""


@cache
def codes() -> Mapping[str, Wrong]:
    """Every code that a finding can have, with its words."""
    return {**facts.codes(), **_WRONG}


def reason(code: str, field: str) -> str:
    """The words of a finding's code."""
    called = _FIELDS.get(field) or (FIELDS[field].words if field in FIELDS else "内容")
    return codes()[code].reason.format(field=called) if code in codes() else ""


def cure(code: str) -> str:
    """The words for the coordinator on how to resolve the finding."""
    return codes()[code].cure if code in codes() else ""


def needs_nothing(code: str) -> bool:
    """Whether nothing has to be done about a fact with this finding."""
    return code in codes() and codes()[code].needs_nothing


def mends(finding: TownshipFinding, fact: Fact, other: Happened, is_later: bool, lived: Iterable[Happened]) -> bool:
    """Whether another fact resolves the finding on ``fact``, given what else happened to the person.

    A finding that the fact came before the thing it refers to is resolved by that thing, whenever it was recorded;
    every other finding only by a later fact.
    """
    return may_mend(finding, is_later) and facts.card_of(fact).mended_by(fact, finding, other, lived)


def may_mend(finding: TownshipFinding, is_later: bool) -> bool:
    """Whether a fact may resolve the finding by the order in which the two were recorded."""
    return is_later or finding.code.endswith(AWAITED)
