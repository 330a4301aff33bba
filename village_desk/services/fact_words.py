"""A fact in words: the one plain sentence of its card, in the language in use. Full numbers are never in it."""

from sync.agreement import facts
from sync.agreement.facts import Fact
from sync.agreement.facts.people import field_value
from village_desk.domain.people import FIELDS, Content
from village_desk.words import _


def words(fact: Fact) -> str:
    """The sentence of a fact, from its card."""
    return facts.card_of(fact).sentence(fact).spelled(_, at_desk=True)


def whose(name: str, fact: Fact) -> str:
    """The sentence of a fact, after the name of its person if the sentence lacks it."""
    if not name or isinstance(fact, facts.PersonRegistered):
        return words(fact)
    return _("{name}：{words}").format(name=name, words=words(fact))


def field_name(field: str, short: bool = False) -> str:
    """What a field of a person is called on screen and paper; ``short`` where room is scarce."""
    info = FIELDS.get(field)
    return _((info.short if short else "") or info.words) if info else field


def value_words(name: str, value: str | int) -> str:
    """The value of a field of a person, masked where a full number is not needed."""
    held = int(value) if FIELDS[name].content is Content.FEN else value
    return field_value(name, held).spelled(_, at_desk=True) or _("空白")
