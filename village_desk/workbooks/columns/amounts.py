"""Amounts in a payout list: a cell's amount as whole fen. Excel's binary noise goes, parts of a fen do not."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

from village_desk.domain.basics import money, numerals
from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell

_NOISE = Decimal("0.001")
"""In fen: sums that Excel calculated lie this near to a whole fen, written amounts with a third decimal do not."""

_CALCULATED = re.compile(r"[0-9]{1,12}\.[0-9]{9,20}")
"""An amount in an export that is text, as a program writes what it calculated: 41.480000000000004."""


def amount(cell: Cell) -> int:
    """The fen of an amount in yuan, in figures or as cheques write it (贰佰元整), 0 for an empty cell.

    Refused ``amount`` for a cell that is no amount or no whole fen.
    """
    if cells.is_blank(cell):
        return 0
    if cells.is_number(cell):
        return _from_number(float(cell))  # type: ignore[arg-type]
    if not isinstance(cell, str):
        raise no_amount(cell)
    if _CALCULATED.fullmatch(cell.strip()):
        return _from_number(float(cell))
    worded = numerals.fen(cell)
    return money.read(cell) if worded is None else worded


def to_be_paid(cell: Cell) -> int:
    """The fen of a payee's total, zero where that is written. Refused with ``amount`` when it is missing or is none."""
    fen = amount(cell)
    if fen < 0 or cells.is_blank(cell):
        raise no_amount(cell)
    return fen


def _from_number(number: float) -> int:
    """The fen of a number as far as Excel shows it, 15 digits: a message must show the number that she sees."""
    yuan = Decimal(f"{number:.15g}")
    fen = yuan * 100
    whole = fen.to_integral_value(ROUND_HALF_EVEN)
    if abs(fen - whole) > _NOISE:
        return money.from_yuan(yuan)
    return money.from_yuan(whole / 100)


def no_amount(cell: Cell) -> Refused:
    """The refusal of a cell that says no amount to be paid."""
    cure = _("请问镇上要更正的名单")
    if cells.is_blank(cell):
        return Refused(_("没有金额"), cure, "amount")
    return Refused(_("“{written}”不是要发的金额").format(written=cells.text(cell)), cure, "amount")
