"""Facts that note something of a person's life: years paid elsewhere, a death, another pension. With their cards.

The township keeps notes and judges nothing by them; who is noted as dead or as drawing is no longer due (应缴) there.
One that was wrong is struck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from sync.agreement.card import (
    NO_OTHER,
    AboutPerson,
    Card,
    FactId,
    Happened,
    PersonId,
    Subject,
    TownshipFinding,
    note_of_life,
    same_again,
    the_person,
)
from sync.agreement.sentences import Fen, Sentence, plain, say
from sync.agreement.values import value


@value
class YearsNoted:
    """Years paid before this desk began or elsewhere, each with the same tier; told by a book or a list (``told_by``).

    ``how``: paid | back_paid | government_paid | waived (by another) | brought_in. ``paid_on``: the day on which they
    were paid, one for all of them; empty where nobody gave a day.
    """

    KIND: ClassVar[str] = "years.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    first: int
    last: int
    tier_fen: int
    how: str = "paid"
    government_fen: int = 0
    told_by: str = ""
    paid_on: str = ""


@value
class DeathNoted:
    """A person died on a day, as the family, the police or the township said (``told_by``)."""

    KIND: ClassVar[str] = "death.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    died_on: str
    told_by: str = ""


@value
class OtherPensionNoted:
    """A person draws another pension of the state from a month on; ``until`` is its last month when it has ended.

    ``pension``: employee | public | resident_elsewhere | other.
    """

    KIND: ClassVar[str] = "other_pension.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    pension: str
    since: str
    until: str = ""
    told_by: str = ""


@value
class HindranceNoted:
    """Why a person may not join now (R1).

    ``hindrance``: employee_scheme | public_staff | student | soldier | prisoner | abroad | hukou_elsewhere.
    """

    KIND: ClassVar[str] = "hindrance.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    hindrance: str
    told_by: str = ""


@value
class AccountTold:
    """The balance of a person's account on a day, from the county's statement."""

    KIND: ClassVar[str] = "account.told/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    balance_fen: int
    as_of: str
    told_by: str = ""


@value
class DrawingNoted:
    """The first month for which a person drew this pension, as the county's decision or a bank book says it."""

    KIND: ClassVar[str] = "drawing.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    since: str
    told_by: str = ""


@value
class NoteStruck:
    """A note about a person's life was wrong and counts no more; ``note`` is the id of its fact."""

    KIND: ClassVar[str] = "note.struck/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    note: FactId
    reason: str


HOW_PAID: Mapping[str, Sentence] = {
    "paid": say("已缴"),
    "back_paid": say("补缴"),
    "government_paid": say("政府代缴"),
    "waived": say("免缴（他人代付）"),
    "brought_in": say("转入"),
}
"""The ways in which a year can be paid."""
OTHER_PENSIONS: Mapping[str, Sentence] = {
    "employee": say("职工养老金"),
    "public": say("机关事业单位退休金"),
    "resident_elsewhere": say("外地城乡居民养老金"),
    "other": say("其他国家养老待遇"),
}
"""The other pensions of the state."""
HINDRANCES: Mapping[str, Sentence] = {
    "employee_scheme": say("正在参加职工养老保险"),
    "public_staff": say("是机关事业单位在编人员"),
    "student": say("是在校学生"),
    "soldier": say("是现役军人"),
    "prisoner": say("正在服刑"),
    "abroad": say("已出国（境）定居"),
    "hukou_elsewhere": say("户口不在本地"),
}
"""The hindrances to joining."""


def _called(words: Mapping[str, Sentence], name: str) -> Sentence:
    return words[name] if name in words else plain(name)


def _say_years(fact: YearsNoted) -> Sentence:
    years = str(fact.first) if fact.first == fact.last else f"{fact.first}—{fact.last}"
    tier, how = Fen(fact.tier_fen), _called(HOW_PAID, fact.how)
    if not fact.paid_on:
        return say("补记 {years} 年缴费，每年 {tier} 元，{how}", years=years, tier=tier, how=how)
    return say(
        "补记 {years} 年缴费，每年 {tier} 元，{how}，{day} 缴", years=years, tier=tier, how=how, day=fact.paid_on
    )


def _say_death(fact: DeathNoted) -> Sentence:
    if not fact.told_by:
        return say("记死亡：{day}", day=fact.died_on)
    return say("记死亡：{day}（{told_by}）", day=fact.died_on, told_by=fact.told_by)


def _say_drawing(fact: DrawingNoted) -> Sentence:
    if not fact.told_by:
        return say("记起领月份：{since}", since=fact.since)
    return say("记起领月份：{since}（{told_by}）", since=fact.since, told_by=fact.told_by)


def mended_note(fact: object, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]) -> bool:
    """A finding on a note is resolved when the note is made again, or struck."""
    other = later.fact
    return other == fact or (isinstance(other, NoteStruck) and other.note == finding.id)


N = TypeVar("N", bound=AboutPerson)


def strikable(fact: type[N], called: str, sentence: Callable[[N], Sentence], since: str) -> Card[N]:
    """The card of a note that a ``NoteStruck`` takes back."""
    return note_of_life(fact, called, sentence, since=since, mended_by=mended_note, menders=(NoteStruck,))


CARDS: tuple[Card[Any], ...] = (
    strikable(
        YearsNoted,
        "补记年限",
        _say_years,
        since="1.0",
    ),
    strikable(
        DeathNoted,
        "死亡记载",
        _say_death,
        since="1.0",
    ),
    strikable(
        OtherPensionNoted,
        "另有养老金",
        lambda fact: say("记{pension}：{since} 起", pension=_called(OTHER_PENSIONS, fact.pension), since=fact.since),
        since="1.0",
    ),
    strikable(
        HindranceNoted,
        "不参保原因",
        lambda fact: say("记不能参保：{why}", why=_called(HINDRANCES, fact.hindrance)),
        since="1.0",
    ),
    strikable(
        AccountTold,
        "账户余额",
        lambda fact: say("记账户余额 {balance} 元（{day}）", balance=Fen(fact.balance_fen), day=fact.as_of),
        since="1.0",
    ),
    strikable(
        DrawingNoted,
        "起领月份",
        _say_drawing,
        since="1.1",
    ),
    note_of_life(
        NoteStruck,
        "划掉记载",
        lambda fact: say("划掉一条记载：{reason}", reason=fact.reason),
        since="1.0",
        mended_by=same_again,
        menders=NO_OTHER,
        subjects=lambda fact: (*the_person(fact), Subject("note", fact.note)),
    ),
)
