"""Find anyone as you type: the tokens a person is found by, and the query that finds them.

One contentless FTS5 table. A person is found by single characters, pairs of characters, the whole name, every tail of
the pinyin and of the initials (with both readings of a surname that has two), the last four of the identity number,
the tail of the phone, group and house number. The tokenizer is FTS5's ``ascii``, for which every character outside
ASCII is a letter: the usual one takes the rarest characters of names for punctuation.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Any

from village_desk.domain import characters
from village_desk.domain import text as texts
from village_desk.store.engine import Database

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

_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r'[^\s"*]+')
_TYPED = re.compile(r"(?:[a-z0-9]|[^\s\x00-\x7f])+")
"""What the tokenizer leaves whole: it cuts at every ASCII mark, and a query of two tokens in one word is an error."""


def put(db: Database, place: int, person: Mapping[str, Any]) -> None:
    """Make the person at ``place`` findable by what they are called now."""
    db.execute("DELETE FROM search WHERE rowid = ?", [place])
    db.execute("INSERT INTO search (rowid, tokens) VALUES (?, ?)", [place, " ".join(tokens(person))])


def tokens(person: Mapping[str, Any]) -> set[str]:
    """All the words a person is found by, lower-case."""
    name = characters.normal(str(person["name"])).lower().replace(" ", "")
    found = {name, *name, *(name[at : at + 2] for at in range(len(name) - 1))}
    for syllables in readings(name):
        for at in range(len(syllables)):
            initials = "".join(syllable[0] for syllable in syllables[at:])
            found |= {"".join(syllables[at:]), initials, "".join(syllables[:at]) + initials}
    found.add(str(person["id_number"])[-4:].lower())
    phone = str(person["phone"])
    found |= {phone, phone[-8:], phone[-4:]}
    household = str(person["household"]).lower()
    found |= {household, household.lstrip("0")}
    if person["group"]:
        found |= {f"{person['group']}组", f"第{person['group']}组"}
    return {"".join(_WORD.findall(each)) for each in found} - {""}


def readings(name: str) -> list[tuple[str, ...]]:
    """The ways a name is read, as syllables: every reading of its surname with the usual one of the rest."""
    characters = "".join(_CHINESE.findall(name))
    if not characters:
        return []
    surname = next((name[:size] for size in (2, 1) if characters[:size] in SURNAMES), "")
    rest = [_syllable(character) for character in characters[len(surname) :]]
    heads = [tuple(reading.split()) for reading in SURNAMES.get(surname, ("",))]
    if not surname:
        heads = [()]
    return [(*head, *tail) for head in heads for tail in _with_both_umlauts(rest)]


def query(text: str) -> str:
    """The FTS5 query of what was typed; empty when nothing in it can be found by."""
    return " AND ".join(_term(word) for word in _TYPED.findall(characters.normal(texts.plain(text)).lower()))


def _term(word: str) -> str:
    """Pairs of characters for Chinese (all must occur), the beginning of a token for the rest."""
    if len(word) > 2 and all(_CHINESE.match(character) for character in word):
        return "(" + " AND ".join(f'"{word[at : at + 2]}"' for at in range(len(word) - 1)) + ")"
    return f'"{word}"*'


def _with_both_umlauts(syllables: list[str]) -> list[tuple[str, ...]]:
    """吕 is typed lv and lu."""
    choices = [{syllable, syllable.replace("v", "u")} for syllable in syllables]
    return list(product(*(sorted(choice) for choice in choices)))


@lru_cache(maxsize=4096)
def _syllable(character: str) -> str:
    """The usual reading; a character that nobody reads is found by itself only."""
    from pypinyin import Style, lazy_pinyin  # 190 ms and 57 MB: only when a name is first indexed

    return "".join(lazy_pinyin(character, style=Style.NORMAL, errors="ignore")) or "?"
