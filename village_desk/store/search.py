"""Find anyone as you type: the tokens a person is found by, and the query that finds them.

One contentless FTS5 table. A person is found by single characters, pairs of characters, the whole name, every tail of
the pinyin and of the initials (with every reading that a character of a name has), the last four of the identity
number, the tail of the phone, group and house number. Tokens of numbers begin with a character that says of what they
are, so that digits are looked for first in the one and then in the other. The tokenizer is FTS5's ``ascii``, for which
every character outside ASCII is a letter: the usual one takes the rarest characters of names for punctuation.
"""

import math
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product

from village_desk.domain.basics import characters
from village_desk.domain.basics import text as texts
from village_desk.domain.people import FIELDS as PERSON
from village_desk.domain.people import Find
from village_desk.store.connection.engine import Database

SURNAMES = {
    "单": ("shan", "dan"),
    "仇": ("qiu", "chou"),
    "解": ("xie", "jie"),
    "查": ("zha", "cha"),
    "曾": ("zeng", "ceng"),
    "区": ("ou", "qu"),
    "盖": ("ge", "gai"),
    "朴": ("piao", "pu"),
    "乐": ("yue", "le"),
    "覃": ("qin", "tan"),
    "翟": ("zhai", "di"),
    "缪": ("miao", "mou"),
    "员": ("yun", "yuan"),
    "黑": ("he", "hei"),
    "秘": ("bi", "mi"),
    "折": ("she", "zhe"),
    "召": ("shao", "zhao"),
    "种": ("chong", "zhong"),
    "洗": ("xian", "xi"),
    "繁": ("po", "fan"),
    "晁": ("chao",),
    "隗": ("wei", "kui"),
    "逄": ("pang",),
    "宓": ("mi", "fu"),
    "牟": ("mou", "mu"),
    "卜": ("bu", "bo"),
    "万俟": ("mo qi", "wan si"),
    "尉迟": ("yu chi", "wei chi"),
    "长孙": ("zhang sun", "chang sun"),
}
"""Surnames whose reading pypinyin misses or people differ on; two-character ones hold a space between syllables."""

ID, PHONE, HOUSE = "证", "电", "户"
"""The beginnings of the tokens of numbers."""

ID_TAIL = 4
"""The last digits of an identity number that people use."""

UNUSUAL = "音"
"""The beginning of the tokens of unusual readings of a name, which are searched after the others."""

_MOST_READINGS = 16
"""In a name with more readings only one character at a time is read in an unusual way."""

_DIGITS = re.compile("[0-9]+x?")
_CHINESE = "[\u3400-\u9fff\U00020000-\U0003ffff]"  # compiled when first used: it takes a millisecond
_WORD = re.compile(r'[^\s"*]+')
_NO_WORD = re.compile(r'[\s"*]')
_TYPED = re.compile(r"(?:[a-z0-9]|[^\s\x00-\x7f])+")
"""The parts that the tokenizer leaves whole: it cuts at ASCII marks, and a query word with two tokens is an error."""


def put(db: Database, place: int, values: Sequence[str | int]) -> None:
    """Index the person at ``place`` by their present ``values``, those of ``FIELDS``."""
    db.execute("DELETE FROM search WHERE rowid = ?", [place])
    add(db, [(place, values)])


def add(db: Database, new: Iterable[tuple[int, Sequence[str | int]]]) -> None:
    """Make new people findable by place and values: nobody was at these places before."""
    rows = [(place, " ".join(tokens(dict(zip(FIELDS, values, strict=True))))) for place, values in new]
    db.executemany("INSERT INTO search (rowid, tokens) VALUES (?, ?)", rows)


def tokens(person: Mapping[str, str | int]) -> set[str]:
    """All the words a person is found by, lower-case."""
    found: set[str] = set()
    for name, tokens_of in _SEARCHED.items():
        if person[name]:
            found |= tokens_of(str(person[name]))
    if _NO_WORD.search("".join(found)):
        found = {"".join(_WORD.findall(each)) for each in found}
    return found - {""}


def _of_name(written: str) -> set[str]:
    name = characters.normal(written).lower().replace(" ", "")
    usual, every = readings(name, every=False), readings(name)
    spelled: set[str] = set().union(*map(_spelled, usual))
    unusual: set[str] = set().union(*(_spelled(each) for each in every if each not in usual))
    others = {UNUSUAL + each for each in unusual - spelled}
    return _of_words(name) | set(name) | spelled | others


def _of_words(written: str) -> set[str]:
    return {written, *(written[at : at + 2] for at in range(len(written) - 1))}


_TOKENS: dict[Find, Callable[[str], set[str]]] = {
    Find.NAME: _of_name,
    Find.WORDS: _of_words,
    Find.TAIL: lambda number: {ID + id_tail(number)},
    Find.PHONE: lambda phone: {PHONE + each for each in phone_forms(phone)},
    Find.HOUSE: lambda household: {HOUSE + each for each in house_forms(household)},
    Find.GROUP: lambda number: {f"{number}组", f"第{number}组"},
}
_SEARCHED = {name: _TOKENS[info.find] for name, info in PERSON.items() if info.find}
FIELDS = tuple(_SEARCHED)
"""The fields of a person that the search knows."""


def _spelled(syllables: Sequence[str]) -> set[str]:
    """The texts that find a name with this reading: from any syllable on, whole, by initials, or both."""
    found = set()
    for at in range(len(syllables)):
        initials = "".join(each[0] for each in syllables[at:])
        found |= {"".join(syllables[at:]), initials, "".join(syllables[:at]) + initials}
    return found


def id_tail(id_number: str) -> str:
    """The part of an identity number that the search finds, in lower case."""
    return id_number[-ID_TAIL:].lower()


def phone_forms(phone: str) -> list[str]:
    """The forms of a phone number a person is found by: the beginning of any may be typed."""
    return _once(phone[-4:], phone[-8:], phone)


def house_forms(household: str) -> list[str]:
    """The forms of a house number, lower-case, as of a phone."""
    return _once(household.lower(), household.lower().lstrip("0"))


def _once(*forms: str) -> list[str]:
    return [each for each in dict.fromkeys(forms) if each]


@lru_cache(maxsize=8192)
def readings(name: str, every: bool = True) -> list[tuple[str, ...]]:
    """The readings of a name, as syllables, the usual ones first.

    Every reading of the surname with every one of the rest, if these are not too many; or, without ``every``, with
    the usual one of the rest.
    """
    read = "".join(re.findall(_CHINESE, characters.normal(name)))
    if not read:
        return []
    surname = next((read[:size] for size in (2, 1) if read[:size] in SURNAMES), "")
    heads = [tuple(reading.split()) for reading in SURNAMES.get(surname, ())]
    if not surname:
        surname, heads = read[0], [(each,) for each in _read(read[0], every=False)]
    rest = [_read(each, every) for each in read[len(surname) :]]
    return [(*head, *tail) for head in heads for tail in _combined(rest)]


def _combined(choices: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    if math.prod(map(len, choices)) <= _MOST_READINGS:
        return list(product(*choices))
    usual = tuple(each[0] for each in choices)
    others = [(*usual[:at], other, *usual[at + 1 :]) for at, each in enumerate(choices) for other in each[1:]]
    return [usual, *others]


def words(text: str) -> list[str]:
    """The search words in a text that she typed."""
    return _TYPED.findall(characters.normal(texts.plain(text)).lower())


def are_digits(word: str) -> bool:
    """Whether a word is a number or the beginning of one."""
    return _DIGITS.fullmatch(word) is not None


def queries(text: str) -> list[str]:
    """The FTS5 queries for a text; the second for when the first finds too few; none when nobody can be found.

    The second takes letters for any reading of a name, the first for the usual one.
    """
    typed = words(text)
    usual = " AND ".join(map(_term, typed))
    every = " AND ".join(f'({_term(each)} OR "{UNUSUAL}{each}"*)' if _is_read(each) else _term(each) for each in typed)
    return [each for each in dict.fromkeys((usual, every)) if each]


def _is_read(word: str) -> bool:
    return word.isascii() and word.isalpha()


def by_digits(word: str) -> list[str]:
    """The FTS5 queries of digits that were typed alone, in the order in which whom they find shall stand.

    First whose identity number ends with them, then the phone, then the house, the whole house number first.
    """
    of_id = [] if len(word) > ID_TAIL else [f'"{ID}{word}"*']
    return [*of_id, f'"{PHONE}{word}"*', f'"{HOUSE}{word}"', f'"{HOUSE}{word}"*', f'"{word}"*']


def _term(word: str) -> str:
    """Pairs of characters for Chinese (all must occur), the beginning of a token for the rest."""
    if len(word) > 2 and all(re.match(_CHINESE, character) for character in word):
        return "(" + " AND ".join(f'"{word[at : at + 2]}"' for at in range(len(word) - 1)) + ")"
    if are_digits(word):
        return "(" + " OR ".join(f'"{kind}{word}"*' for kind in (ID, PHONE, HOUSE, "")) + ")"
    return f'"{word}"*'


@lru_cache(maxsize=8192)
def _read(character: str, every: bool) -> tuple[str, ...]:
    """The readings of a character as they are typed, or only the usual one. 吕 is typed lv and lu."""
    found = syllables(character)[: None if every else 1]
    return tuple(dict.fromkeys(form for each in found for form in (each, each.replace("v", "u"))))


@lru_cache(maxsize=4096)
def syllables(character: str) -> tuple[str, ...]:
    """Every reading, the usual one first; a character that nobody reads is found by itself only."""
    os.environ["PYPINYIN_NO_PHRASES"] = "true"  # saves 30 ms and 10 MB; readings of characters stay the same
    from pypinyin import Style, pinyin  # loaded when a name is first indexed or searched for

    [found] = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore") or [[]]
    return tuple(dict.fromkeys(found)) or ("?",)
