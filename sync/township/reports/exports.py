"""The township's books as tables for Excel: people, contributions, facts with their verdicts, and the sums of them.

Selects only, in one view of the books; numbers of people are masked unless all of them is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from sync.agreement import identity, verdicts
from sync.agreement.person import FIELDS, Content, FieldInfo
from sync.township.console.reading import names
from sync.township.reports import drawers, status
from sync.township.reports.drawers import Drawer
from sync.township.reports.sheets import CellKind, ExportTable, SheetColumn
from sync.township.store import tables
from sync.township.wording import fact_words

Desks = tuple[str, ...] | None
"""The desks that are meant; None for all."""

_AT_ONCE = 1000
_WHERE = (SheetColumn("村代码", width=14), SheetColumn("村", width=16), SheetColumn("协办台", width=17))
_WHO = (SheetColumn("姓名"), SheetColumn("身份证号", width=20))
_EXPORTED = {name: info for name, info in FIELDS.items() if info.exported}


def _column(info: FieldInfo) -> SheetColumn:
    money, width = info.content is Content.FEN, 20 if info.content is Content.IDENTITY else 12
    kind = CellKind.FEN if money else CellKind.COUNT if info.content.type is int else CellKind.TEXT
    return SheetColumn(info.words, kind, width)


PEOPLE = (
    *_WHERE,
    *map(_column, _EXPORTED.values()),
    SheetColumn("登记", width=30),
    SheetColumn("人员编号", width=20),
)
CONTRIBUTIONS = (
    *_WHERE,
    SheetColumn("凭条", width=18),
    SheetColumn("年度", CellKind.COUNT),
    *_WHO,
    SheetColumn("缴费档次", CellKind.FEN),
    SheetColumn("本人缴", CellKind.FEN),
    SheetColumn("政府代缴", CellKind.FEN),
    SheetColumn("收缴时间", width=26),
    SheetColumn("状态"),
    SheetColumn("人员编号", width=20),
)
FACTS = (
    *_WHERE,
    SheetColumn("号段"),
    SheetColumn("序号", CellKind.COUNT),
    SheetColumn("登记时间", width=26),
    SheetColumn("经手"),
    SheetColumn("种类", width=16),
    SheetColumn("什么事", width=40),
    SheetColumn("姓名"),
    SheetColumn("结果"),
    SheetColumn("原因", width=40),
    SheetColumn("批次", width=20),
    SheetColumn("记录编号", width=20),
)


class Export:
    """An export: of which desks (None for all), with whole numbers or masked ones."""

    def __init__(self, db: Connection, desks: Desks, whole: bool) -> None:
        self._db = db
        self._desks = desks
        self._whole = whole
        self._called = names.villages(db)

    def people(self) -> ExportTable:
        """Everybody who was registered."""
        rows = tables.people.c
        query = select(tables.people).order_by(rows.desk, rows.person)
        return ExportTable("人员", PEOPLE, self._rows(query, rows.desk, self._person))

    def contributions(self, year: int | None = None) -> ExportTable:
        """Every receipt number that came with money; of one year only, if given."""
        rows, who = tables.contributions.c, tables.people.c
        same = (who.desk == rows.desk) & (who.person == rows.person)
        query = select(tables.contributions, who.name, who.id_number).outerjoin(tables.people, same)
        if year is not None:
            query = query.where(rows.year == year)
        query = query.order_by(rows.desk, rows.receipt)
        return ExportTable("缴费", CONTRIBUTIONS, self._rows(query, rows.desk, self._contribution))

    def facts(self) -> ExportTable:
        """Every fact with its verdict; with whole numbers also its body as received."""
        rows, who = tables.facts.c, tables.people.c
        same = (who.desk == rows.desk) & (who.person == rows.about)
        query = select(tables.facts, who.name).outerjoin(tables.people, same)
        query = query.order_by(rows.desk, rows.epoch, rows.seq)
        columns = (*FACTS, SheetColumn("原文", width=60)) if self._whole else FACTS
        return ExportTable("记录", columns, self._rows(query, rows.desk, self._fact))

    def season(self, year: int, facts: bool) -> Iterator[ExportTable]:
        """A year as one workbook: the sums, everybody, the year's receipts, and every fact of all years if wanted."""
        yield from self.sums()
        yield self.people()
        yield self.contributions(year)
        if facts:
            yield self.facts()

    def sums(self) -> Iterator[ExportTable]:
        """The sums, as ``village-township status`` counts them."""
        found = status.count(self._db, self._desks)
        judged = [("收下的记录", found.facts), ("退回的记录", found.refused), ("升级后再认的记录", found.kept)]
        counted = [
            *judged,
            ("人员", found.people),
            *((each.words, each.number) for each in found.sums if each.unit != "fen"),
        ]
        yield ExportTable("合计", (SheetColumn("项目", width=16), SheetColumn("数", CellKind.COUNT)), counted)
        amounts = [(each.words, each.number) for each in found.sums if each.unit == "fen"]
        if amounts:
            yield ExportTable("现金", (SheetColumn("项目", width=16), SheetColumn("金额", CellKind.FEN)), amounts)
        yield from self._drawers()
        money = [(int(year), each.collected_fen, each.voided_fen, each.net_fen) for year, each in found.money.items()]
        yuan = [SheetColumn(each, CellKind.FEN) for each in ("代收", "作废", "净额")]
        yield ExportTable("各年度", (SheetColumn("年度", CellKind.COUNT), *yuan), money)
        desk_rows = [
            (*self._where(each.desk), each.last_heard, each.batches, each.held, each.people) for each in found.desks
        ]
        counts = [SheetColumn(each, CellKind.COUNT) for each in ("答复的批次", "等前批", "人员")]
        yield ExportTable("协办台", (*_WHERE, SheetColumn("最近联系", width=26), *counts), desk_rows)

    def _drawers(self) -> Iterator[ExportTable]:
        """The cash ledger by desk, with the days closed; and the deposits. Neither where no desk has ever had cash."""
        found = drawers.drawers(self._db, self._desks)
        if not any(each.taken_fen or each.handed_in_fen or each.last_close for each in found):
            return
        words = [SheetColumn(each, CellKind.FEN) for each, _fen in found[0].figures()]
        lying = (SheetColumn("手上凭条", CellKind.COUNT), SheetColumn("最早哪天收的"))
        days = SheetColumn("没结账几天", CellKind.COUNT)
        closes = (SheetColumn("最近结账"), SheetColumn("结账结果", width=30))
        rows = [self._drawer(each) for each in found]
        yield ExportTable("现金账", (*_WHERE, *words, *lying, days, *closes), rows)
        slips = (SheetColumn("日期"), SheetColumn("金额", CellKind.FEN), SheetColumn("缴存到", width=20))
        deposits = [
            (*self._where(each.desk), each.day, each.fen, each.place, each.slip)
            for each in drawers.deposits(self._db, self._desks)
        ]
        yield ExportTable("缴存", (*_WHERE, *slips, SheetColumn("回单号", width=16)), deposits)

    def _drawer(self, drawer: Drawer) -> tuple[str | int, ...]:
        lies = (drawer.open_receipts, drawer.open_since, len(drawer.not_closed))
        close = drawer.last_close
        closed = (close.day, close.in_words()) if close else ("", "没有结过账")
        return (*self._where(drawer.desk), *(fen for _words, fen in drawer.figures()), *lies, *closed)

    def _rows(
        self, query: Select[Any], desk: ColumnElement[str], as_cells: Callable[[Row[Any]], tuple[str | int, ...]]
    ) -> Iterator[tuple[str | int, ...]]:
        """The rows as they come out of the database, never all of them in memory."""
        chosen = query if self._desks is None else query.where(desk.in_(self._desks))
        for row in self._db.execute(chosen, execution_options={"yield_per": _AT_ONCE}):
            yield as_cells(row)

    def _person(self, row: Row[Any]) -> tuple[str | int, ...]:
        fields = json.loads(row.fields) | {"name": row.name, "id_number": row.id_number}
        values = [self._field(name, fields) for name in _EXPORTED]
        standing = f"待更正：{verdicts.reason(row.doubt, 'id_number')}" if row.doubt else "正常"
        return (*self._where(row.desk), *values, standing, row.person)

    def _contribution(self, row: Row[Any]) -> tuple[str | int, ...]:
        who = (row.name or "", self._number(row.id_number or ""))
        money = (row.tier_fen, row.amount_fen, row.government_fen)
        state = fact_words.state(row.state)
        receipt = row.receipt if row.receipt != row.fact else "记账（不收现金）"
        return (*self._where(row.desk), receipt, row.year, *who, *money, row.collected_at, state, row.person)

    def _fact(self, row: Row[Any]) -> tuple[str | int, ...]:
        sentence = fact_words.words(row.kind, row.about, json.loads(row.body))
        sentence = sentence if self._whole else identity.mask_within(sentence)
        verdict = (fact_words.verdict(row.verdict), verdicts.reason(row.code, row.field) if row.code else "")
        happened = (row.epoch, row.seq, row.at, row.by, fact_words.kind(row.kind), sentence, row.name or "")
        values = (*self._where(row.desk), *happened, *verdict, row.batch[:16], row.id)
        return (*values, row.body) if self._whole else values

    def _where(self, desk: str) -> tuple[str, str, str]:
        village = names.village_of(desk)
        return village, self._called.get(village, village), desk

    def _number(self, number: str) -> str:
        return number if self._whole else identity.mask(number)

    def _field(self, name: str, fields: Mapping[str, Any]) -> str | int:
        held = fields.get(name, "")
        if FIELDS[name].content.type is int:
            return held if isinstance(held, int) else 0
        return str(held) if self._whole else fact_words.value(name, held)
