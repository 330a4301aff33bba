"""Special groups (特殊群体), when somebody belongs to them, and which one counts when there are several (R5).

The order of precedence changed over time, so it is a dated value of the policy (W9).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.policy_file import Table, read_dated
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class SpecialGroup:
    """A group as the place names it; ``code`` is its code in the county's system (aac066)."""

    key: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody belongs to a group for a time; ``told_by`` says whose list it was (民政, 残联 ...)."""

    group: str
    period: Period
    told_by: str = ""


_SAME = tuple(
    frozenset(words.split())
    for words in (
        "低保 低保对象 低保户 低保人员 低保人口 最低生活保障对象 城乡低保 城乡低保对象 农村低保 农村低保对象",
        "特困 特困人员 特困供养 特困供养人员 特困户 五保 五保户 五保对象 五保供养对象 农村特困人员 分散供养 集中供养",
        "重残 重度残疾 重度残疾人 重度残疾人员 重残人员 一级残疾 二级残疾 残疾一级 残疾二级 1级残疾 2级残疾",
        "贫困人口 贫困户 建档立卡贫困人口 建档立卡贫困户 建档立卡户 建档立卡",
    )
)
"""Words that people write for one and the same group. A word that only holds one of them is none."""
_OVER = re.compile("原|曾|退出|取消|注销|停|不再|过期|失效|已脱")
_BRACKETS = re.compile(r"[(（][^)）]*[)）]?")


def named(groups: Iterable[SpecialGroup], told: str) -> tuple[SpecialGroup, ...]:
    """The groups that words of a roster name exactly, or by a word for the same; what is over names none."""
    words = {_bare(word) for word in re.split("[、,，/;；+ ]", told) if word and not _OVER.search(word)}
    meant = words.union(*(same for same in _SAME if same & words))
    return tuple(group for group in groups if _bare(group.name) in meant or group.name in words)


def _bare(words: str) -> str:
    return _BRACKETS.sub("", words).strip()


@dataclass(frozen=True, slots=True)
class Precedence:
    """The order in which groups count, first wins."""

    period: Period
    source: Source
    order: tuple[str, ...]

    def first(self, groups: Iterable[str]) -> str | None:
        """The group that counts; one that the order does not name counts only when no other does."""
        known = [group for group in self.order if group in set(groups)]
        return known[0] if known else next(iter(sorted(groups)), None)


def read(rows: Sequence[Table]) -> tuple[SpecialGroup, ...]:
    """The groups that a policy file names."""
    found: dict[str, SpecialGroup] = {}
    for row in rows:
        group = SpecialGroup(row.text("key"), row.text("name"), row.text("code", ""))
        if group.key in found:
            row.wrong("key", _("群体“{key}”重复").format(key=group.key))
        row.done()
        found[group.key] = group
    return tuple(found.values())


def read_precedence(rows: Sequence[Table], groups: Sequence[SpecialGroup]) -> tuple[Precedence, ...]:
    """The orders of precedence of a policy file. Refused when two hold on one day or a group is unknown."""
    return read_dated(rows, lambda row: _read_order(row, groups))


def _read_order(row: Table, groups: Sequence[SpecialGroup]) -> Precedence:
    order = row.texts("order")
    check_known(row, "order", order, groups)
    return Precedence(row.period(), row.source(), order)


def check_known(row: Table, key: str, named: Iterable[str], groups: Sequence[SpecialGroup]) -> None:
    """Refuse a table that names a group which the file does not list."""
    known = {group.key for group in groups}
    for each in named:
        if each not in known:
            row.wrong(key, _("没有列出名为“{key}”的群体").format(key=each))
