"""The report of a season put into words: for the page of paper, the workbook, the screen and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from village_desk.domain.basics import moments, money
from village_desk.domain.policy.mechanisms.practice import percent
from village_desk.domain.rules.rates import Takings
from village_desk.services.reports.progress_report import GroupFigures, ProgressReport
from village_desk.words import _

if TYPE_CHECKING:  # reportlab is loaded when the first paper is made
    from village_desk.documents.progress_sheet import GroupRow, ProgressSheet

_MOST_TIERS = 9


def key_figures(report: ProgressReport) -> list[tuple[str, str, str]]:
    """The figures in large type: name, figure, what it is held against."""
    whole, aims = report.whole, report.aims
    aim = _("任务 {rate}").format(rate=percent(aims.rate)) if aims.rate else _("没有写任务")
    last = _last_year(whole.last_year)
    figures = [
        (_("应缴 / 已缴"), f"{whole.due} / {whole.paid}", _("还差 {n} 人").format(n=whole.rate.missing)),
        (_("参保缴费率"), whole.rate.percent(), aim),
        (_("已收金额（元）"), money.figures(whole.fen), _("去年同期 {last}").format(last=last)),
        (_("续缴率"), report.whole.again.percent(), _("去年缴过、今年还没缴 {n} 人").format(n=whole.not_yet)),
    ]
    mean = report.means.all_fen
    target = _("目标 {aim} 元").format(aim=money.short(aims.mean_fen)) if aims.mean_fen else _("没有写目标")
    figures.append((_("人均缴费（元）"), "—" if mean is None else money.figures(mean), target))
    if report.means.near_years:
        near, people = report.means.near_fen, report.means.near.people if report.means.near else 0
        name = _("{years} 年内满 60 岁，人均（元）").format(years=report.means.near_years)
        aim = _("目标 {aim} 元").format(aim=money.short(aims.near_mean_fen)) if aims.near_mean_fen else ""
        words = "，".join(filter(None, (_("{n} 人").format(n=people), aim)))
        figures.append((name, "—" if near is None else money.figures(near), words))
    share = report.lowest_share
    if share is not None:
        lowest = _("{fen} 元档 {n} 人").format(fen=money.short(report.tiers[0].fen), n=share.done)
        figures.append((_("最低档占比"), share.percent(), lowest))
    span = _("{n} 人").format(n=whole.of_span.people)
    figures.append((_("本期收缴（元）"), money.figures(whole.of_span.fen), span))
    return figures


def _last_year(takings: Takings | None) -> str:
    if takings is None:
        return _("没有记录")
    return _("{n} 人，{amount} 元").format(n=takings.people, amount=money.short(takings.fen))


def other(report: ProgressReport) -> list[str]:
    """Special groups, payees, deaths and people who left, a line each."""
    lines = []
    for each in report.special[:5]:
        words = _("{name}：{n} 人，今年已缴 {paid} 人")
        lines.append(words.format(name=each.words, n=each.people, paid=each.paid))
    if len(report.special) > 5:
        lines.append(_("另有 {n} 类特殊群体，见 Excel").format(n=len(report.special) - 5))
    if report.payees:
        month, payees = report.payees
        lines.append(_("领取待遇：{n} 人（{month} 发放名单）").format(n=payees, month=month))
    else:
        lines.append(_("领取待遇：还没有发放名单"))
    lines.append(_("本期登记死亡 {n} 人，注销 {left} 人").format(n=report.deaths, left=report.struck_off))
    if report.last_year_whole is not None:
        lines.append(_("去年全年：{last}").format(last=_last_year(report.last_year_whole)))
    return lines


def notes(report: ProgressReport) -> list[str]:
    """The warnings, then the definition of each rate that stands on the page."""
    found = list[str]()
    if report.too_many_lowest and report.lowest_share:
        words = _("注意：{rate} 的人选了最低档，超过 {most}，要多讲多缴多得")
        found.append(words.format(rate=report.lowest_share.percent(), most=percent(report.aims.lowest)))
    rates = [report.whole.rate, report.whole.again, *([report.lowest_share] if report.lowest_share else [])]
    found += [_("{name} = {how}").format(name=each.kind.in_words(), how=each.kind.definition()) for each in rates]
    found.append(_("应缴：16 至 59 周岁，不含已死亡、已注销、领取待遇的人；提前或到龄后缴了费的也算"))
    found.append(_("人均缴费 = 本台凭条收的个人缴费 ÷ 缴了钱的人数；去年同期只算有缴费日期的"))
    return found


def text(report: ProgressReport) -> str:
    """The report for the command line."""
    lines = [f"{report.village}　{report.span.in_words()}"]
    lines += ["　".join(filter(None, each)) for each in key_figures(report)]
    lines += [_group_words(each) for each in report.ranked]
    return "\n".join([*lines, *other(report), *notes(report)])


def _group_words(group: GroupFigures) -> str:
    words = _("{name}：应缴 {due}，已缴 {paid}，还差 {missing}，{rate}")
    rate = group.rate
    return words.format(name=group.name, due=group.due, paid=group.paid, missing=rate.missing, rate=rate.percent())


def sheet(report: ProgressReport, by: str, desk: str, at: datetime) -> ProgressSheet:
    """What stands on the page of paper."""
    from village_desk.documents.progress_sheet import KeyFigure, ProgressSheet, TierRow

    ranked = report.ranked
    last = ranked[-1].rate.percent() if len(ranked) > 1 else ""
    whole = sum(each.people for each in report.tiers) or 1
    first = ranked[0].rate.percent() if ranked else ""
    return ProgressSheet(
        title=f"城乡居民基本养老保险收缴进度（{report.year} 年）",
        village=report.village,
        about=report.span.in_words(),
        figures=[KeyFigure(*each) for each in key_figures(report)],
        span_name="本期",
        groups=[_row(each, behind=each.rate.percent() == last != first) for each in ranked],
        whole=_row(report.whole, "合计"),
        tiers=[TierRow(name, f"{people} 人", people / whole) for name, people in _tier_rows(report)],
        other=other(report),
        notes=notes(report),
        made=f"制表：{by}　{moments.full(at)}　协办台 {desk}",
    )


def _tier_rows(report: ProgressReport) -> Iterator[tuple[str, int]]:
    """The tiers, those beyond the room of the page together."""
    shown = report.tiers if len(report.tiers) <= _MOST_TIERS else report.tiers[: _MOST_TIERS - 1]
    yield from ((f"{money.short(each.fen)} 元", each.people) for each in shown)
    rest = sum(each.people for each in report.tiers[len(shown) :])
    if rest:
        yield "更高", rest


def _row(group: GroupFigures, name: str = "", behind: bool = False) -> GroupRow:
    from village_desk.documents.progress_sheet import GroupRow

    last = "—" if group.last_year is None else str(group.last_year.people)
    return GroupRow(
        name=name or "　".join(filter(None, (group.name, group.cadre))),
        due=str(group.due),
        paid=str(group.paid),
        missing=str(group.rate.missing),
        rate=group.rate.percent(),
        of_span=str(group.of_span.people),
        last_year=last,
        share=group.paid / group.due if group.due else 0.0,
        behind=behind,
    )
