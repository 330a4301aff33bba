"""Reads a clerk's lists from plain files that any program can write. No SQL, no signing."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any

from sync.agreement import divisions, facts, money
from sync.agreement.down_checks import NotSent
from sync.agreement.sent import ListSent, PaidLine, PaidListSent, PayoutListSent, PayoutSentLine, PolicySent, Question
from sync.township.lent import NOTHING, Lent, NotTaken

_PAYOUT = {
    "姓名": "name",
    "身份证号": "id_number",
    "基础养老金": "base_fen",
    "个人账户养老金": "account_fen",
    "加发": "extra_fen",
    "合计": "total_fen",
    "账号": "account",
    "发放方式": "way",
}
_PAID = {"身份证号": "id_number", "年度": "year", "金额": "amount_fen", "姓名": "name", "缴费日期": "paid_on"}
_WHO = ("身份证号", "姓名")


def text_of(path: Path) -> str:
    """The text of a file: UTF-8 first, since some UTF-8 reads as GB18030 too. NotSent ``encoding``."""
    return decoded(path.read_bytes())


def decoded(data: bytes) -> str:
    """The text of a file's bytes. NotSent ``encoding``."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotSent("encoding")


def payout(sent: str, month: str, text: str) -> PayoutListSent:
    """A month's payout list. Raises NotSent."""
    lines = [_made(PayoutSentLine, row, place) for place, row in enumerate(_rows(text, _PAYOUT), start=1)]
    return PayoutListSent(sent, month, len(lines), sum(line.total_fen for line in lines), tuple(lines))


def any_payout(sent: str, month: str, data: bytes, name: str, today: date, lent: Lent = NOTHING) -> PayoutListSent:
    """A month's payout list in the strict form, or in any other that a desk takes, where one lends its reader.

    Raises NotSent, in the words of the strict form when nothing in the file looks like a payout list.
    """
    try:
        return payout(sent, month, decoded(data))
    except NotSent as strict:
        if lent.payouts is None:
            raise
        try:
            found, lines = lent.payouts(data, name, month, today)
        except NotTaken as why:
            raise (strict if why.code == "unknown" else NotSent("as-said", detail=why.detail)) from why
    return PayoutListSent(sent, found, len(lines), sum(line.total_fen for line in lines), tuple(lines))


def paid(sent: str, name: str, channel: str, text: str) -> PaidListSent:
    """Who paid elsewhere. Raises NotSent."""
    lines = [_made(PaidLine, row, place) for place, row in enumerate(_rows(text, _PAID), start=1)]
    return PaidListSent(sent, name, channel, tuple(lines))


def asked(sent: str, title: str, text: str, codes: Mapping[str, str], answer_by: str = "") -> ListSent:
    """A list whose rows are to be looked into (CSV only). Raises NotSent."""
    read = list(_table(text))
    columns = tuple(name for name in (read[0] if read else {}) if name not in _WHO)
    rows = [
        Question(row.get("身份证号", ""), row.get("姓名", ""), tuple(row[name] for name in columns)) for row in read
    ]
    return ListSent(sent, title, columns, tuple(rows), dict(codes), answer_by)


def policy(sent: str, since: str, text: str, villages: Iterable[str] = (), lent: Lent = NOTHING) -> PolicySent:
    """A policy file, to be followed from a day on by the desks of these villages.

    Raises NotSent ``policy`` for a text that is no TOML, ``policy-place`` for another place's, and, where a desk's
    program lends its check, for one that no desk can use.
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise NotSent("policy") from reason
    found = PolicySent(sent, str(read.get("id", "")), since, text)
    elsewhere = sorted({each for each in villages if not divisions.covers(str(read.get("jurisdiction", "")), each)})
    if lent.policies is not None:
        try:
            lent.policies(text, sorted(set(villages)))
        except NotTaken as why:
            raise NotSent("as-said", detail=why.detail) from why
    if elsewhere:
        raise NotSent("policy-place", detail="、".join(elsewhere))
    return found


def _rows(text: str, names: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    if text.lstrip().startswith("["):
        try:
            found: list[dict[str, Any]] = json.loads(text)
        except (ValueError, RecursionError) as reason:
            raise NotSent("json") from reason
        return found
    table = enumerate(_table(text), start=1)
    return [
        {names[title]: _value(names[title], cell, place) for title, cell in row.items() if title in names and cell}
        for place, row in table
    ]


def _table(text: str) -> Iterable[dict[str, str]]:
    place = 0
    try:
        for place, row in enumerate(csv.DictReader(io.StringIO(text)), start=1):
            if None in row or None in row.values():
                raise NotSent("cells", place)
            yield {title.strip(): cell.strip() for title, cell in row.items()}
    except csv.Error as reason:
        raise NotSent("cells", place + 1) from reason


def _value(field: str, cell: str, line: int) -> str | int:
    if field == "year":
        try:
            return int(cell)
        except ValueError as reason:
            raise NotSent("amount", line) from reason
    return fen(cell, line) if field.endswith("_fen") else cell


def fen(yuan: str, line: int) -> int:
    """The fen of an amount typed in yuan. NotSent ``amount`` for a text that is no amount."""
    try:
        return money.read(yuan)
    except money.NoAmount as reason:
        raise NotSent("amount", line) from reason


def _made(part: type[Any], values: Any, line: int) -> Any:
    """The line, every field of its own type. NotSent ``columns`` or ``cells`` when one is missing or of another."""
    try:
        return facts.part("list", "lines", part, values)
    except facts.Misfit as reason:
        raise NotSent("columns", line, _needed(part)) from reason


def _needed(part: type[Any]) -> str:
    """The headings that a list of such lines must have."""
    needed = {each.name for each in fields(part) if each.default is MISSING}
    return "、".join(title for title, name in (_PAYOUT if part is PayoutSentLine else _PAID).items() if name in needed)
