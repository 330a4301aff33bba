"""The common shape of all kinds of facts, and the conversion between a fact and its JSON body. No I/O."""

from __future__ import annotations

import dataclasses
import functools
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, Protocol, TypeVar, cast, get_args, get_origin

Scalar = str | int | bool
CARRIED_LONGEST = 200
"""The most characters of a carried field of a person."""
_CARRIED = "carried"
_WHOLE = 2**53
"""Every whole number below it, and no other, is the same in all programs that read JSON."""
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
REFERENCE = "reference"
"""Marks a type of text that says what a field refers to: ``SlipNo: TypeAlias = Annotated[str, REFERENCE]``.

Such a type stands in the module of its subject, or in ``card.py`` if several subjects use it.
"""


class Fact(Protocol):
    """The members that every fact has besides its own fields."""

    KIND: ClassVar[str]
    ABOUT: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


F = TypeVar("F", bound=Fact)


class UnknownKind(Exception):
    """A kind of fact that this version of the program does not know."""


class Misfit(TypeError):
    """A body that does not fit its kind; ``field`` is the first field that is missing or of another type."""

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(f"{kind}: {field}")
        self.field = field


def about(fact: Fact) -> str:
    """Whom or what the fact is about: a person's id, a list's id, a file's digest."""
    return str(getattr(fact, fact.ABOUT))


def body(fact: Fact) -> dict[str, Any]:
    """The fact's fields as JSON values, without ``ABOUT`` and without those that hold their default."""
    found = {}
    for name, default, text, _fits, _made in _shape_of_body(type(fact)):
        value = getattr(fact, name)
        if value != default:
            found[name] = value if text or type(value) is int else _as_json(value)
    found.update(getattr(fact, _CARRIED, ()))
    return found


def read_as(known: type[F], about: str, body: Mapping[str, Any]) -> F:
    """The fact of a kind that a body holds. Raises Misfit when the body does not fit the kind."""
    if not _come_plain(_plain_types(known), body):
        return _read_carefully(known, about, body)
    try:
        return cast(Callable[..., F], known)(about, **body)
    except TypeError:  # a field is missing
        return _read_carefully(known, about, body)


def _come_plain(types: Mapping[str, type], values: Mapping[str, Any]) -> bool:
    """Whether the values may be taken as they come: each has the plain type of its field, and no field is unknown.

    Nearly every body has no others, and is read at half the cost; so is nearly every line of a list.
    """
    for name, value in values.items():
        kind = type(value)
        if types.get(name) is not kind or (kind is int and not -_WHOLE < value < _WHOLE):
            return False
        if kind is dict and not _is_mapping(value):
            return False
    return True


@functools.cache
def _plain_types(known: type[Fact]) -> Mapping[str, type]:
    """The plain fields of a kind without ``ABOUT``. None of a kind whose first field is not ``ABOUT``."""
    first, *others = _shape(known)
    return _plain(others) if first.name == known.ABOUT else {}


@functools.cache
def _plain_types_of_part(made: Any) -> Mapping[str, type]:
    """The plain fields of a member of a list."""
    return _plain(_shape(made))


def _plain(fields: Iterable[_Field]) -> Mapping[str, type]:
    """Those of text, of a whole number, or of a mapping such as a correction's changes, with their types."""
    types = {_is_text: str, _is_whole: int, _is_mapping: dict}
    return {each.name: types[each.fits] for each in fields if each.fits in types}


def _read_carefully(known: type[F], about: str, body: Mapping[str, Any]) -> F:
    """The same, field by field."""
    given, values = {**body, known.ABOUT: about}, []
    for name, default, text, fits, made in _shape(known):
        value = given.get(name, default)
        if not (text and type(value) is str or fits(value)):
            raise Misfit(known.KIND, name)
        values.append(made(known.KIND, name, value) if made else value)
    if _CARRIED in known.__dataclass_fields__:
        values.append(tuple(sorted(carried(known, body).items())))
    return known(*values)


def names(known: type[Fact]) -> list[str]:
    """The fields of a kind, without the fields carried for a newer program."""
    return [each.name for each in _shape(known)]


def carried(known: type[Fact], fields: Mapping[str, Any]) -> dict[str, Scalar]:
    """Those of the fields that the kind does not know and carries for the next program: short text, whole numbers."""
    mine = _own_names(known)
    return {name: value for name, value in fields.items() if name not in mine and _is_carried(name, value)}


@functools.cache
def _own_names(known: type[Fact]) -> frozenset[str]:
    return frozenset(names(known))


@functools.cache
def references(known: type[Fact]) -> Mapping[str, str]:
    """The fields that refer to a person, receipt or attachment, with their types: ``{"person": "PersonId"}``."""
    types = {each.name: str(each.type) for each in dataclasses.fields(known)}
    return {name: named for name, named in types.items() if _is_reference(known, named)}


def part(kind: str, name: str, made: Any, value: Any) -> Any:
    """A member of a list in a body, as its own dataclass ``made``. Raises Misfit.

    What a newer program wrote into it besides is ignored, as in the body itself.
    """
    try:
        if type(value) is dict and _come_plain(_plain_types_of_part(made), value):
            return made(**value)
        found = made(**_tuples({each: value[each] for each in value.keys() & _own_names(made)}))
    except (TypeError, AttributeError) as reason:
        raise Misfit(kind, name) from reason
    if not all(each.fits(getattr(found, each.name)) for each in _shape(made)):
        raise Misfit(kind, name)
    return found


class _Field(NamedTuple):
    """A field of a kind: whether it is ``text``, which values fit its type, and how a list is read (None: as it is).

    The default of a required field is MISSING, which fits no type.
    """

    name: str
    default: Any
    text: bool
    fits: Callable[[Any], bool]
    made: Callable[[str, str, Any], Any] | None


@functools.cache
def _shape(known: type[Any]) -> tuple[_Field, ...]:
    """The fields of a kind, looked up once: a township reads hundreds of thousands of facts."""
    parts = getattr(known, "PARTS", {})
    fields = [each for each in dataclasses.fields(known) if each.name != _CARRIED]
    types = ["str" if _is_reference(known, str(each.type)) else str(each.type) for each in fields]
    return tuple(
        _Field(each.name, each.default, named == "str", *_taken(named, parts.get(each.name)))
        for each, named in zip(fields, types, strict=True)
    )


@functools.cache
def _shape_of_body(known: type[Fact]) -> tuple[_Field, ...]:
    return tuple(each for each in _shape(known) if each.name != known.ABOUT)


def _is_reference(known: type[Any], named: str) -> bool:
    """Whether the type of this name is a reference, where the kind or a class that it extends was declared."""
    found = (vars(sys.modules[each.__module__]).get(named) for each in known.__mro__)
    return any(get_origin(each) is Annotated and REFERENCE in get_args(each) for each in found)


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _as_json(value: Any) -> Any:
    if type(value) is int:
        return value
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = {each.name: (getattr(value, each.name), each.default) for each in dataclasses.fields(value)}
        return {name: each for name, (each, default) in inner.items() if each != default}
    return dict(value) if isinstance(value, Mapping) else value


def _taken(
    type_name: str, part_of: Any
) -> tuple[Callable[[Any], bool], Callable[[str, str, Any], tuple[Any, ...]] | None]:
    """The test whether a value fits this type, and the reader for a value that is not used as it is."""
    if type_name == "int":
        return _is_whole, None
    if type_name == "str":
        return _is_text, None
    if type_name.startswith("Mapping"):
        return _is_mapping, None
    if part_of is not None:
        return _is_list, lambda kind, name, values: tuple(part(kind, name, part_of, each) for each in values)
    return _LISTS_OF.get(type_name, _is_list), lambda _kind, _name, values: tuple(values)


def _is_carried(name: str, value: Any) -> bool:
    short = isinstance(value, str) and len(value) <= CARRIED_LONGEST and "\0" not in value
    return _FIELD_NAME.fullmatch(name) is not None and (short or _is_whole(value))


def _is_whole(value: Any) -> bool:
    return type(value) is int and -_WHOLE < value < _WHOLE


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(each, str | int) for each in value.values())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _are_whole(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_whole, value))


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


_LISTS_OF = {"tuple[str, ...]": _are_texts, "tuple[int, ...]": _are_whole}
