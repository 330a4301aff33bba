"""The meaning of columns of a roster or a payout list, where a person must say it: the choices, and the memory.

A meaning is given once for an exact set of headings, and used for these headings until somebody changes it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement import facts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import FIELDS
from village_desk.services.fact_words import field_name
from village_desk.store import columns
from village_desk.store.columns import Assigned as Assigned
from village_desk.store.database import Store
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.workbooks.columns.headings import Heading as Heading
    from village_desk.workbooks.columns.headings import Headings as Headings

AUTO = "auto"
"""The option word for a column that the program must recognise by itself again."""
_NOT_READ = "ignore"


class ListKind(Enum):
    """The kinds of list whose columns can be assigned."""

    ROSTER = "roster"
    PAYOUT = "payout"

    def fields(self) -> dict[str, str]:
        """The fields that a column can be, with their names on screen; "" is a column that is not read."""
        return _roster() if self is ListKind.ROSTER else _payout()


class ColumnsUnknown(Refused):
    """A refusal that ends once somebody assigns the columns of ``headings`` to fields."""

    def __init__(self, refusal: Refused, headings: Sequence[Headings]) -> None:
        super().__init__(refusal.message, refusal.cure, refusal.code, refusal.field)
        self.headings = tuple(headings)


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Wraps the reading of a workbook: unclear columns are raised as ColumnsUnknown."""
    from village_desk.workbooks.columns import headers, headings

    try:
        yield
    except headers.ColumnsUnclear as why:
        cure = _("{cure}；也可以在下面说明哪一列是什么").format(cure=why.cure) if why.tables else why.cure
        raise ColumnsUnknown(Refused(why.message, cure, why.code, why.field), headings.of_refusal(why)) from None


def of_file(store: Store, kind: ListKind, path: Path) -> tuple[Headings, ...]:
    """The headings of a workbook with their present fields. Refused or Trouble when it cannot be opened."""
    from village_desk.workbooks.columns import headings, vocabulary

    words, needed = {
        ListKind.ROSTER: (vocabulary.ROSTER, vocabulary.ROSTER_NEEDS),
        ListKind.PAYOUT: (vocabulary.PAYOUT, vocabulary.PAYOUT_NEEDS),
    }[kind]
    return headings.of_file(path, words, needed, remembered(store, kind))


def _roster() -> dict[str, str]:
    from village_desk.workbooks.columns.vocabulary import column

    people = {column(name): field_name(name) for name, info in FIELDS.items() if info.headings}
    return people | {"sex": _("性别"), "birth": _("出生日期"), "serial": _("序号"), "": _("不用读")}


def _payout() -> dict[str, str]:
    return {
        "base": _("基础养老金（各级都算）"),
        "account_part": _("个人账户养老金"),
        "extra": _("加发（补发也算）"),
        "minus": _("扣回"),
        "": _("不是钱，不用管"),
        "total": _("合计（应发）"),
        **{name: field_name(name) for name in ("name", "id_number", "account")},
        "way": _("发放方式"),
        "month": _("所属期（月份）"),
        "serial": _("序号"),
    }


_COMMANDED = {
    "base": "basic",
    "account_part": "personal-account",
    "account": "bank-account",
    "extra": "addition",
    "minus": "deduction",
    "": _NOT_READ,
}
"""The option words that differ from the names of the fields."""


def reading_of(kind: ListKind, heading: Heading) -> str:
    """The field of a column, in words; a column that the program recognises but has no use for is called so."""
    if heading.field:
        return kind.fields().get(heading.field, _("认得，不用读"))
    return _("不用读") if heading.assigned else _("不认得")


def commanded(field: str) -> str:
    """The word of the commands for a field."""
    return _COMMANDED.get(field, field.replace("_", "-"))


def names(kind: ListKind) -> dict[str, str]:
    """The option words of a command for each field of a column, with the field's name on screen."""
    words_of = {commanded(field): words for field, words in kind.fields().items()}
    return words_of | {AUTO: _("不再按说明，由程序认")}


def by_words(kind: ListKind, tables: Sequence[Headings], named: Mapping[str, str]) -> Assigned:
    """A command's column assignments, heading to option word (``{"县级加发": "addition"}``), as they are stored.

    Refused ``column_unknown`` for a heading that no table has, ``column_field`` for a word that is none of ``names``;
    both refusals list the possible ones.
    """
    found: Assigned = {}
    for words, name in named.items():
        field = _field(kind, name)
        places = [(table, each) for table in tables for each in table.columns if words in (each.words, _last(each))]
        if not places:
            listed = _("、").join(dict.fromkeys(each.words for table in tables for each in table.columns))
            raise Refused(
                _("没有“{words}”这一列").format(words=words),
                _("有的列：{listed}").format(listed=listed),
                "column_unknown",
            )
        for table, each in places:
            found.setdefault(table.key, {})[each.column] = field
    return found


def _last(heading: Heading) -> str:
    """The lowest words of a heading of several rows."""
    return heading.words.rpartition("/")[2]


def _field(kind: ListKind, name: str) -> str:
    for field, words in kind.fields().items():
        if name in (words, words.partition("（")[0], commanded(field)):
            return field
    if name == AUTO:
        return AUTO
    listed = _("、").join(_("{name}＝{words}").format(name=name, words=words) for name, words in names(kind).items())
    raise Refused(
        _("“{name}”不是可写的项目").format(name=name), _("可以写：{listed}").format(listed=listed), "column_field"
    )


def merged(before: Assigned, now: Assigned) -> Assigned:
    """The remembered assignments overridden by the new ones; AUTO removes a column's assignment."""
    merged = {key: dict(fields) for key, fields in before.items()}
    for key, fields in now.items():
        kept = merged.setdefault(key, {}) | fields
        merged[key] = {place: field for place, field in kept.items() if field != AUTO}
    return merged


def remembered(store: Store, kind: ListKind) -> Assigned:
    """The stored assignments of columns for this kind of list."""
    return columns.assigned(store.db, kind.value)


def remember(store: Store, kind: ListKind, now: Assigned) -> None:
    """Record the new assignments that differ from the stored ones. Call inside ``writing()``."""
    before = remembered(store, kind)
    for key, fields in merged(before, now).items():
        if fields != before.get(key, {}):
            store.record(facts.SettingChanged(columns.setting(kind.value, key), columns.written(fields)))


def in_words(kind: ListKind, tables: Sequence[Headings]) -> str:
    """The columns assigned by a person, in one line; empty when there is none."""
    assigned = [
        _("“{words}”＝{field}").format(words=each.words, field=reading_of(kind, each))
        for table in tables
        for each in table.columns
        if each.assigned
    ]
    return _("按本台说过的读：{columns}").format(columns=_("，").join(dict.fromkeys(assigned))) if assigned else ""


def asked(tables: Sequence[Headings]) -> list[Heading]:
    """The columns that must be assigned before the list can be taken, each heading once."""
    found = [each for table in tables for each in table.columns if each.asked]
    return list({each.words: each for each in found}.values())


def refuse_while_asked(tables: Sequence[Headings]) -> None:
    """ColumnsUnknown ``columns_asked`` while there are such columns."""
    found = asked(tables)
    if found:
        words = _("、").join(f"“{each.words}”" for each in found)
        cure = _("请先说明是基础、个人账户、加发还是扣回；说一次，下个月就记得")
        refusal = Refused(_("{words}是哪一项？程序不认识").format(words=words), cure, "columns_asked")
        raise ColumnsUnknown(refusal, tables)
