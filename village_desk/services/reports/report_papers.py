"""The report of a season and the list of who is behind, as papers and as workbooks. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.services.reports import report_words
from village_desk.services.reports.arrears import Arrears, Behind
from village_desk.services.reports.progress_report import GroupFigures, ProgressReport
from village_desk.store.database import Store
from village_desk.store.subjects import village_groups
from village_desk.words import _

if TYPE_CHECKING:  # reportlab is loaded when the first paper is made
    from village_desk.documents.paper import Paper
    from village_desk.documents.registers.arrears_list import ArrearsLine


class ReportPapers:
    """The papers of one desk's reports."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def progress(self, report: ProgressReport) -> Paper:
        """The report on one page."""
        from village_desk.documents import progress_sheet

        village = self._store.village()
        page = report_words.sheet(report, self._store.by, village.desk, self._store.clock())
        return progress_sheet.draw(page)

    def progress_book(self, report: ProgressReport) -> bytes:
        """The report as a workbook: the figures, the groups, the tiers, what else."""
        from village_desk.workbooks.formats.plain_book import Count, PlainSheet, write_all

        figures = [*report_words.key_figures(report), *((each, "", "") for each in report_words.other(report))]
        figures += [(each, "", "") for each in report_words.notes(report)]
        headings = {_("小组"): 14, _("负责干部"): 12, _("应缴（人）"): 11, _("已缴（人）"): 11, _("还差（人）"): 11}
        headings |= {_("缴费率"): 10, _("已收（元）"): 14, _("本期（人）"): 11, _("本期（元）"): 14}
        headings |= {_("去年同期（人）"): 15, _("去年同期（元）"): 16, _("去年缴过还没缴（人）"): 21}
        groups = [_group_row(each, each.name) for each in report.ranked]
        tiers = [(each.fen, Count(each.people)) for each in report.tiers]
        return write_all(
            [
                PlainSheet(_("总览"), {report.span.in_words(): 34, _("数"): 20, _("对照"): 40}, figures),
                PlainSheet(_("各组"), headings, [*groups, _group_row(report.whole, _("合计"))]),
                PlainSheet(_("档次"), {_("档次（元）"): 14, _("人数"): 10}, tiers),
            ]
        )

    def arrears(self, arrears: Arrears) -> Paper:
        """The list of who is behind. Refused ``empty`` where nobody is."""
        from village_desk.documents.registers import arrears_list, rendering
        from village_desk.documents.registers.register import Made

        _refuse_empty(arrears)
        village = self._store.village()
        made = Made(village.name, village.desk, self._store.by, self._store.clock())
        noted = village_groups.noted(self._store.db)
        headings = {group.in_words(): each.heading() for group, each in noted.items()}
        lines = [_line(number, each) for number, each in enumerate(arrears.people, 1)]
        about, rate = arrears.in_words(), arrears.rate_in_words()
        return rendering.draw(arrears_list.register(lines, made, arrears.year, about, rate, headings))

    def arrears_book(self, arrears: Arrears) -> bytes:
        """The same as a workbook. Refused ``empty`` where nobody is behind."""
        from village_desk.workbooks.formats.plain_book import Count, PlainSheet, write_all

        _refuse_empty(arrears)
        lines = [_line(number, each) for number, each in enumerate(arrears.people, 1)]
        widths = {_("序"): 6, _("小组"): 12, _("户号"): 9, _("户主"): 12, _("姓名"): 12, _("年龄"): 7}
        widths |= {_("上年档次（元）"): 15, _("电话"): 15, _("负责干部"): 12, _("约定日期"): 12, _("结果"): 30}
        rows = [
            (
                *(Count(number), each.group, each.house, each.head, each.name, each.age),
                *(behind.last_fen or "", each.phone, each.cadre, each.until, each.outcome),
            )
            for number, (each, behind) in enumerate(zip(lines, arrears.people, strict=True), 1)
        ]
        about = [(arrears.in_words(), ""), (arrears.rate_in_words(), "")]
        of_list = PlainSheet(_("催缴名单"), widths, rows)
        return write_all([of_list, PlainSheet(_("说明"), {_("口径"): 80, "": 4}, about)])


def _refuse_empty(arrears: Arrears) -> None:
    if not arrears.people:
        raise Refused(_("没有{by}人").format(by=arrears.by.in_words()), _("名单是空的，不用打"), "empty")


def _group_row(group: GroupFigures, name: str) -> tuple[str | int, ...]:
    from village_desk.workbooks.formats.plain_book import Count

    last = group.last_year
    known = (Count(last.people), last.fen) if last else (_("没有记录"), _("没有记录"))
    counts = (Count(group.due), Count(group.paid), Count(group.rate.missing), group.rate.percent())
    of_span = (Count(group.of_span.people), group.of_span.fen)
    return (name, group.cadre, *counts, group.fen, *of_span, *known, Count(group.not_yet))


def _line(number: int, behind: Behind) -> ArrearsLine:
    from village_desk.documents.registers.arrears_list import ArrearsLine

    whom, noted = behind.whom, behind.noted
    outcome = "　".join(filter(None, (noted.words, noted.comment))) if noted else ""
    return ArrearsLine(
        number=str(number),
        group=whom.group.in_words(),
        house=whom.household,
        head=whom.head,
        name=whom.name,
        age=str(behind.age),
        last_tier=money.short(behind.last_fen) if behind.last_fen else "",
        phone=whom.phone,
        cadre=behind.cadre,
        until=noted.until if noted else "",
        outcome=outcome,
    )
