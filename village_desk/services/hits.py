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
        return _number(resident, word)
    return next(_readings(resident.name, word), None)


def _number(resident: Resident, word: str) -> Matched | None:
    """Of the numbers in the order in which people are put; a whole number before the beginning of one."""
    tail = search.id_tail(resident.id_number)
    if tail.startswith(word):
        return Matched(By.ID_NUMBER, "…", word.upper(), tail[len(word) :].upper())
    form = _fitting(search.phone_forms(resident.phone), word)
    if form:
        return Matched(By.PHONE, "…" * (form != resident.phone), word, form[len(word) :])
    form = _fitting(search.house_forms(resident.household), word)
    if form:
        return Matched(By.HOUSE, resident.household[: -len(form)], word.upper(), form[len(word) :].upper())
    group = str(resident.group or "")
    return Matched(By.GROUP, "", word, group[len(word) :]) if group.startswith(word) else None


def _fitting(forms: Sequence[str], word: str) -> str:
    """The form that the word is, else one that begins with it; empty when none does."""
    return word if word in forms else next((form for form in forms if form.startswith(word)), "")


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
