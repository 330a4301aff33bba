"""Which of some boxes says a value. Knows no cells."""

import re
from collections.abc import Sequence

from village_desk.domain.basics import text as texts
from village_desk.domain.form_fields import FieldKind, FormField, Value
from village_desk.words import _
from village_desk.workbooks.forms import value_words
from village_desk.workbooks.forms.placeholders import EMPTY, Box, Edit, Place

_OTHERS = ("其他", "其它")
_PARTS = re.compile("[、，,；;/]")
_AMOUNT = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def ticked(field: FormField, value: Value, boxes: Sequence[Box]) -> tuple[list[Edit], str]:
    """The boxes to tick, and the words for which there is none.

    A value of several words (低保、重残) ticks several boxes. What no label says ticks 其他 if there is one.
    """
    chosen: set[Box] = set()
    missing: list[str] = []
    words = value_words.in_words(field, value, Place(field.name), on_list=False)
    for part in [words] if field.kind is not FieldKind.CHOICE else _parts(words, boxes):
        box = _box(field, value, part, boxes) or _other(boxes)
        if box is None:
            missing.append(part)
        else:
            chosen.add(box)
    return [(box.at, box.at + len(box.empty), box.ticked) for box in boxes if box in chosen], _("、").join(missing)


def with_boxes(options: Sequence[str]) -> str:
    """A box before each of the words."""
    return "\u3000".join(f"{EMPTY}{each}" for each in options)


def _parts(words: str, boxes: Sequence[Box]) -> list[str]:
    """The words of a value apart, unless a box says them together."""
    if any(_bare(box.label) == _bare(words) for box in boxes):
        return [words]
    return [part.strip() for part in _PARTS.split(words) if part.strip()]


def _box(field: FormField, value: Value, words: str, boxes: Sequence[Box]) -> Box | None:
    number = value_words.as_number(field, value)
    if number is not None:
        amounts = ((box, _AMOUNT.findall(texts.plain(box.label))) for box in boxes)
        same = [box for box, found in amounts if len(found) == 1 and number == value_words.amount(found[0])]
        return same[0] if same else None
    same = [box for box in boxes if _bare(box.label) == _bare(words)]
    return same[0] if same else _longer(_bare(words), boxes)


def _longer(words: str, boxes: Sequence[Box]) -> Box | None:
    """The only box whose label goes on behind the words, or the other way round: 低保 and 低保对象."""
    begun = [box for box in boxes if len(min(words, _bare(box.label), key=len)) > 1 and _begins(words, box)]
    return begun[0] if len(begun) == 1 else None


def _begins(words: str, box: Box) -> bool:
    label = _bare(box.label)
    return label not in _OTHERS and (label.startswith(words) or words.startswith(label))


def _other(boxes: Sequence[Box]) -> Box | None:
    return next((box for box in boxes if _bare(box.label).startswith(_OTHERS)), None)


def _bare(words: str) -> str:
    """Words as they are compared: narrow, without spaces."""
    return texts.plain(words).replace(" ", "")
