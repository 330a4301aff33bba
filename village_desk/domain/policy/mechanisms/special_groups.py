"""Special groups (特殊群体, R5) of a place, and when a person belongs to one."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable
from village_desk.words import _

KEY = "groups"


@value
class SpecialGroup:
    """A group as the place names it; ``code`` is its code in the county's system (aac066)."""

    key: str
    name: str
    code: str


@value
class Membership:
    """A person belongs to a group for a time; ``listed_by`` is the office whose list shows it (民政, 残联 ...).

    ``period`` holds the days on which they belong to it for certain; without ``begin_known`` it may have begun before.
    """

    group: str
    period: Period
    listed_by: str = ""
    begin_known: bool = True


_SAME = tuple(
    frozenset(words.split())
    for words in (
        "低保 低保对象 低保户 低保人员 低保人口 最低生活保障 最低生活保障对象 "
        "城乡低保 城乡低保对象 农村低保 农村低保对象",
        "特困 特困人员 特困供养 特困供养人员 特困户 五保 五保户 五保对象 五保供养对象 农村特困人员 分散供养 集中供养",
        "重残 重度残疾 重度残疾人 重度残疾人员 重残人员 一级残疾 二级残疾 残疾一级 残疾二级 1级残疾 2级残疾 "
        "残疾1级 残疾2级 残疾人一级 残疾人二级 残疾1-2级 1-2级残疾 一二级残疾 残疾一二级",
        "残疾三级 残疾四级 三级残疾 四级残疾 残疾3级 残疾4级 3级残疾 4级残疾 残疾3-4级 3-4级残疾 残疾三四级 三四级残疾",
        "贫困人口 贫困户 建档立卡贫困人口 建档立卡贫困户 建档立卡户 建档立卡",
    )
)
"""Words that people write for the same group. A longer word that contains one of them does not count."""
_OVER = re.compile("原|曾|退出|取消|注销|停|不再|过期|失效|已脱")
_BRACKETS = re.compile(r"[(（][^)）]*[)）]?")
_GRADE = re.compile(r"(?:[一二三四1234][、和至-]?)+级")
_SORTS = (
    ("残",),
    ("低保", "最低生活保障", "低收入"),
    ("特困", "五保"),
    ("贫困", "建档立卡", "返贫", "监测对象", "监测户"),
    ("计生", "计划生育", "独生子女", "失独"),
)
"""Parts of words by which a word may mean a group whose name has a part of the same sort."""
_HARDSHIP = "困难"
"""It may mean any group of poor people."""
_SLIGHT, _SEVERE = re.compile("[三四34]级|轻"), re.compile("重|[一1]")


def named(groups: Iterable[SpecialGroup], stated: str, grade: str = "") -> tuple[SpecialGroup, ...]:
    """The groups in the words of a roster, by exact name or a synonym; words for a past membership count as none.

    ``grade`` is one that stands in a column of its own: 残疾 with 一级.
    """
    words = {bare for word in _words(stated) for bare in (_bare(word), *_graded(word, grade))}
    meant = words.union(*(same for same in _SAME if same & words))
    return tuple(group for group in groups if _bare(group.name) in meant or group.name in words)


def near(groups: Iterable[SpecialGroup], stated: str, grade: str = "") -> tuple[SpecialGroup, ...]:
    """The groups that the words may mean without naming them or any other: 残疾 without a grade, 低保边缘, 困难.

    Nobody belongs to a group by such words; whether they do must be asked.
    """
    known = tuple(groups)
    open_words = [word for word in _words(stated) if not named(known, word, grade)]
    return tuple(group for group in known if any(_may_mean(word + grade, group.name) for word in open_words))


def of_now(stated: str) -> str:
    """What was stated, without the words for a past membership; "" where nothing is left."""
    return _("、").join(_words(stated))


def _may_mean(word: str, group: str) -> bool:
    if _SLIGHT.search(word) and _SEVERE.search(group):
        return False
    sorts = [parts for parts in _SORTS if any(part in group for part in parts)]
    if _HARDSHIP in word and any(parts in _SORTS[1:4] for parts in sorts):
        return True
    return any(part in word for parts in sorts for part in parts)


def _words(stated: str) -> list[str]:
    """The single words of what was stated, without those for a past membership."""
    return [word for word in re.split("[、,，/;；+ ]", stated) if word and not _OVER.search(word)]


def _graded(word: str, grade: str) -> Iterator[str]:
    """The ways of writing a disability with its grade; a word that has a grade already keeps it."""
    found = _GRADE.search(grade)
    if found and "残" in word and not _GRADE.search(word):
        yield f"残疾{found[0]}"


def _bare(words: str) -> str:
    return _BRACKETS.sub("", words).strip()


def _read(file: PolicyTable) -> tuple[SpecialGroup, ...]:
    found: dict[str, SpecialGroup] = {}
    for row in file.tables(KEY):
        group = SpecialGroup(row.text("key"), row.text("name"), row.text("code", ""))
        if group.key in found:
            row.wrong("key", _("群体“{key}”重复").format(key=group.key))
        row.done()
        found[group.key] = group
        file.file.groups.add(group.key)
    return tuple(found.values())


def read_named(row: PolicyTable, key: str) -> tuple[str, ...]:
    """The groups in a row. Refused when the file does not list one of them."""
    named = row.texts(key)
    for each in named:
        if each not in row.file.groups:
            row.wrong(key, _("没有列出名为“{key}”的群体").format(key=each))
    return named


def name(policy: Policy, key: str) -> str:
    """The place's own name of a group."""
    return next((group.name for group in policy.values(SpecialGroup) if group.key == key), key)


def names(policy: Policy, keys: frozenset[str]) -> str:
    """The place's own names of these groups, in its own order."""
    return _("、").join(group.name for group in policy.values(SpecialGroup) if group.key in keys)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    groups = policy.values(SpecialGroup)
    if groups:
        words = _("、").join(
            _("{name}（代码 {code}）").format(name=group.name, code=group.code) if group.code else group.name
            for group in groups
        )
        yield Clause(_("群体：{names}").format(names=words), policy.source)


MECHANISM = Mechanism(KEY, SpecialGroup, ClauseSubject.GROUPS, _read, _clauses)
