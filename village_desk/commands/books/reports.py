"""The commands of reports: the progress of the season, and who is behind with the fee."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk import places
from village_desk.commands import frame
from village_desk.commands.frame import FILE, CommandResult, opened
from village_desk.domain.basics import identity
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.domain.rules.rates import Takings
    from village_desk.services.reports.arrears import Arrears, Behind
    from village_desk.services.reports.progress_report import GroupFigures, ProgressReport

commands = click.Group()
"""Where they stand until ``program.py`` takes them."""


@frame.command(_("收缴进度：日报、周报、半月报、月报、年报"), commands)
@click.option("--period", default="week", help=_("day、week、half-month、month、year，或 2026-11-01..2026-11-15"))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("哪一天的那一期，如 2026-11-03；不写是今天"))
@click.option("--pdf", type=FILE, help=_("一页纸存成 PDF"))
@click.option("--xlsx", type=FILE, help=_("存成 Excel"))
def report(file: Path, period: str, day: datetime | None, pdf: Path | None, xlsx: Path | None) -> CommandResult:
    """The report of a span, counted from the data."""
    from village_desk.services.reports import report_words

    with opened(file) as desk:
        _try(pdf, xlsx)
        found = desk.progress_reports.report(period, day.date() if day else None)
        if pdf:
            places.write(pdf, desk.report_papers.progress(found).pdf)
        if xlsx:
            places.write(xlsx, desk.report_papers.progress_book(found))
    saved = [str(each) for each in (pdf, xlsx) if each]
    return CommandResult(_result(found) | {"saved": saved}, "\n".join([report_words.text(found), *saved]))


@frame.command(_("催缴名单：谁今年还没缴，带口径和缴费率"), commands)
@click.option("--group", default="", help=_("只要这个组的：3，或王家湾组"))
@click.option("--last-year", is_flag=True, help=_("只要去年缴过、今年还没缴的"))
@click.option("--pdf", type=FILE, help=_("存成 PDF"))
@click.option("--xlsx", type=FILE, help=_("存成 Excel"))
def unpaid(file: Path, group: str, last_year: bool, pdf: Path | None, xlsx: Path | None) -> CommandResult:
    """Who is behind, by one of two definitions, with the rate beside it."""
    from village_desk.domain import village_groups
    from village_desk.services.reports.arrears import ArrearsBy

    with opened(file) as desk:
        _try(pdf, xlsx)
        by = ArrearsBy.LAST_YEAR if last_year else ArrearsBy.DUE
        found = desk.arrears.behind(by, village_groups.read(group) if group else None)
        if pdf:
            places.write(pdf, desk.report_papers.arrears(found).pdf)
        if xlsx:
            places.write(xlsx, desk.report_papers.arrears_book(found))
    saved = [str(each) for each in (pdf, xlsx) if each]
    lines = [found.in_words(), found.rate_in_words(), *(_behind_words(each) for each in found.people), *saved]
    return CommandResult(_arrears(found) | {"saved": saved}, "\n".join(lines))


def _try(pdf: Path | None, xlsx: Path | None) -> None:
    """Told before the work where the paper cannot be written."""
    if pdf:
        places.try_writing(pdf)
    if xlsx:
        places.try_writing(xlsx, places.WORKBOOK)


def _result(found: ProgressReport) -> dict[str, Any]:
    share, means = found.lowest_share, found.means
    return {
        "village": found.village,
        "year": found.year,
        "from": found.span.first.isoformat(),
        "to": found.span.last.isoformat(),
        "whole": _figures(found.whole),
        "groups": [_figures(each) | {"group": each.name, "cadre": each.cadre} for each in found.ranked],
        "last_year_whole": _takings(found.last_year_whole),
        "tiers": [{"tier_fen": each.fen, "people": each.people} for each in found.tiers],
        "lowest_share": share.percent() if share else None,
        "too_many_lowest": found.too_many_lowest,
        "mean_fen": means.all_fen,
        "near_sixty_mean_fen": means.near_fen,
        "special_groups": [{"name": each.words, "people": each.people, "paid": each.paid} for each in found.special],
        "payees": found.payees[1] if found.payees else None,
        "deaths": found.deaths,
        "struck_off": found.struck_off,
    }


def _figures(of: GroupFigures) -> dict[str, Any]:
    return {
        "due": of.due,
        "paid": of.paid,
        "missing": of.rate.missing,
        "rate": of.rate.percent(),
        "fen": of.fen,
        "of_span": _takings(of.of_span),
        "last_year_same_day": _takings(of.last_year),
        "paid_last_year_not_yet": of.not_yet,
        "again": of.again.percent(),
    }


def _takings(takings: Takings | None) -> dict[str, int] | None:
    return {"people": takings.people, "fen": takings.fen} if takings else None


def _arrears(found: Arrears) -> dict[str, Any]:
    return {
        "by": found.by.value,
        "definition": found.by.in_words(),
        "year": found.year,
        "rate": found.rate.percent(),
        "rate_definition": found.rate.kind.definition(),
        "people": [
            {
                "person": each.whom.id,
                "name": each.whom.name,
                "group": each.whom.group.in_words(),
                "household": each.whom.household,
                "id_number": identity.mask(each.whom.id_number),
                "age": each.age,
                "last_tier_fen": each.last_fen or None,
                "phone": each.whom.phone,
                "cadre": each.cadre,
                "outcome": each.noted.outcome if each.noted else "",
                "until": each.noted.until if each.noted else "",
            }
            for each in found.people
        ],
    }


def _behind_words(each: Behind) -> str:
    outcome = each.noted.words if each.noted else ""
    whom = each.whom
    return "　".join(filter(None, (whom.group.in_words(), whom.household, whom.name, whom.phone, each.cadre, outcome)))
