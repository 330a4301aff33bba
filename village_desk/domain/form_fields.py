"""The dictionary of what a form may name between braces, and the values that fill it. No files, no cells."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeAlias, TypedDict

from sync.agreement.values import value
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.months import Month
from village_desk.domain.people import FIELDS

_ALIKE = 0.6
"""How much a wrong name must have in common with a known one to be offered, from 0 to 1; tried on misspelt names."""


class FieldKind(Enum):
    """The sort of value that stands in a field."""

    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    PICTURE = "picture"

    @property
    def is_summed(self) -> bool:
        """Whether a group, a page and a list have a sum of it."""
        return self in (FieldKind.MONEY, FieldKind.NUMBER)


class Of(Enum):
    """Of whom or what a field says something; the words are those of the help."""

    PERSON = "人"
    HOUSEHOLD = "户"
    VILLAGE = "村"
    COORDINATOR = "协办员"
    YEAR = "年度"
    BUSINESS = "业务"


@value
class FormField:
    """A field that a form may name. ``name`` is its key in a ``FormContent``; a form may write an alias as well.

    ``personal``: masked on lists. ``hint``: what stands there, "" where the name says it. ``person``: the field of
    ``people.FIELDS`` that it is, ``column``: the column of lists that it is; "" for none. ``optional``: nobody misses
    it where nothing is known. ``by_policy``: the words to tick are those of the place, in ``FormContent.options``.
    """

    name: str
    aliases: tuple[str, ...]
    kind: FieldKind
    of: Of
    personal: bool = False
    hint: str = ""
    person: str = ""
    column: str = ""
    optional: bool = False
    by_policy: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The words to tick that are the same everywhere: those that the hint of a choice lists (男、女)."""
        listed = self.hint.partition("，")[0] if self.kind is FieldKind.CHOICE else ""
        return tuple(listed.split("、")) if "、" in listed else ()

    @property
    def has_options(self) -> bool:
        """Whether anybody knows the words to tick."""
        return self.by_policy or bool(self.options)


@value
class Picture:
    """A picture to be put on a form: the bytes of a PNG or JPEG."""

    data: bytes


Value: TypeAlias = str | date | Month | int | Fraction | Picture
"""What may stand in a field. ``int`` is fen in a field of kind MONEY and a plain number in any other."""

Record: TypeAlias = Mapping[str, Value]
"""One line of a list: the values by the fields' names."""


@value
class FormContent:
    """What a form is filled with, by the dictionary's names. An absent name is not known: its place stays empty.

    ``lists``: the records of each list in their order; "" is the main list. ``options``: the words to tick of fields
    where the place decides which there are: ``{缴费档次:选项}`` prints a box for each.
    """

    values: Record = field(default_factory=dict)
    lists: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)


class FormFields:
    """The dictionary: fields by name and alias, and the names of lists with what stands in them."""

    def __init__(self, fields: Sequence[FormField], lists: Mapping[str, str]) -> None:
        self.fields = tuple(fields)
        self.lists = dict(lists)
        self._names: dict[str, FormField] = {}
        for each in fields:
            for name in (each.name, *each.aliases):
                if self._names.setdefault(bare(name), each) is not each:
                    raise ValueError(f"two fields are called {name}")

    def __iter__(self) -> Iterator[FormField]:
        return iter(self.fields)

    def find(self, name: str) -> FormField | None:
        """The field of that name or alias, however its letters and spaces are written."""
        return self._names.get(bare(name))

    def nearest(self, name: str) -> str:
        """The known name that is most like a wrong one, "" if none is near. An alias counts, and is offered as such."""
        near = difflib.get_close_matches(bare(name), self._names, 1, _ALIKE)
        return next(iter(near or self._one_sign_off(bare(name))), "")

    def _one_sign_off(self, name: str) -> list[str]:
        """Of a name of two signs that which begins or ends alike; none where several fields would do as well."""
        pairs = [each for each in self._names if len(each) == len(name) == 2]
        for sign in (0, 1):
            alike = [each for each in pairs if each[sign] == name[sign]]
            if len({self._names[each].name for each in alike}) == 1:
                return alike
        return []

    def nearest_list(self, name: str) -> str:
        """The same among the names of lists."""
        return next(iter(difflib.get_close_matches(name, self.lists, 1, _ALIKE)), "")


def bare(name: str) -> str:
    """A name as names are compared: narrow, small letters, without spaces."""
    return texts.plain(name).replace(" ", "").lower()


class _Entry(TypedDict, total=False):
    kind: str
    also: str
    personal: bool
    hint: str
    person: str
    column: str
    optional: bool
    by_policy: bool


def read(text: str) -> FormFields:
    """The dictionary in the text of ``fields.toml``, whose head describes it. ValueError where it is wrong."""
    tables = tomllib.loads(text)
    lists: dict[str, str] = tables.pop("lists", {})
    of_whom: dict[str, dict[str, _Entry]] = tables
    return FormFields(
        [_field(name, entry, Of(of)) for of, entries in of_whom.items() for name, entry in entries.items()], lists
    )


def _field(name: str, entry: _Entry, of: Of) -> FormField:
    unknown = set(entry) - set(_Entry.__annotations__)
    if unknown:
        raise ValueError(f"{name} has {', '.join(sorted(unknown))}")
    person = entry.get("person", "")
    info = FIELDS.get(person)
    names = (info.words, *info.headings) if info else ()
    aliases = dict.fromkeys(each for each in (*names, *entry.get("also", "").split()) if bare(each) != bare(name))
    return FormField(
        name,
        tuple(aliases),
        FieldKind(entry.get("kind", "text")),
        of,
        entry.get("personal", False),
        entry.get("hint", ""),
        person,
        entry.get("column", person.removesuffix("_fen")),
        entry.get("optional", False),
        entry.get("by_policy", False),
    )
