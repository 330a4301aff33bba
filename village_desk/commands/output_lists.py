"""The output of the commands that read rosters and payout lists: counts, problems, columns. Numbers masked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from village_desk.commands.output import cut
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.columns import ColumnsUnknown, Heading, Headings, ListKind
    from village_desk.services.importing import Problem, RosterPreview
    from village_desk.services.matching import Question
    from village_desk.services.paying import Earlier, PayoutPreview
    from village_desk.services.signing_rosters import DrawnRoster


def problem(each: Problem) -> dict[str, Any]:
    """One problem of a workbook: its place, the cell (long numbers masked), the reason and the cure."""
    return {
        "row": each.row,
        "column": each.column,
        "code": each.code,
        "message": f"{each.message}。{each.cure}",
        "sheet": each.sheet,
        "holds": each.holds,
        "name": each.name,
        "value": each.value,
        "cure": each.cure,
    }


def preview(found: RosterPreview) -> dict[str, Any]:
    """The counts of an import and every problem."""
    from village_desk.services.columns import ListKind

    return {
        "rows": found.rows,
        "accepted": found.accepted,
        "held": found.held,
        "repeated": found.reading.repeated,
        "added": len(found.to_add),
        "changed": len(found.to_change),
        "unchanged": found.unchanged,
        "before": found.before,
        "after": found.after,
        "problems": [problem(each) for each in found.problems],
        "columns": column_list(ListKind.ROSTER, found.reading.headings),
    }


def preview_words(found: RosterPreview, dry_run: bool) -> str:
    """The same for people; a long list of problems is cut and says so."""
    from village_desk.services import columns
    from village_desk.services.columns import ListKind

    head = _("试读（没有导入）") if dry_run else _("已导入")
    counts = _("{head}：共 {rows} 行，可收 {accepted}，暂扣 {held}。新增 {added} 人，更正 {changed} 人，没变 {same} 人")
    lines = [
        counts.format(
            head=head,
            rows=found.rows,
            accepted=found.accepted,
            held=found.held,
            added=len(found.to_add),
            changed=len(found.to_change),
            same=found.unchanged,
        )
    ]
    if found.held and not dry_run:
        lines.append(_("暂扣的行留着：用 held list 看，held mend 改好收下"))
    lines += filter(None, [found.repeated_in_words(), columns.in_words(ListKind.ROSTER, found.reading.headings)])
    lines += [_("第 {row} 行 {words}").format(row=each.row, words=each.at_length()) for each in found.problems]
    return cut(lines)


def payouts(taken: PayoutPreview, roster: DrawnRoster) -> dict[str, Any]:
    """A payout list taken in: its counts and its disagreements with the roster."""
    from village_desk.services import printable
    from village_desk.services.columns import ListKind

    return {
        **_counted(taken),
        "pages": roster.paper.pages,
        "by_hand": printable.by_hand_listed(roster.paper.by_hand),
        "unmatched": [question(each) for each in taken.questions],
        "columns": column_list(ListKind.PAYOUT, taken.reading.headings),
    }


def payouts_words(taken: PayoutPreview, roster: DrawnRoster, out: Path) -> str:
    """The same for people."""
    from village_desk.services import columns, printable
    from village_desk.services.columns import ListKind
    from village_desk.services.matching import in_words

    head = _("{month}：{payees} 人，{total} 元，花名册 {pages} 页：{out}").format(
        month=taken.month.in_chinese(),
        payees=taken.payees,
        total=money.figures(taken.total_fen),
        pages=roster.paper.pages,
        out=out,
    )
    assigned = filter(None, [columns.in_words(ListKind.PAYOUT, taken.reading.headings)])
    blanks = filter(None, [printable.by_hand(roster.paper.by_hand)])
    return cut([head, *blanks, *assigned, *(in_words(each) for each in taken.questions)])


def question(each: Question) -> dict[str, Any]:
    """A line of a payout list that needs a look."""
    return {
        "line": each.line,
        "name": each.name,
        "code": each.kind.value,
        "message": f"{each.words}。{each.cure}",
        "row": each.row,
        "column": each.column,
        "value": each.value,
        "cure": each.cure,
        "holds": each.holds,
    }


def payouts_refused(read: PayoutPreview, why: Refused) -> dict[str, Any]:
    """Why a payout list was not taken in: every line to blame, and how it differs from the month's other list."""
    refusal = {"error": why.code, "message": why.message, "cure": why.cure, "field": why.field}
    found = {**refusal, **_counted(read), "unmatched": [question(each) for each in read.questions]}
    return found | ({"earlier": _earlier(read.earlier)} if read.earlier else {})


def payouts_refused_words(read: PayoutPreview, why: Refused) -> str:
    """The same for people: the problems that keep the list out come first."""
    from village_desk.services.matching import in_words

    compared = read.earlier.difference.lines() if read.earlier else []
    listed = sorted(read.questions, key=lambda each: not each.holds)
    return cut([str(why), *compared, *(in_words(each) for each in listed)])


def _counted(read: PayoutPreview) -> dict[str, Any]:
    return {"month": str(read.month), "payees": read.payees, "total_fen": read.total_fen}


def _earlier(other: Earlier) -> dict[str, Any]:
    """The list that the month has already, and the people for whom the two differ."""
    differs = other.difference
    return {
        "list": other.taken.id,
        "payees": other.taken.payees,
        "total_fen": other.taken.total_fen,
        "printed_pages": other.taken.printed_pages,
        "added": len(differs.added),
        "gone": len(differs.gone),
        "changed": len(differs.changed),
        "lines": differs.lines(),
    }


def column_list(kind: ListKind, tables: Sequence[Headings]) -> list[dict[str, Any]]:
    """The field of each column (``field`` is "" for an unread one), with the words that ``--column`` takes."""
    from village_desk.services import columns

    return [
        {
            "sheet": table.sheet,
            "heading": each.words,
            "read_as": columns.commanded(each.field) if each.field else "",
            "said": each.assigned,
            "asked": each.asked,
            "samples": list(each.samples),
        }
        for table in tables
        for each in table.columns
    ]


def columns_refused(kind: ListKind, why: ColumnsUnknown) -> dict[str, Any]:
    """A workbook that waits for its columns to be assigned: the columns, and the option words to choose from."""
    from village_desk.services import columns

    refusal = {"error": why.code, "message": why.message, "cure": why.cure, "field": why.field}
    return {**refusal, "columns": column_list(kind, why.headings), "names": columns.names(kind)}


def columns_refused_words(kind: ListKind, why: ColumnsUnknown) -> str:
    """The same for people, with the option to write."""
    from village_desk.services import columns

    names = _("、").join(
        _("{name}＝{words}").format(name=name, words=words) for name, words in columns.names(kind).items()
    )
    listed = [each for table in why.headings for each in table.columns]
    example = next((each.words for each in listed if each.asked or not each.field), _("列名"))
    return "\n".join(
        [
            str(why),
            _("各列：{columns}").format(columns=_("、").join(_column_words(kind, each) for each in listed))
            if listed
            else "",
            _("要说明一列，请加 --column '{heading}=名称'，可写多次").format(heading=example),
            _("名称可以写：{names}").format(names=names),
        ]
    )


def _column_words(kind: ListKind, heading: Heading) -> str:
    from village_desk.services import columns

    return _("“{heading}”（{read_as}）").format(heading=heading.words, read_as=columns.reading_of(kind, heading))
