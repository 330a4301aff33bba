"""Sentences that a person reads of a fact: words with places, and values that are spelled when somebody reads them.

The same sentence stands on the desk, in the township's console and on paper. The words are Chinese and are found by
gettext under the keyword ``say``; whoever shows a sentence may give the translation. No full number of a person stands
in one: such numbers are ``Masked``. No I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from sync.agreement import identity, money
from sync.agreement.values import value


class Fen(int):
    """An amount, spelled in yuan without needless zeros: ``1,200``, ``200.50``."""


class Masked(NamedTuple):
    """A number of a person, of which only the ends are spelled. ``what``: id_number | account | phone."""

    what: str
    number: str
    whole_at_desk: bool = False


Value: TypeAlias = "str | int | Fen | Masked | Sentence | Several"
Translation: TypeAlias = Callable[[str], str]


@value
class Sentence:
    """Words with the names of values in braces, and the values."""

    words: str
    values: Mapping[str, Value]

    def spelled(self, translated: Translation = str, at_desk: bool = False) -> str:
        """The sentence in full; ``translated`` translates its words.

        ``at_desk``: for the coordinator, who needs some of a person's numbers whole.
        """
        values = {name: _spelled(each, translated, at_desk) for name, each in self.values.items()}
        return translated(self.words).format(**values)


@value
class Several:
    """Sentences that stand in another one as a list."""

    sentences: tuple[Sentence, ...]


def say(words: str, /, **values: Value) -> Sentence:
    """The sentence of these words: ``say("收 {amount} 元", amount=Fen(20000))``."""
    return Sentence(words, values)


def plain(text: str) -> Sentence:
    """A text that somebody wrote, as a part of a list."""
    return Sentence("{text}", {"text": text})


def _spelled(value: Value, translated: Translation, at_desk: bool) -> str:
    if isinstance(value, Sentence):
        return value.spelled(translated, at_desk)
    if isinstance(value, Masked):
        return value.number if at_desk and value.whole_at_desk else _masked(value)
    if isinstance(value, Several):
        return "，".join(each.spelled(translated, at_desk) for each in value.sentences)
    return money.short(value) if isinstance(value, Fen) else str(value)


def _masked(number: Masked) -> str:
    text = number.number
    if number.what == "id_number":
        return identity.mask(text)
    if number.what == "phone":
        return "****" + text[-4:] if len(text) > 6 else "*" * len(text)
    return text[:3] + "***" + text[-4:] if len(text) > 7 else "*" * len(text)
