"""The levels of government that share a payment, and how a sum is split between them without losing a fen (R3)."""

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.policy.reader import PolicyTable
from village_desk.words import _


class Level(Enum):
    """Who in the government pays. ALL is for a place that publishes only the sum."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    ALL = "all"

    def in_words(self) -> str:
        """中央, 省级, 市级, 县级, or 各级财政."""
        return {
            "central": _("中央"),
            "province": _("省级"),
            "city": _("市级"),
            "county": _("县级"),
            "all": _("各级财政"),
        }[self.value]


@value
class Share:
    """A level's share of a sum: a fixed amount in fen, or else a part of what the fixed amounts leave."""

    level: Level
    fixed_fen: int = 0
    part: Fraction = Fraction(0)


def read(table: PolicyTable) -> tuple[Share, ...]:
    """The ``levels`` of a table of a policy file.

    Refused when the percentages do not make 100, a level stands twice, or the sum of all stands beside a level.
    """
    rows = table.tables("levels")
    shares = tuple(_read_share(row) for row in rows)
    named = [share.level for share in shares]
    for row, level in zip(rows, named, strict=True):
        if named.count(level) > 1:
            row.wrong("level", _("{level}写了两次").format(level=level.in_words()))
        if level is Level.ALL and len(named) > 1:
            row.wrong("level", _("all（各级合计）不能和分级的写在一起：会加两次"))
    if shares and sum(share.part for share in shares) != 1:
        table.wrong("levels", _("各级分担的百分比加起来应为 100（固定金额另算）"))
    return shares


def _read_share(row: PolicyTable) -> Share:
    level = row.word("level", Level)
    share = Share(level, row.money("amount", 0), row.percent("percent", Fraction(0)))
    row.done()
    return share


def split(total_fen: int, shares: Iterable[Share]) -> tuple[tuple[Level, int], ...]:
    """The sum by level, to the fen: fixed amounts first, in their order and only while there is something left.

    Then the parts of what they leave; what rounding leaves falls to the last part.
    """
    known = list(shares)
    if not known:
        return ((Level.ALL, total_fen),)
    fixed, rest = [], total_fen
    for share in known:
        fixed.append(min(share.fixed_fen, rest))
        rest -= fixed[-1]
    parts = [rest * share.part.numerator // share.part.denominator for share in known]
    last = max(place for place, share in enumerate(known) if share.part)
    parts[last] += rest - sum(parts)
    return tuple((share.level, one + two) for share, one, two in zip(known, fixed, parts, strict=True))
