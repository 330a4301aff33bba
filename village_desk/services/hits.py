"""Why a typed text found a person: which number, or which reading of the name. Looks nothing up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sync.agreement.values import value
from village_desk.domain.people import FIELDS, Find, Resident, Shown
from village_desk.services.fact_words import field_name
from village_desk.store import search
from village_desk.words import _

READING = "pinyin"
"""The kind of match by the reading of a name."""


@value
class Matched:
    """The matched part of a field, as it may be shown: ``before`` and ``after`` surround the typed part, ``hit``.

    ``by`` is the field, or READING.
    """

    by: str
    before: str
    hit: str
    after: str = ""

    @property
    def called(self) -> str:
        """The label of the field, shown in front of the match."""
        return _("拼音") if self.by == READING else field_name(self.by, short=True)

    @property
    def shown(self) -> str:
        """The label and the matched value: 电话 …1240."""
        return f"{self.called} {self.before}{self.hit}{self.after}"


def why(resident: Resident, words: Sequence[str]) -> tuple[Matched, ...]:
    """The match of each typed word; none for characters that stand in the visible name."""
    hits = [_hit(resident, word) for word in words]
    return tuple(each for each in hits if each is not None)


def has_digits(text: str) -> bool:
    """Whether a number, or the beginning of one, was typed."""
    return any(map(search.are_digits, search.words(text)))


def _hit(resident: Resident, word: str) -> Matched | None:
    if search.are_digits(word):
        return _number(resident, word)
    if not word.isascii():
        return next(_characters(resident, word), None)
    return next((hit for name in _fields(Find.NAME) for hit in _readings(resident, name, word)), None)


def _fields(find: Find) -> Iterator[str]:
    return (name for name, info in FIELDS.items() if info.find is find)


def _characters(resident: Resident, word: str) -> Iterator[Matched]:
    """Matches of the typed word in fields that no list shows."""
    for name in (*_fields(Find.NAME), *_fields(Find.WORDS)):
        before, hit, after = str(getattr(resident, name)).partition(word)
        if hit and FIELDS[name].shown is not Shown.HEADING and word not in resident.name:
            yield Matched(name, before, hit, after)


def _number(resident: Resident, word: str) -> Matched | None:
    """Of the numbers in the order in which people are put; a whole number before the beginning of one."""
    for find, part in _PARTS.items():
        for name in _fields(find):
            found = part(str(getattr(resident, name) or ""), word)
            if found:
                return Matched(name, *found)
    return None


Parts = tuple[str, str, str] | None
"""The parts of a number before, in and behind the typed digits."""


def _tail(number: str, word: str) -> Parts:
    tail = search.id_tail(number)
    return ("…", word.upper(), tail[len(word) :].upper()) if tail.startswith(word) else None


def _phone(number: str, word: str) -> Parts:
    form = _fitting(search.phone_forms(number), word)
    return ("…" * (form != number), word, form[len(word) :]) if form else None


def _house(number: str, word: str) -> Parts:
    form = _fitting(search.house_forms(number), word)
    return (number[: -len(form)], word.upper(), form[len(word) :].upper()) if form else None


def _group(number: str, word: str) -> Parts:
    return ("", word, number[len(word) :]) if number.startswith(word) else None


_PARTS: dict[Find, Callable[[str, str], Parts]] = {
    Find.TAIL: _tail,
    Find.PHONE: _phone,
    Find.HOUSE: _house,
    Find.GROUP: _group,
}


def _fitting(forms: Sequence[str], word: str) -> str:
    """The form equal to the word, else the first that begins with it; empty when none does."""
    return word if word in forms else next((form for form in forms if form.startswith(word)), "")


def _readings(resident: Resident, field: str, word: str) -> Iterator[Matched]:
    """The reading of a name in which the word begins: whole syllables, then initials, from any of them on."""
    by = READING if field == "name" else field
    for syllables in search.readings(getattr(resident, field)):
        for at in range(len(syllables)):
            tail, initials = syllables[at:], "".join(each[0] for each in syllables[at:])
            if "".join(tail).startswith(word) or initials.startswith(word):
                before = "".join(f"{each} " for each in syllables[:at])
                yield Matched(by, before, " ".join(tail))
            elif ("".join(syllables[:at]) + initials).startswith(word):
                yield Matched(by, "", " ".join(syllables))
