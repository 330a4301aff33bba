"""Functions that this program lends to a township on the same machine: its reading of lists, policies and forms.

They are offered as entry points (``pyproject.toml``) in the shape that ``sync/township/lent.py`` defines.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from sync.agreement.sent import PayoutSentLine
from sync.township.lent import NotTaken
from village_desk.domain.basics.errors import DeskError
from village_desk.domain.basics.months import Month
from village_desk.services import columns, matching, policies
from village_desk.services.forms import checking
from village_desk.words import _

if TYPE_CHECKING:  # calamine is loaded when the first workbook is opened
    from village_desk.workbooks.payouts.payout_list import PayoutReading, PayoutRow

_LISTED = 8
_TO_BE_SEEN = ("rows_hidden",)
"""Remarks that a coordinator would look at; the township asks nobody, so a file with one of them is refused."""


def payouts(data: bytes, name: str, month: str, today: date) -> tuple[str, Sequence[PayoutSentLine]]:
    """The month and the lines of a payout list in any form that a desk takes; ``month``: as a clerk typed it, or "".

    NotTaken with every line that is to blame, ``unknown`` where nothing in the file looks like a payout list.
    """
    from village_desk.workbooks.formats import opening
    from village_desk.workbooks.payouts import payout_list

    try:
        book = opening.book_of(data, PurePath(name).stem)
        reading = payout_list.of_book(book, today, month=Month.read(month) if month else None)
        columns.refuse_while_asked(reading.headings)
    except DeskError as no:
        raise NotTaken("unknown" if no.code in _UNKNOWN else "refused", str(no)) from no
    _refuse_problems(reading)
    return str(reading.month), tuple(map(_line, reading.rows))


_UNKNOWN = ("no_header", "not_a_workbook", "empty")


def policy(text: str, villages: Sequence[str]) -> None:
    """NotTaken when a policy file holds a mistake, or is not for all of these villages (division codes)."""
    try:
        found = policies.read(text, _("（要下发的）"))
    except DeskError as no:
        raise NotTaken("refused", str(no)) from no
    elsewhere = [code for code in villages if not found.covers(code)]
    if elsewhere:
        words = _("政策“{name}”不管这些村：{villages}。请选本县（市、区）的政策文件")
        raise NotTaken("refused", words.format(name=found.name, villages=_("、").join(elsewhere)))


def form(data: bytes, posting: bool) -> bool:
    """Whether a form prints whole numbers. NotTaken with everything that makes the workbook no form."""
    found = checking.check(data, posting)
    if found.refusals:
        more = [_("还有 {n} 处").format(n=len(found.refusals) - _LISTED)] if len(found.refusals) > _LISTED else []
        raise NotTaken("refused", _("；").join([*found.refusals[:_LISTED], *more]))
    return found.whole_numbers


def _refuse_problems(reading: PayoutReading) -> None:
    found = [each for each in reading.problems if each.holds or each.code in _TO_BE_SEEN]
    if found:
        lines = [matching.in_words(matching.of_workbook(each)) for each in found[:_LISTED]]
        more = [_("还有 {n} 处").format(n=len(found) - _LISTED)] if len(found) > _LISTED else []
        raise NotTaken("refused", _("；").join([*lines, *more]))


def _line(row: PayoutRow) -> PayoutSentLine:
    money = (row.base_fen, row.account_fen, row.total_fen, row.extra_fen)
    return PayoutSentLine(row.name, row.id_number, *money, row.account, row.way)
