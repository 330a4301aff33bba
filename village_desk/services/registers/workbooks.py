"""Every list as a workbook and on paper: people, receipts, payouts, batches, what came back, held rows.

With the columns that are wanted; a new list needs a kind, its columns and its lines.

Numbers of identity and accounts are masked, and nothing in a cell is a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from sync.agreement.values import value
from village_desk.domain.basics import identity, moments
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.receipts import Receipt, ReceiptState
from village_desk.services.counter.till import ShownReceipts
from village_desk.services.finding import Finding, Found
from village_desk.services.registers.kinds import Narrowed
from village_desk.services.road import batch_words
from village_desk.services.roster import held_words
from village_desk.store.database import Store
from village_desk.store.subjects import payouts, people, receipts
from village_desk.words import _

if TYPE_CHECKING:  # reportlab is loaded when the first paper is made
    from village_desk.documents.paper import Paper
    from village_desk.services.road.standing import RoadStanding
    from village_desk.services.roster.mending import Mending
    from village_desk.store.roads import BatchLine

_PART = 500
"""People read at once, between two looks at whether somebody wants to stop."""


class BookKind(Enum):
    """A list that can be saved as a workbook; the value is its word on the command line."""

    PEOPLE = "people"
    RECEIPTS = "receipts"
    PAYOUTS = "payouts"
    BATCHES = "batches"
    RETURNED = "returned"
    HELD = "held"

    def in_words(self) -> str:
        """Its name, which is the sheet's too."""
        words = {
            "people": _("人员名单"),
            "receipts": _("凭条"),
            "payouts": _("发放名单"),
            "batches": _("上报过的批次"),
            "returned": _("镇所退回的"),
            "held": _("暂扣的行"),
        }
        return words[self.value]


@value
class BookColumn:
    """A column: its name for scripts, its heading, its width in digits, what it says of a line: words, or fen.

    ``summed``: its fen have a sum at the end of the paper.
    """

    name: str
    heading: str
    width: int
    says: Callable[[Any], str | int]
    summed: bool = False


def _state(found: Found) -> str:
    return _("已缴") if found.paid_this_year else _("未缴") if found.owes_this_year else found.standing_in_words()


def _answered(batch: BatchLine) -> str:
    return moments.full(batch.answered_at) if batch.answered_at else ""


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
    BookColumn("amount", _("金额（元）"), 12, lambda each: _counted(each[0]), summed=True),
    BookColumn("state", _("状态"), 10, lambda each: each[0].state.in_words()),
    BookColumn("void_reason", _("作废原因"), 30, lambda each: _plain(each[0].void_reason)),
)
_PAYOUTS = (
    BookColumn("line", _("序"), 6, lambda each: str(each.line)),
    BookColumn("name", _("姓名"), 12, lambda each: each.name),
    BookColumn("group", _("小组"), 10, lambda each: each.resident.village_group.in_words() if each.resident else ""),
    BookColumn("id_number", _("身份证号（遮住）"), 21, lambda each: identity.mask(each.id_number)),
    BookColumn("account", _("账号（遮住）"), 21, lambda each: identity.mask_account(each.account)),
    BookColumn("base", _("基础养老金（元）"), 17, lambda each: each.base_fen, summed=True),
    BookColumn("own", _("个人账户养老金（元）"), 20, lambda each: each.account_fen, summed=True),
    BookColumn("extra", _("加发（元）"), 12, lambda each: each.extra_fen, summed=True),
    BookColumn("total", _("合计（元）"), 12, lambda each: each.total_fen, summed=True),
    BookColumn("phone", _("电话"), 14, lambda each: each.resident.phone if each.resident else ""),
)


_BATCHES = (
    BookColumn("batch", _("批号"), 16, batch_words.named),
    BookColumn("range", _("第几条"), 16, lambda each: f"{each.first_seq}–{each.last_seq}"),
    BookColumn("facts", _("条数"), 8, lambda each: str(each.facts)),
    BookColumn("net", _("实交（元）"), 14, lambda each: each.net_fen, summed=True),
    BookColumn("sealed", _("做好的时间"), 18, lambda each: moments.full(each.sealed_at)),
    BookColumn("answered", _("镇所回话的时间"), 18, _answered),
    BookColumn("answer", _("镇所回话"), 24, batch_words.answer),
)
_RETURNED = (
    BookColumn("day", _("日期"), 12, lambda each: each.at.date().isoformat()),
    BookColumn("what", _("退回的是"), 46, lambda each: _plain(each.words)),
    BookColumn("reason", _("为什么"), 40, lambda each: _plain(each.reason)),
    BookColumn("cure", _("怎么办"), 46, lambda each: _plain(each.cure)),
    BookColumn("mended", _("改了没有"), 10, lambda each: _("已改") if each.corrected else _("没改")),
)
_HELD = (
    BookColumn("name", _("姓名"), 14, lambda each: held_words.named(each.held)),
    BookColumn("reason", _("为什么没收"), 22, lambda each: held_words.of_row(each.held)),
    BookColumn("file", _("哪个文件"), 26, lambda each: each.held.file),
    BookColumn("sheet", _("哪张表"), 14, lambda each: each.held.sheet),
    BookColumn("row", _("第几行"), 8, lambda each: str(each.held.number)),
    BookColumn("since", _("哪天起"), 12, lambda each: each.at.date().isoformat()),
    BookColumn("until", _("先放到"), 12, lambda each: each.until.isoformat() if each.until else ""),
)
_COLUMNS = {
    BookKind.PEOPLE: _PEOPLE,
    BookKind.RECEIPTS: _RECEIPTS,
    BookKind.PAYOUTS: _PAYOUTS,
    BookKind.BATCHES: _BATCHES,
    BookKind.RETURNED: _RETURNED,
    BookKind.HELD: _HELD,
}


def columns(kind: BookKind) -> tuple[BookColumn, ...]:
    """The columns that a list has, in their order."""
    return _COLUMNS[kind]


class Workbooks:
    """The lists of one desk, as workbooks and on paper. Refused ``empty`` without a line, ``unknown_column``."""

    def __init__(
        self, store: Store, finding: Finding, road: Callable[[], RoadStanding], mending: Callable[[], Mending]
    ) -> None:
        self._store = store
        self._finding = finding
        self._road = road
        self._mending = mending

    def book(self, kind: BookKind, about: str = "", wanted: Sequence[str] = (), progress: Progress = silent) -> bytes:
        """The list as a workbook; ``wanted``: the names of its columns, none for all.

        ``about``: of people ``Narrowed.place``, of receipts ``ShownReceipts.place`` or empty for this year's, of
        payouts the id of the list.
        """
        from village_desk.workbooks.formats import plain_book

        chosen, lines = _chosen(kind, wanted), self._lines(kind, about, progress)
        widths = {each.heading: each.width for each in chosen}
        return plain_book.write(kind.in_words(), widths, _rows(chosen, lines))

    def paper(self, kind: BookKind, about: str = "", wanted: Sequence[str] = (), progress: Progress = silent) -> Paper:
        """The same list on paper, with its sums; the arguments as ``book``. What no font has is left blank."""
        from village_desk.documents.registers import plain_list, rendering
        from village_desk.documents.registers.plain_list import PlainColumn
        from village_desk.documents.registers.register import Made

        chosen, lines = _chosen(kind, wanted), self._lines(kind, about, progress)
        rows = [tuple(row) for row in _rows(chosen, lines)]
        amounts = {place for row in rows for place, cell in enumerate(row) if isinstance(cell, int)}
        heads = [
            PlainColumn(each.heading, each.width, place in amounts, each.summed) for place, each in enumerate(chosen)
        ]
        village = self._store.village()
        made = Made(village.name, village.desk, self._store.by, self._store.clock())
        words = self._about(kind, about, len(rows))
        return rendering.draw(plain_list.register(kind.in_words(), heads, rows, made, words), progress)

    def _lines(self, kind: BookKind, about: str, progress: Progress) -> Sequence[Any]:
        read: dict[BookKind, Callable[[], Sequence[Any]]] = {
            BookKind.PEOPLE: lambda: self._people(Narrowed.read(about), progress),
            BookKind.RECEIPTS: lambda: self._receipts(about),
            BookKind.PAYOUTS: lambda: payouts.lines(self._store.db, about),
            BookKind.BATCHES: lambda: self._road().batches(),
            BookKind.RETURNED: lambda: self._road().state().refused,
            BookKind.HELD: lambda: self._mending().rows(),
        }
        lines = read[kind]()
        if not lines:
            raise Refused(_("{list}是空的").format(list=kind.in_words()), _("请放宽筛选再存"), "empty")
        return lines

    def _people(self, narrowed: Narrowed, progress: Progress) -> Sequence[Found]:
        found = self._finding.listing(narrowed.group, narrowed.standing, narrowed.only)
        lines = list[Found]()
        for first in range(0, len(found), _PART):
            progress(first, len(found))
            lines += found.part(first, _PART)
        return lines

    def _receipts(self, about: str) -> Sequence[tuple[Receipt, str]]:
        """The receipts that this desk gave out, void ones too, whose amount does not count."""
        shown = self._shown(about)
        numbers = people.identity_numbers(self._store.db)
        given = receipts.given_out(self._store.db, shown.first, shown.last)
        return [(each, numbers.get(each.person, "")) for each in given if shown.takes(each)]

    def _shown(self, about: str) -> ShownReceipts:
        today = self._store.today()
        return ShownReceipts.read(about) if about else ShownReceipts(date(today.year, 1, 1), today)

    def _about(self, kind: BookKind, about: str, count: int) -> str:
        """What stands above the list on paper: which lines it has, and how many."""
        if kind is BookKind.PEOPLE:
            return Narrowed.read(about).in_words(count)
        lines = _("{count} 行").format(count=count)
        return f"{self._shown(about).in_words()} · {lines}" if kind is BookKind.RECEIPTS else lines


def _counted(receipt: Receipt) -> int:
    return 0 if receipt.state is ReceiptState.VOID else receipt.amount_fen


def _rows(chosen: Sequence[BookColumn], lines: Iterable[Any]) -> Iterable[Sequence[str | int]]:
    return ([each.says(line) for each in chosen] for line in lines)


def _chosen(kind: BookKind, wanted: Sequence[str]) -> list[BookColumn]:
    known = {each.name: each for each in columns(kind)}
    for each in wanted:
        if each not in known:
            cure = _("可以写：{columns}").format(columns=_("、").join(known))
            raise Refused(_("没有这一列：{name}").format(name=each), cure, "unknown_column")
    return [each for name, each in known.items() if not wanted or name in wanted]
