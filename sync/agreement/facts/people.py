"""Facts about people: who is on the roster, what was corrected, who looked at a number. With their cards.

Two desks of a village may register the same person under two ids: the second registration joins the first, and the
second id is an alias from then on. A refused registration leaves a person *in doubt*, so that what follows, and the
correction, find whom they speak of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sync.agreement import fact as bodies
from sync.agreement import identity
from sync.agreement.books import FEN_MOST, Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    Finding,
    Happened,
    How,
    Outcome,
    PersonId,
    Recorded,
    Subject,
    TownshipFinding,
    Work,
    Wrong,
    always_accepted,
    from_above,
    leaves_no_trace,
    never_waits,
    same_again,
    the_person,
    waits_for_person,
)
from sync.agreement.desks import village_of
from sync.agreement.fact import Misfit, Scalar
from sync.agreement.person import FIELDS, Content, Mask, PersonFields
from sync.agreement.sent import CorrectedAbove, DuplicateDecided
from sync.agreement.sentences import Fen, Masked, Sentence, Several, plain, say
from sync.agreement.values import value


@value
class PersonRegistered(PersonFields):
    """A person came onto the desk's roster, with the fields of ``person.py``.

    ``carried`` are fields that a newer program knows: they stand among the others in the body, and are kept and passed
    on as they are.
    """

    KIND: ClassVar[str] = "person.registered/1"
    ABOUT: ClassVar[str] = "person"
    carried: tuple[tuple[str, Scalar], ...] = ()


@value
class PersonCorrected:
    """Fields of a person changed; ``changes`` holds only those, by the names of PersonRegistered or of a newer one.

    ``instead_of``: it replaces this correction by the township (``sent``), which the township's books forgot.
    ``act``: the change of the person's house of which this is one part (``HOUSE_ACTS``). Each of the house has such a
    correction then, with all fields of the house, also who stays as they were: where two PCs change one house at the
    same time, the later of the two changes stands for all of the house together.
    """

    KIND: ClassVar[str] = "person.corrected/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    changes: Mapping[str, Scalar]
    reason: str = ""
    instead_of: str = ""
    act: str = ""


HOUSE_ACTS: Mapping[str, Sentence] = {
    "moved": say("村内搬迁"),
    "split": say("分户"),
    "joined": say("并户"),
    "new_head": say("换户主"),
    "stayed": say("同户的人有变动，本人在"),
    "group_renamed": say("小组改名"),
}
"""What can happen to somebody's house, and to their villagers' group."""
HOUSE_FIELDS = ("group", "group_name", "household", "head", "relation")
"""The fields of a person that say where they live, and as whom."""


@value
class NumberShown:
    """Somebody looked at a full number that is masked otherwise. ``what``: id_number | account | phone."""

    KIND: ClassVar[str] = "number.shown/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    what: str


@value
class ChangeLookedAt:
    """Somebody looked at a field that this desk and another one had changed; ``told`` is the id of the other's fact."""

    KIND: ClassVar[str] = "change.looked_at/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    field: str
    told: str


@value
class RosterImported:
    """A workbook of people was taken in. ``file`` is the SHA-256 of its bytes; the people are facts of their own."""

    KIND: ClassVar[str] = "roster.imported/1"
    ABOUT: ClassVar[str] = "file"
    file: str
    rows: int
    accepted: int
    held: int
    added: int
    changed: int


def carried(fields: Mapping[str, Any]) -> dict[str, Scalar]:
    """The fields of a person that this program does not know and carries: short text, whole numbers.

    A later program's rule for such a field may remark on the value and never refuse it: the fact is accepted already.
    """
    return bodies.carried(PersonRegistered, fields)


def with_changes(fact: PersonRegistered, changes: Mapping[str, Any]) -> PersonRegistered:
    """The registration with later corrections; a change of a type that the field cannot have is left out."""
    fields = {**bodies.body(fact), **changes}
    while True:
        try:
            return bodies.read_as(PersonRegistered, fact.person, fields)
        except Misfit as misfit:
            fields[misfit.field] = getattr(fact, misfit.field)


@dataclass(slots=True)
class Person:
    """A person as the desks of a village registered and corrected them; ``desk`` is the one that registered first.

    ``doubt``: the code for which the registration was refused.
    """

    desk: str
    person: str
    fields: dict[str, Any]
    doubt: str = ""

    @property
    def id_number(self) -> str:
        """The identity number after corrections."""
        return str(self.fields["id_number"])


@dataclass(slots=True)
class People:
    """The known people. ``bearers``: identity number to the (desk, person) who bear it undoubted, in all villages.

    ``new_aliases``: a person's id on a second desk to the one in these books, known since now. ``healed``: people who
    were in doubt and are not any more. ``moved``: people with facts from before their registration, and the (desk,
    person) to whom these facts belong. ``changed``: people to be written.
    """

    SUBJECT: ClassVar[str] = "person"
    known: dict[str, Person] = field(default_factory=dict)
    bearers: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    new_aliases: dict[str, str] = field(default_factory=dict)
    healed: set[str] = field(default_factory=set)
    moved: dict[str, tuple[str, str]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def whose(self, id: str) -> Collection[str]:
        """A person belongs to themselves."""
        return (id,) if id in self.known else ()

    def know(self, person: Person) -> None:
        """Take the person in, or their new state."""
        old = self.known.get(person.person)
        if old is not None:
            self.bearers[old.id_number].discard((old.desk, old.person))
        self.known[person.person] = person
        if not person.doubt:
            self.bearers[person.id_number].add((person.desk, person.person))

    def change(self, person: Person) -> None:
        """The same, to be written."""
        self.know(person)
        self.changed.add(person.person)

    def neighbours(self, id_number: str, desk: str) -> list[tuple[str, str]]:
        """The (desk, person) of this desk's village who bear the number undoubted."""
        bearers = self.bearers.get(id_number)
        if not bearers:
            return []
        village = village_of(desk)
        return sorted([each for each in bearers if village_of(each[0]) == village])

    def roster_of(self, person: str, desk: str) -> str:
        """The desk on whose roster the person stands; ``desk`` for somebody who is not known yet."""
        return self.known[person].desk if person in self.known else desk


def _judge_registered(fact: PersonRegistered, books: Books, today: date) -> Finding | None:
    people, fact = books.part(People), _completed(fact, books)
    if fact.person in people.known:
        return Finding("person_registered_twice", "person")
    looked_at = {"name": fact.name, "tier_fen": fact.tier_fen, "group": fact.group, "id_number": fact.id_number}
    finding = _wrong_field(fact.person, looked_at, books, today)
    twin = _twin(fact, books)
    if finding is None and twin and people.known[twin].fields["name"] != fact.name:
        return Finding("registered_on_both", "name", remark=True)
    return finding


def _judge_corrected(fact: PersonCorrected, books: Books, today: date) -> Finding | None:
    try:
        bodies.read_as(PersonRegistered, fact.person, {**_NOBODY, **fact.changes})
    except Misfit as misfit:
        return Finding("misfit", misfit.field)
    unknown = sorted(fact.changes.keys() - FIELDS.keys() - carried(fact.changes).keys())
    if unknown:
        return Finding("field_unknown", unknown[0][:40])
    return _wrong_field(fact.person, fact.changes, books, today)


_NOBODY = {"name": "", "id_number": ""}
"""A registration's required fields, with which the types of a correction are checked."""


def _wrong_field(person: str, fields: Mapping[str, Any], books: Books, today: date) -> Finding | None:
    """The first thing wrong with these fields of a person; fields that are not there are not looked at."""
    if not str(fields.get("name", "x")).strip():
        return Finding("name_missing", "name")
    if not 0 <= fields.get("tier_fen", 0) <= FEN_MOST:
        return Finding("amount_impossible", "tier_fen")
    if not 0 <= fields.get("group", 0) <= 9999:
        return Finding("group_impossible", "group")
    return _wrong_number(person, fields["id_number"], books, today) if "id_number" in fields else None


def _wrong_number(person: str, number: str, books: Books, today: date) -> Finding | None:
    people, doubt = books.part(People), identity.doubt(number, today)
    if doubt:
        return Finding(doubt, "id_number")
    if not people.bearers.get(number):
        return None
    # a registration may have the number of another desk's person: both are one person (``_twin``)
    neighbours = people.neighbours(number, books.desk)
    others = [each for each in neighbours if each[1] != person]
    if any(desk == books.desk or person in people.known for desk, _ in others):
        return Finding("id_number_taken", "id_number")
    elsewhere = len(people.bearers[number]) > len(neighbours)
    return Finding("known_elsewhere", "id_number", remark=True) if elsewhere else None


def _completed(fact: PersonRegistered, books: Books) -> PersonRegistered:
    """The registration with the early corrections: they were made later, whenever they came."""
    if fact.person not in books.early.facts:
        return fact
    changes: dict[str, Any] = {}
    for each in books.early.of(fact.person):
        changes |= each.changes if isinstance(each, PersonCorrected) else {}
    return with_changes(fact, changes) if changes else fact


def _twin(fact: PersonRegistered, books: Books) -> str:
    """The person of another desk of the village who bears the number: the same one. Empty when there is none."""
    people = books.part(People)
    if not people.bearers.get(fact.id_number):
        return ""
    neighbours = people.neighbours(fact.id_number, books.desk)
    return next((person for desk, person in neighbours if desk != books.desk), "")


def _enter_registered(fact: PersonRegistered, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    fact, people = _completed(fact, books), books.part(People)
    refused = outcome.how is How.REFUSED
    twin = "" if refused else _twin(fact, books)
    if twin:
        books.aliases[fact.person] = people.new_aliases[fact.person] = twin
        _correct(twin, bodies.body(fact), "", books)
        _settle(fact.person, twin, books, outcome.on)
    elif fact.person not in people.known:
        people.change(Person(books.desk, fact.person, bodies.body(fact), outcome.code if refused else ""))
        _settle(fact.person, fact.person, books, outcome.on)


def _enter_corrected(fact: PersonCorrected, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    """A correction that waited is applied within the registration that it waited for (``_completed``)."""
    if outcome.how is How.ACCEPTED:
        whole = {**books.part(People).known[fact.person].fields, **fact.changes}
        finding = _wrong_field(fact.person, whole, books, outcome.on)
        _correct(fact.person, fact.changes, finding.code if finding and not finding.remark else "", books)


def _correct(person: str, changes: Mapping[str, Any], doubt: str, books: Books) -> None:
    """Change the person's fields; ``doubt``: the remaining finding on all of them, or empty."""
    people = books.part(People)
    known = people.known[person]
    if known.doubt and not doubt:
        people.healed.add(person)
    people.change(Person(known.desk, person, {**known.fields, **changes}, doubt))


def _settle(person: str, same_as: str, books: Books, on: date) -> None:
    """The registration has come: facts that came before it belong to this person, on the roster of their desk."""
    people = books.part(People)
    if books.early.facts.get(person):
        people.moved[person] = people.known[same_as].desk, same_as
    books.settle(person, on)


def _mended_registration(
    fact: PersonRegistered, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    changed = changes(later)
    return later.fact == fact if changed is None else finding.field in changed


def _mended_correction(
    fact: PersonCorrected, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    if finding.code == "person_awaited":
        return registers(later)
    changed = changes(later)
    if changed is None:
        return bool(later.fact == fact)
    return finding.field in changed if finding.field in FIELDS else set(fact.changes) <= set(changed)


def changes(later: Happened) -> Collection[str] | None:
    """The fields that a correction changes, of the desk or from above; None of anything else."""
    fact = later.fact
    return fact.changes.keys() if isinstance(fact, PersonCorrected | CorrectedAbove) else None


def registers(later: Happened) -> bool:
    """Whether the fact is a registration, which facts about a person wait for."""
    return isinstance(later.fact, PersonRegistered)


def field_called(name: str) -> Sentence:
    """The name of a person's field in words; for an unknown field its key."""
    return say(FIELDS[name].words) if name in FIELDS else plain(name)


def field_value(name: str, content: Any) -> Sentence:
    """What stands in a field of a person, masked where a full number is not needed."""
    info = FIELDS[name]
    if info.content is Content.FEN and isinstance(content, int):
        return say("{amount} 元", amount=Fen(content))
    if info.content is Content.PICTURE:
        return say("有") if content else plain("")
    number = Masked(_NUMBERS.get(info.content, "account"), str(content), info.mask is Mask.AT_TOWNSHIP)
    return plain(str(content)) if info.mask is Mask.NEVER else say("{value}", value=number)


_NUMBERS = {Content.IDENTITY: "id_number", Content.PHONE: "phone"}


def _changed(changes: Mapping[str, Any]) -> Several:
    """The changes in words. Unknown fields are only counted: nobody here knows whether they must be masked."""
    shown = tuple(
        say("{field} {value}", field=field_called(name), value=field_value(name, content))
        for name, content in changes.items()
        if name in FIELDS
    )
    later = len(changes) - len(shown)
    return Several((*shown, say("本程序还不认识的 {count} 项", count=later)) if later else shown)


def _say_corrected(fact: PersonCorrected) -> Sentence:
    if fact.act not in HOUSE_ACTS:
        return say("更正：{changes}", changes=_changed(fact.changes))
    return say("{act}：{changes}", act=HOUSE_ACTS[fact.act], changes=_changed(_told(fact.changes)))


def _told(changes: Mapping[str, Any]) -> dict[str, Any]:
    """A house as far as it is known: a group has a number or a name."""
    empty = {name for name in HOUSE_FIELDS if not changes.get(name)}
    return {name: each for name, each in changes.items() if name not in empty}


def _say_corrected_above(fact: CorrectedAbove) -> Sentence:
    changed = _changed(fact.changes)
    if fact.reason:
        return say("镇所更正：{changes}（{reason}）", changes=changed, reason=fact.reason)
    return say("镇所更正：{changes}", changes=changed)


_DECIDED: Mapping[str, Sentence] = {
    "leaves": say("是同一个人，本村注销登记"),
    "wrong_number": say("身份证号写错了，本村更正"),
    "refund": say("缴重了，本村退款并作废凭条"),
    "take_anew": say("凭条号重了，本村作废重开"),
    "stays": say("本村不用改"),
}


def _say_decided(fact: DuplicateDecided) -> Sentence:
    what = _DECIDED.get(fact.outcome, say("见说明"))
    if fact.why:
        return say("镇所定了重复：{what}（{why}）", what=what, why=fact.why)
    return say("镇所定了重复：{what}", what=what)


AMOUNT_IMPOSSIBLE = Wrong("{field}不对", "请作废这张凭条，按正确的金额重新收缴")
_CODES = {
    "name_missing": Wrong("没有姓名", "请在这个人的页面补上姓名"),
    "amount_impossible": AMOUNT_IMPOSSIBLE,
    "group_impossible": Wrong("组号不对", "请在这个人的页面更正组号"),
    "id_length": Wrong("身份证号不是 18 位数字", "请对照身份证更正身份证号"),
    "id_date": Wrong("身份证号里的出生日期不存在", "请对照身份证更正身份证号"),
    "id_check_digit": Wrong("身份证号最后一位校验不对，有一位写错了", "请对照身份证逐位核对后更正"),
    "id_number_taken": Wrong(
        "本村另一个人已经登记了这个身份证号", "请查找这个身份证号，两份合成一份，或对照身份证更正"
    ),
    "known_elsewhere": Wrong("这个身份证号在别的协办台也有登记", "请问清本人现在归哪个村办理，并告诉乡镇人社所"),
}

CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=PersonRegistered,
        since="1.0",
        called="人员登记",
        work=Work.REGISTERING,
        passed_on=True,
        shown_today=False,
        subjects=the_person,
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_registered,
        enter=_enter_registered,
        sentence=lambda fact: say("登记上册：{name}", name=fact.name),
        mended_by=_mended_registration,
        menders=(PersonCorrected,),
        codes=_CODES
        | {
            "registered_on_both": Wrong(
                "村里另一台电脑登记的是另一个姓名，两边已算同一个人", "请对照身份证，在这个人的页面更正姓名"
            ),
            "person_registered_twice": Wrong(
                "这个人已经登记过", "不用处理；要改内容请在这个人的页面更正", needs_nothing=True
            ),
        },
    ),
    Card(
        fact=PersonCorrected,
        since="1.0",
        called="人员更正",
        work=Work.CORRECTING,
        passed_on=True,
        shown_today=True,
        subjects=the_person,
        waits_for=waits_for_person,
        cash=NO_CASH,
        judge=_judge_corrected,
        enter=_enter_corrected,
        sentence=_say_corrected,
        mended_by=_mended_correction,
        menders=(PersonRegistered,),
        codes=_CODES | {"field_unknown": Wrong("要更正的项目不能用", "请升级协办台程序，再更正一次")},
    ),
    Card(
        fact=NumberShown,
        since="1.0",
        called="查看完整号码",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=the_person,
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("查看完整{what}", what=field_called(fact.what)),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=ChangeLookedAt,
        since="1.0",
        called="看过两边的改动",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=the_person,
        waits_for=waits_for_person,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("看过两台电脑都改的{field}", field=field_called(fact.field)),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=RosterImported,
        since="1.0",
        called="导入花名册",
        work=Work.OTHER,
        passed_on=False,
        shown_today=True,
        subjects=lambda fact: (Subject("file", fact.file),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say(
            "导入花名册：{rows} 行，收下 {accepted}，暂扣 {held}",
            rows=fact.rows,
            accepted=fact.accepted,
            held=fact.held,
        ),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=DuplicateDecided,
        since="1.1",
        called="重复的处理",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=the_person,
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=_say_decided,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=CorrectedAbove,
        since="1.0",
        called="镇里更正",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=the_person,
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=_say_corrected_above,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
)
