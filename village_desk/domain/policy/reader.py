"""The text of a policy file (TOML) read table by table, with the line of every mistake. Knows no mechanism.

Money stands in yuan in the file and becomes whole fen; rates stand in per cent and become exact fractions.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Dated, Period, overlap
from village_desk.domain.basics.sources import Certainty, Source
from village_desk.words import _

Word = TypeVar("Word", bound=Enum)
Read = TypeVar("Read")
Rule = TypeVar("Rule", bound=Dated)

FIRST_YEAR, LAST_YEAR, LONGEST_LIFE = 1900, 2900, 150
"""Bounds of numbers in a file: beyond them a number is a typing mistake, and dates could not be calculated."""

_LINE = re.compile(r" \(at line (\d+), column \d+\)")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")

Path = tuple[str | int, ...]
"""The keys that lead to a value; a number is the place of a row in its list."""


@dataclass(frozen=True)
class PolicyText:
    """The text being read, its name in refusals, and the documents and groups listed so far."""

    text: str
    name: str
    documents: dict[str, Source] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class PolicyTable:
    """One table of the file. Each value is taken once by its reader; ``done()`` refuses keys that no reader took."""

    values: Mapping[str, Any]
    file: PolicyText
    path: Path = ()
    taken: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        """Whether the key is written in this table."""
        return key in self.values

    def wrong(self, key: str, reason: str) -> NoReturn:
        """Refuse the file: name, line, key and reason, in the clerk's words."""
        path = (*self.path, key) if key else self.path
        raise refusal(self.file.name, reason, line_of(self.file.text, path), path)

    def _take(self, key: str, kind: type | tuple[type, ...], what: str, default: Any) -> Any:
        self.taken.add(key)
        if key not in self.values:
            if default is not None:
                return default
            self.wrong(key, _("缺少这一项"))
        value = self.values[key]
        fits = isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool)
        if not fits or isinstance(value, datetime):
            self.wrong(key, _("这里应写{what}").format(what=what))
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text value, without spaces around it."""
        return str(self._take(key, str, _("文字，用引号括起来"), default)).strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none when the key is not written."""
        return tuple(self._list_of(key, lambda each: each if isinstance(each, str) else None, _("文字的列表")))

    def flag(self, key: str, default: bool | None = None) -> bool:
        """true or false."""
        return bool(self._take(key, bool, "true / false", default))

    def whole(self, key: str, default: int | None = None, most: int = 1000) -> int:
        """A whole number from 0 to ``most``."""
        number = self._take(key, int, _("整数"), default)
        if not 0 <= number <= most:
            self.wrong(key, _("应在 0 和 {most} 之间").format(most=most))
        return int(number)

    def years(self, key: str, default: int | None = None) -> int:
        """A number of years, or an age."""
        return self.whole(key, default, LONGEST_LIFE)

    def year(self, key: str) -> int:
        """A calendar year."""
        year = self.whole(key, most=LAST_YEAR)
        if year < FIRST_YEAR:
            self.wrong(key, _("年份应在 {first} 和 {last} 之间").format(first=FIRST_YEAR, last=LAST_YEAR))
        return year

    def money(self, key: str, default: int | None = None) -> int:
        """An amount in yuan, as whole fen."""
        value = self._take(key, (int, Decimal), _("金额（元）"), None if default is None else Decimal(default) / 100)
        return self._fen(key, value)

    def signed_money(self, key: str) -> int:
        """An amount in yuan that may be negative, as whole fen."""
        value = self._take(key, (int, Decimal), _("金额（元）"), None)
        return self._fen(key, abs(value)) * (-1 if value < 0 else 1)

    def moneys(self, key: str) -> tuple[int, ...]:
        """A list of amounts in yuan, as whole fen; none when the key is not written."""
        amounts = self._list_of(key, lambda each: each if _is_number(each) else None, _("金额（元）的列表"))
        return tuple(self._fen(key, each) for each in amounts)

    def percent(self, key: str, default: Fraction | None = None) -> Fraction:
        """A rate written in per cent, as the exact fraction: 2.75 is 11/400."""
        value = self._take(key, (int, Decimal), _("百分数，如 2.75"), None if default is None else default * 100)
        if value < 0:
            self.wrong(key, _("不能是负数"))
        return Fraction(value) / 100

    def day(self, key: str, default: date | None = None) -> date:
        """A day, written 2014-02-21 without quotes."""
        value = self._take(key, date, _("日期，如 2014-02-21，不加引号"), default)
        assert isinstance(value, date)
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            self.wrong(key, _("年份应在 {first} 和 {last} 之间").format(first=FIRST_YEAR, last=LAST_YEAR))
        return value

    def month(self, key: str, default: Month | None = None) -> Month:
        """A month, written "2014-07" in quotes."""
        if default is not None and key not in self.values:
            self.taken.add(key)
            return default
        written = self.text(key)
        try:
            return Month.read(written)
        except Refused:
            self.wrong(key, _('这里应写月份，如 "2014-07"，要加引号'))

    def season(self, key: str) -> tuple[str, str] | None:
        """Month and day of the first and the last day of a season of each year: ``["04-15", "12-20"]``."""
        days = self.texts(key)
        if not days:
            return None
        try:
            first, last = (date.fromisoformat(f"2000-{day}") for day in days)
        except ValueError:
            self.wrong(key, _('应写两个月日，如 ["04-15", "12-20"]'))
        return f"{first:%m-%d}", f"{last:%m-%d}"

    def by_age(self, key: str, read: "Callable[[PolicyTable], int]") -> tuple[tuple[int, int], ...]:
        """Rows of an ``age`` and the number that holds from there on, ascending. Refused when an age stands twice."""
        pairs: dict[int, int] = {}
        for each in self.tables(key):
            age = each.years("age")
            if age in pairs:
                each.wrong("age", _("{age} 岁重复").format(age=age))
            pairs[age] = read(each)
            each.done()
        return tuple(sorted(pairs.items()))

    def word(self, key: str, kind: type[Word], default: Word | None = None) -> Word:
        """One of the words of an enum."""
        value = self.text(key, None if default is None else str(default.value))
        known = [str(each.value) for each in kind]
        if value not in known:
            self.wrong(key, _("“{value}”不认识，可写：{known}").format(value=value, known=_("、").join(known)))
        return kind(value)

    def period(self) -> Period:
        """``from`` and, when there is an end, ``to``."""
        first = self.day("from")
        last = self.day("to") if self.has("to") else None
        if last is not None and last < first:
            self.wrong("to", _("结束日期早于开始日期"))
        return Period(first, last)

    def source(self) -> Source:
        """The document that the table names; ``certainty`` beside it overrides the document's for this one value."""
        key = self.text("document")
        if key not in self.file.documents:
            self.wrong("document", _("没有列出名为“{key}”的文件").format(key=key))
        named = self.file.documents[key]
        sure = self.word("certainty", Certainty, named.certainty)
        return Source(named.number, named.title, named.dated, sure, self.text("note", named.note))

    def table(self, key: str) -> "PolicyTable | None":
        """A table inside this one, or None when the file has none."""
        self.taken.add(key)
        if key not in self.values:
            return None
        if not isinstance(self.values[key], dict):
            self.wrong(key, _("这里应写成 [{key}] 表").format(key=key))
        return PolicyTable(self.values[key], self.file, (*self.path, key))

    def tables(self, key: str) -> list["PolicyTable"]:
        """The rows of a list of tables; none when the key is not written."""
        rows = self._list_of(key, lambda each: each if isinstance(each, dict) else None, _("若干个 [[…]] 表"))
        return [PolicyTable(row, self.file, (*self.path, key, place)) for place, row in enumerate(rows)]

    def done(self) -> None:
        """Refuse a key that no reader took: it is misspelt, or from another version."""
        for key in self.values:
            if key not in self.taken:
                known = _("、").join(sorted(self.taken))
                self.wrong(key, _("不认识这一项，这里可写：{known}").format(known=known))

    def _list_of(self, key: str, fits: Callable[[Any], Read | None], what: str) -> list[Read]:
        values = self._take(key, list, what, ())
        found = [fits(each) for each in values]
        if any(each is None for each in found):
            self.wrong(key, _("这里应写{what}").format(what=what))
        return [each for each in found if each is not None]

    def _fen(self, key: str, yuan: int | Decimal) -> int:
        try:
            fen = money.from_yuan(Decimal(yuan))
        except Refused as fault:
            self.wrong(key, fault.message)
        if fen < 0:
            self.wrong(key, _("不能是负数"))
        return fen


def open_table(text: str, name: str) -> PolicyTable:
    """The whole file as one table. Refused (code ``policy``) with the line for a text that is no TOML."""
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        line = _LINE.search(str(fault))
        reason = _("这附近的写法不对，多半是少了引号、括号或逗号（{fault}）").format(fault=_LINE.sub("", str(fault)))
        raise refusal(name, reason, int(line[1]) if line else None, ()) from None
    return PolicyTable(values, PolicyText(text, name))


def read_dated(rows: Sequence[PolicyTable], read_row: Callable[[PolicyTable], Rule]) -> tuple[Rule, ...]:
    """The rules in the rows, one each. Refused when two of them hold on the same day."""
    found = tuple(read_all(rows, read_row))
    if clash := overlap(found):
        row = rows[next(place for place, each in enumerate(found) if each is clash[1])]
        row.wrong("from", _("与另一条同类规定的日期重叠"))
    return found


def read_all(rows: Sequence[PolicyTable], read_row: Callable[[PolicyTable], Read]) -> list[Read]:
    """The values of the rows, one each; a key that the reader did not take is refused."""
    found = []
    for row in rows:
        found.append(read_row(row))
        row.done()
    return found


def refusal(name: str, reason: str, line: int | None, path: Path) -> Refused:
    """The refusal of a policy file: which file, which line and key, and why."""
    place = _("第 {line} 行").format(line=line) if line else ""
    key = ".".join(f"[{each + 1}]" if isinstance(each, int) else each for each in path).replace(".[", "[")
    where = " ".join(each for each in (place, key) if each)
    message = _("政策文件 {name} {where}：{reason}").format(name=name, where=where, reason=reason)
    return Refused(message.replace(" ：", "："), _("改正后再读入；现在仍按原来的政策办理"), "policy", key)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def line_of(text: str, path: Path) -> int | None:
    """The line of the key, or of the nearest table around it that can be found; None when none can.

    A row inside a list that is written in one value (``rows = [{...}, ...]``) is found by counting its braces.
    """
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        for place in (path[:length], (*path[:length], 0)):
            if place in lines:
                return lines[place]
    return None


def _lines(text: str) -> dict[Path, int]:
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    value: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header and not line.lstrip().startswith("[{"):
            table, value = _opened(header, counts), ()
            found.setdefault(table, number)
        elif key:
            value = (*table, key[1])
            found.setdefault(value, number)
        if value:
            _rows(line, value, number, found, counts)
    return found


def _opened(header: re.Match[str], counts: dict[Path, int]) -> Path:
    """The path of a table header; ``[cases.given]`` belongs to the last of ``[[cases]]``."""
    path: Path = ()
    parts = [part.strip().strip("\"'") for part in header[2].split(".")]
    for place, part in enumerate(parts):
        path = (*path, part)
        if header[1] == "[[" and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _rows(line: str, value: Path, number: int, found: dict[Path, int], counts: dict[Path, int]) -> None:
    for row in re.findall(r"\{[^{}]*\}", line):
        counts[value] = counts.get(value, -1) + 1
        place = (*value, counts[value])
        found[place] = number
        for key in re.findall(r"([A-Za-z0-9_-]+)\s*=", row):
            found[(*place, key)] = number
