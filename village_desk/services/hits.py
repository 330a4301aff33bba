"""Why somebody was found by what was typed: which number, or which reading of the name. Looks nothing up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from village_desk.domain.people import Resident
from village_desk.store import search
from village_desk.words import _


class By(Enum):
    """What of a person was hit."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    HOUSE = "household"
    GROUP = "group"
    READING = "pinyin"

    def in_words(self) -> str:
        """What it is called in front of what was hit."""
        return {
            "id_number": _("身份证"),
            "phone": _("电话"),
            "household": _("户号"),
            "group": _("组"),
            "pinyin": _("拼音"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Matched:
    """What was hit, as it may be shown: ``before`` and ``after`` stand around the part that was typed, ``hit``."""

    by: By
    before: str
    hit: str
    after: str = ""

    @property
    def shown(self) -> str:
        """All of it, after its name: 电话 …1240."""
        return f"{self.by.in_words()} {self.before}{self.hit}{self.after}"


def why(resident: Resident, words: Sequence[str]) -> tuple[Matched, ...]:
    """For each of the words that were typed what it hit; nothing for characters of the name, which stand in sight."""
    hits = [_hit(resident, word) for word in words if word.isascii()]
    return tuple(each for each in hits if each is not None)


def has_digits(text: str) -> bool:
    """Whether a number, or the beginning of one, was typed."""
    return any(map(search.are_digits, search.words(text)))


def _hit(resident: Resident, word: str) -> Matched | None:
    if search.are_digits(word):
        return next(_numbers(resident, word), None)
    return next(_readings(resident.name, word), None)


def _numbers(resident: Resident, word: str) -> Iterator[Matched]:
    """Whole numbers before the beginnings of numbers, as people are put in order."""
    person = {"id_number": resident.id_number, "phone": resident.phone, "household": resident.household}
    for kind, forms in search.numbers(person):
        fits = [form for form in forms if form.startswith(word)]
        if fits:
            form = word if word in fits else fits[0]
            whole = person[_KINDS[kind].value]
            before = whole[: -len(form)] if kind == search.HOUSE else "…" * (len(form) < len(whole))
            yield Matched(_KINDS[kind], before, form[: len(word)].upper(), form[len(word) :].upper())
    if resident.group and str(resident.group).startswith(word):
        yield Matched(By.GROUP, "", word, str(resident.group)[len(word) :])


_KINDS = {search.ID: By.ID_NUMBER, search.PHONE: By.PHONE, search.HOUSE: By.HOUSE}


def _readings(name: str, word: str) -> Iterator[Matched]:
    """The reading of the name in which the word begins: whole syllables, then initials, from any of them on."""
    for syllables in search.readings(name):
        for at in range(len(syllables)):
            tail, initials = syllables[at:], "".join(each[0] for each in syllables[at:])
            if "".join(tail).startswith(word) or initials.startswith(word):
                before = "".join(f"{each} " for each in syllables[:at])
                yield Matched(By.READING, before, " ".join(tail))
            elif ("".join(syllables[:at]) + initials).startswith(word):
                yield Matched(By.READING, "", " ".join(syllables))
