"""Values: dataclasses that are not changed once they are made. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(made: type[Made]) -> type[Made]:
    """A dataclass that mypy holds frozen, equal by its fields. Nearly every class of both programs is one.

    The interpreter's own freezing makes each value three times as slow to make, which a township feels, and each class
    four times, which a start feels: ``dataclass`` writes and compiles a text for each of its methods. Here it
    writes ``__init__`` alone; the other methods are the same functions for all.
    """
    found = dataclass(slots=True, repr=False, eq=False)(made)
    compared = [each.name for each in fields(found) if each.compare]  # type: ignore[arg-type]
    fields_of = attrgetter(*compared) if compared else bool

    def is_same(one: object, other: object) -> bool:
        return bool(fields_of(one) == fields_of(other)) if type(other) is type(one) else NotImplemented

    def digest(one: object) -> int:
        return hash(fields_of(one))

    own = vars(made)
    if "__eq__" not in own:
        found.__eq__, found.__hash__ = is_same, digest  # type: ignore[assignment]
    if made.__repr__ is object.__repr__:  # a key shows no part of itself, nor does a class that extends it
        found.__repr__ = _words  # type: ignore[method-assign]
    return found


def _words(one: object) -> str:
    shown = ", ".join(f"{each.name}={getattr(one, each.name)!r}" for each in fields(one))  # type: ignore[arg-type]
    return f"{type(one).__qualname__}({shown})"
