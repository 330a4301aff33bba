"""The base pension by level of government (R8): from which month on, and when it was announced."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Part
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.drawing import DueMonth
from village_desk.domain.policy.levels import Level
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable
from village_desk.words import _

KEY = "base_pension"


@value
class BaseLine:
    """The base pension of a level in fen a month, from a month on until the next one of that level.

    ``announced`` may be later than ``first``: such a raise is paid backwards. Where the file does not say when it was
    announced, it is known from its first month on.
    """

    level: Level
    fen: int
    first: Month
    announced: date | None
    source: Source

    def known(self, on: date) -> bool:
        """Whether the value had been announced by a day."""
        return (self.announced or self.first.first_day()) <= on


@lru_cache(maxsize=4096)
def lines(policy: Policy, month: Month, known_on: date) -> tuple[BaseLine, ...]:
    """The base pension of a month, one line a level, as known on a day; empty before the first."""
    begun = [line for line in policy.values(BaseLine) if line.first <= month and line.known(known_on)]
    latest = {line.level: line for line in begun}
    return tuple(latest[level] for level in Level if level in latest)


def fen(policy: Policy, month: Month, known_on: date) -> int:
    """The base pension of a month, all levels together."""
    return sum(line.fen for line in lines(policy, month, known_on))


def _read(file: PolicyTable) -> tuple[BaseLine, ...]:
    """The lines by month. Refused when a level has two values from one month, or the sum stands beside a level."""
    found: list[BaseLine] = []
    for row in file.tables(KEY):
        line = _read_row(row)
        if any((other.level, other.first) == (line.level, line.first) for other in found):
            row.wrong("from", _("同一级从同一个月起有两个标准"))
        if any((other.level is Level.ALL) != (line.level is Level.ALL) for other in found):
            row.wrong("level", _("all（各级合计）不能和分级的写在同一份文件里：会加两次；请都分级写，或都写合计"))
        row.done()
        found.append(line)
    return tuple(sorted(found, key=lambda line: line.first))


def _read_row(row: PolicyTable) -> BaseLine:
    announced = row.day("announced") if row.has("announced") else None
    return BaseLine(row.word("level", Level), row.money("amount"), row.month("from"), announced, row.source())


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """The base pension of the month by level, and the raises that are announced already (R8)."""
    month = Month.of(on)
    now = lines(policy, month, on)
    for line in now:
        yield Clause(_since(line) + _paid_backwards(line), line.source)
    if len(now) > 1:
        total = money.short(sum(line.fen for line in now))
        yield Clause(_("各级合计每月 {fen} 元").format(fen=total), policy.source)
    for line in policy.values(BaseLine):
        if line.first > month and line.announced and line.announced <= on:
            words = _("{day} 已公布：{line}").format(day=line.announced, line=_since(line))
            yield Clause(words, line.source)


def _since(line: BaseLine) -> str:
    return _("{level}：每月 {fen} 元，{month}起").format(
        level=line.level.in_words(), fen=money.short(line.fen), month=line.first.in_chinese()
    )


def _paid_backwards(line: BaseLine) -> str:
    if line.announced is None or line.announced < (line.first + 1).first_day():
        return ""
    return _("（{day} 公布，公布前的月份补发）").format(day=line.announced)


def _parts(policy: Policy, due: DueMonth) -> tuple[Part, ...]:
    """The base is always listed, even as zero where the policy has none."""
    return _listed(policy, due.month, due.known_on)


@lru_cache(maxsize=4096)
def _listed(policy: Policy, month: Month, known_on: date) -> tuple[Part, ...]:
    """The parts of a month: the same for everybody."""
    words = _("基础养老金（{level}）")
    return tuple(
        Part("base_" + line.level.value, words.format(level=line.level.in_words()), line.fen, line.source)
        for line in lines(policy, month, known_on)
    ) or (Part("base", _("基础养老金"), 0),)


MECHANISM = Mechanism(KEY, BaseLine, ClauseSubject.BASE_PENSION, _read, _clauses, _parts)
