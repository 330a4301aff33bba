"""Lists as workbooks: whoever a list shows, this year's receipts, a payout list; with the columns that are wanted.

Numbers of identity and accounts are masked, and nothing in a cell is a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any

from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.receipts import Receipt, ReceiptState
from village_desk.services.finding import Finding, Found
from village_desk.services.registers.kinds import Narrowed
from village_desk.store.database import Store
from village_desk.store.subjects import payouts, people, receipts
from village_desk.words import _

_PART = 500
"""People read at once, between two looks at whether somebody wants to stop."""


class BookKind(Enum):
    """A list that can be saved as a workbook; the value is its word on the command line."""

    PEOPLE = "people"
    RECEIPTS = "receipts"
    PAYOUTS = "payouts"

    def in_words(self) -> str:
        """Its name, which is the sheet's too."""
        return {"people": _("人员名单"), "receipts": _("凭条"), "payouts": _("发放名单")}[self.value]


@value
class BookColumn:
    """A column: its name for scripts, its heading, its width in digits, what it says of a line: words, or fen."""

    name: str
    heading: str
    width: int
    says: Callable[[Any], str | int]


def _state(found: Found) -> str:
    return _("已缴") if found.paid_this_year else _("未缴") if found.owes_this_year else found.standing_in_words()


def _plain(words: str) -> str:
    return identity.mask_in(" ".join(words.split()))


_PEOPLE = (
    BookColumn("name", _("姓名"), 12, lambda each: each.resident.name),
    BookColumn("group", _("小组"), 10, lambda each: each.resident.village_group.in_words()),
    BookColumn("household", _("户号"), 9, lambda each: each.resident.household),
    BookColumn("head", _("户主"), 12, lambda each: each.resident.head),
    BookColumn("sex", _("性别"), 6, lambda each: each.resident.sex.in_words()),
    BookColumn("age", _("年龄"), 6, lambda each: str(each.age)),
    BookColumn("phone", _("电话"), 14, lambda each: each.resident.phone),
    BookColumn("id_number", _("身份证号（遮住）"), 21, lambda each: each.resident.id_number_masked),
    BookColumn("tier", _("档次（元）"), 11, lambda each: each.resident.tier_fen),
    BookColumn("state", _("今年"), 9, _state),
    BookColumn("special_group", _("特殊群体"), 14, lambda each: each.resident.special_group),
    BookColumn("note", _("备注"), 30, lambda each: _plain(each.resident.note)),
)
_RECEIPTS = (
    BookColumn("number", _("凭条号"), 22, lambda each: each[0].number),
    BookColumn("day", _("日期"), 12, lambda each: each[0].collected_at.date().isoformat()),
    BookColumn("name", _("姓名"), 12, lambda each: each[0].name),
    BookColumn("id_number", _("身份证号（遮住）"), 21, lambda each: identity.mask(each[1])),
    BookColumn("year", _("缴费年度"), 10, lambda each: str(each[0].year)),
    BookColumn("payer", _("缴款人"), 14, lambda each: each[0].payer_name or each[0].payer_in_words),
    BookColumn("amount", _("金额（元）"), 12, lambda each: _counted(each[0])),
    BookColumn("state", _("状态"), 10, lambda each: each[0].state.in_words()),
    BookColumn("void_reason", _("作废原因"), 30, lambda each: _plain(each[0].void_reason)),
)
_PAYOUTS = (
    BookColumn("line", _("序"), 6, lambda each: str(each.line)),
    BookColumn("name", _("姓名"), 12, lambda each: each.name),
    BookColumn("group", _("小组"), 10, lambda each: each.resident.village_group.in_words() if each.resident else ""),
    BookColumn("id_number", _("身份证号（遮住）"), 21, lambda each: identity.mask(each.id_number)),
    BookColumn("account", _("账号（遮住）"), 21, lambda each: identity.mask_account(each.account)),
    BookColumn("base", _("基础养老金（元）"), 17, lambda each: each.base_fen),
    BookColumn("own", _("个人账户养老金（元）"), 20, lambda each: each.account_fen),
    BookColumn("extra", _("加发（元）"), 12, lambda each: each.extra_fen),
    BookColumn("total", _("合计（元）"), 12, lambda each: each.total_fen),
    BookColumn("phone", _("电话"), 14, lambda each: each.resident.phone if each.resident else ""),
)


def columns(kind: BookKind) -> tuple[BookColumn, ...]:
    """The columns that a list has, in their order."""
    return {BookKind.PEOPLE: _PEOPLE, BookKind.RECEIPTS: _RECEIPTS, BookKind.PAYOUTS: _PAYOUTS}[kind]


class Workbooks:
    """The lists of one desk as workbooks. Refused ``empty`` where a list has no line, ``unknown_column``."""

    def __init__(self, store: Store, finding: Finding) -> None:
        self._store = store
        self._finding = finding

    def people(self, narrowed: Narrowed, wanted: Sequence[str] = (), progress: Progress = silent) -> bytes:
        """Whom the list of people shows; ``wanted``: the names of its columns, none for all."""
        found = self._finding.listing(narrowed.group, narrowed.standing, narrowed.only)
        lines = list[Found]()
        for first in range(0, len(found), _PART):
            progress(first, len(found))
            lines += found.part(first, _PART)
        return _book(BookKind.PEOPLE, lines, wanted)

    def receipts(self, wanted: Sequence[str] = ()) -> bytes:
        """The receipts that this desk gave out this year, void ones too, whose amount does not count."""
        today, db = self._store.today(), self._store.db
        numbers = people.identity_numbers(db)
        given = receipts.given_out(db, date(today.year, 1, 1), today)
        return _book(BookKind.RECEIPTS, [(each, numbers.get(each.person, "")) for each in given], wanted)

    def payouts(self, list_id: str, wanted: Sequence[str] = ()) -> bytes:
        """The lines of a payout list that was taken."""
        return _book(BookKind.PAYOUTS, payouts.lines(self._store.db, list_id), wanted)


def _counted(receipt: Receipt) -> int:
    return 0 if receipt.state is ReceiptState.VOID else receipt.amount_fen


def _book(kind: BookKind, lines: Sequence[Any], wanted: Sequence[str]) -> bytes:
    from village_desk.workbooks.formats import plain_book

    if not lines:
        raise Refused(_("名单上没有人"), _("请放宽筛选再存"), "empty")
    chosen = _chosen(kind, wanted)
    widths = {each.heading: each.width for each in chosen}
    return plain_book.write(kind.in_words(), widths, _rows(chosen, lines))


def _rows(chosen: Sequence[BookColumn], lines: Iterable[Any]) -> Iterable[Sequence[str | int]]:
    return ([each.says(line) for each in chosen] for line in lines)


def _chosen(kind: BookKind, wanted: Sequence[str]) -> list[BookColumn]:
    known = {each.name: each for each in columns(kind)}
    for each in wanted:
        if each not in known:
            cure = _("可以写：{columns}").format(columns=_("、").join(known))
            raise Refused(_("没有这一列：{name}").format(name=each), cure, "unknown_column")
    return [each for name, each in known.items() if not wanted or name in wanted]
