"""Checks of the township's messages: the township refuses its own mistake before signing. Pure: no I/O, no clock."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

from sync.agreement import calendar, form_pieces, identity
from sync.agreement.books import FEN_MOST, YEAR_FIRST
from sync.agreement.errors import RoadError
from sync.agreement.fact import Fact
from sync.agreement.sent import (
    CorrectedAbove,
    FormSent,
    ListSent,
    NumbersGiven,
    PaidListSent,
    PayoutListSent,
    PolicySent,
)

_FORMULA = re.compile(r"\s*([=@＝＠]|[-+－＋](?![-+－＋0-9.,%\s]*$))")
"""A text that Excel would calculate instead of showing. A number may have a sign, and a dash stands for nothing."""
_SIGNS = tuple("=@＝＠+-＋－")
_CHANNELS = ("bank", "tax", "township")
MOST_LINES = 20_000


class NotSent(RoadError):
    """The message cannot be sent: what is wrong, and in which line (1-based, 0: the whole)."""

    def __init__(self, code: str, line: int = 0, detail: str = "") -> None:
        super().__init__(code, detail or (f"line {line}" if line else ""))
        self.line = line


def check(fact: Fact, today: date) -> None:
    """Raise NotSent when the fact must not go down."""
    looked = _CHECKS.get(type(fact))
    if looked:
        looked(fact, today)


def _payouts(fact: PayoutListSent, today: date) -> None:
    if not calendar.is_month(fact.month):
        raise NotSent("month")
    _count(len(fact.lines))
    for place, line in enumerate(fact.lines, start=1):
        _person(line.id_number, place, today)
        _name(line.name, place)
        if line.base_fen + line.account_fen + line.extra_fen != line.total_fen or not 0 <= line.total_fen <= FEN_MOST:
            raise NotSent("total", place)
    if len({line.id_number for line in fact.lines}) != len(fact.lines):
        raise NotSent("twice")
    if (fact.payees, fact.total_fen) != (len(fact.lines), sum(line.total_fen for line in fact.lines)):
        raise NotSent("total")


def _paid(fact: PaidListSent, today: date) -> None:
    if not fact.name.strip():
        raise NotSent("title")
    if fact.channel not in _CHANNELS:
        raise NotSent("channel")
    _count(len(fact.lines))
    for place, line in enumerate(fact.lines, start=1):
        _person(line.id_number, place, today)
        _cell(line.name, place)
        if not YEAR_FIRST <= line.year <= today.year + 1:
            raise NotSent("year", place)
        if not 0 < line.amount_fen <= FEN_MOST:
            raise NotSent("amount", place)
        if line.paid_on:
            _day(line.paid_on, place)
    if len({(line.id_number, line.year) for line in fact.lines}) != len(fact.lines):
        raise NotSent("twice")


def _list(fact: ListSent, today: date) -> None:
    if not fact.title.strip():
        raise NotSent("title")
    _count(len(fact.rows))
    for place, row in enumerate(fact.rows, start=1):
        if len(row.cells) != len(fact.columns):
            raise NotSent("cells", place)
        for cell in (row.name, *row.cells):
            _cell(cell, place)
    if fact.answer_by:
        _day(fact.answer_by, 0)


def _policy(fact: PolicySent, today: date) -> None:
    """Checks without the rules; the desk reads the file with the rules' own reader."""
    _day(fact.since, 0)
    try:
        named = tomllib.loads(fact.text).get("id")
    except tomllib.TOMLDecodeError as reason:
        raise NotSent("policy", detail=str(reason)) from reason
    if not fact.policy or named != fact.policy:
        raise NotSent("policy", detail="id")


def _form(fact: FormSent, today: date) -> None:
    """Checks of a part by itself; a form of one part must have the bytes that its digest names."""
    if not 0 < len(fact.form.strip()) <= form_pieces.NAME_LONGEST:
        raise NotSent("form-name")
    _cell(fact.form, 0)
    if not form_pieces.DIGEST.fullmatch(fact.sha256) or not form_pieces.fits(fact.part, fact.parts, fact.data):
        raise NotSent("form-piece")
    if not 0 < fact.bytes <= form_pieces.FORM_BYTES:
        raise NotSent("form-size")
    if fact.parts == 1 and form_pieces.whole({1: fact.data}, 1, fact.sha256) is None:
        raise NotSent("form-piece")


def _numbers(fact: NumbersGiven, today: date) -> None:
    if not fact.book.strip():
        raise NotSent("book")
    if not (fact.first.isdecimal() and fact.last.isdecimal() and len(fact.first) == len(fact.last)):
        raise NotSent("numbers")
    if not 0 <= int(fact.last) - int(fact.first) <= 100_000:
        raise NotSent("numbers")


def _correction(fact: CorrectedAbove, today: date) -> None:
    """Checks of the values alone; whether they fit the person is checked where the books are."""
    if "name" in fact.changes:
        _name(str(fact.changes["name"]), 0)
    for text in (*fact.changes.values(), fact.reason):
        if isinstance(text, str):
            _cell(text, 0)


def _name(text: str, line: int) -> None:
    if not text.strip():
        raise NotSent("name", line)
    if text.strip().startswith(_SIGNS):
        raise NotSent("formula", line, text.strip()[:12])


def _cell(text: str, line: int) -> None:
    if _FORMULA.match(text):
        raise NotSent("formula", line, text.strip()[:12])


def _person(number: str, line: int, today: date) -> None:
    if identity.doubt(number, today):
        raise NotSent("id_number", line)


def _day(text: str, line: int) -> None:
    if calendar.day(text) is None:
        raise NotSent("day", line)


def _count(lines: int) -> None:
    if not 0 < lines <= MOST_LINES:
        raise NotSent("lines")


_CHECKS: dict[type[Any], Callable[[Any, date], None]] = {
    PayoutListSent: _payouts,
    PaidListSent: _paid,
    ListSent: _list,
    PolicySent: _policy,
    FormSent: _form,
    NumbersGiven: _numbers,
    CorrectedAbove: _correction,
}
