"""Two desks of one village: one person is one, money is never lost, and each hears what the other recorded."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.agreement import facts, protocol
from sync.agreement.facts import ContributionCollected, PersonCorrected, PersonRegistered
from sync.agreement.journal import canonical
from sync.agreement.protocol import Answered
from sync.agreement.sent import CorrectedAbove, DeskTold, PassedOnLine
from sync.township.down import other_desks
from sync.township.down.downward import Downward
from sync.wire import down
from sync.wire.down import DownAsk
from sync.wire.lines import marks
from tests.township.counters import NOON, Counter
from tests.township.journals import Scribe, id_number

B = "429004103002-B"


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Scribe]:
    yield Scribe(tmp_path / "second", desk=B)


def meet(counter: Counter, *scribes: Scribe) -> None:
    """One contact with each desk, so that the township knows both."""
    for each in scribes:
        each.record(facts.SettingChanged("hotline", "12333"))
        counter.take(each)


def told(counter: Counter, desk: str) -> list[DeskTold | CorrectedAbove]:
    """Everything that went down to a desk, verified."""
    read = [down.read(data, counter.key.public, desk).down for _number, data in downward(counter).files(desk)]
    found = [facts.read(each.kind, each.about, each.body) for each in read]
    return [each for each in found if isinstance(each, DeskTold | CorrectedAbove)]


def downward(counter: Counter) -> Downward:
    return Downward(counter.store, counter.key, lambda: NOON)


def test_a_desk_is_told_what_the_other_recorded_and_the_township_accepted(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    meet(counter, scribe, second)
    person = scribe.register(1)[0]
    scribe.collect(person, "A-2026-000001")
    scribe.collect(person, "A-2026-000001")
    scribe.record(facts.NumberShown(person, "id_number"))
    said = counter.take(scribe)
    [message] = told(counter, B)
    assert isinstance(message, DeskTold)
    assert (message.desk, message.order) == (scribe.desk, said.order)
    assert [(line.kind, line.about) for line in message.lines] == [
        (PersonRegistered.KIND, person),
        (ContributionCollected.KIND, person),
    ]
    assert told(counter, scribe.desk) == [], "a desk is not told its own"


def test_what_a_desk_began_with_is_not_told_and_what_somebody_decided_is(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    meet(counter, scribe, second)
    begun = facts.PolicyAdopted("national-2014", "2026-11-02")
    decided = facts.PolicyAdopted("national-2014", "2026-11-03", how="decided")
    scribe.record(begun, decided, facts.PolicyAdopted("hubei-2024", "2026-11-04"))
    counter.take(scribe)
    [message] = told(counter, B)
    assert isinstance(message, DeskTold)
    assert [(line.about, line.body) for line in message.lines] == [
        ("national-2014", '{"how":"decided","since":"2026-11-03"}'),
        ("hubei-2024", '{"since":"2026-11-04"}'),
    ]


@contextmanager
def an_older_township() -> Iterator[None]:
    """Inside, the township passes on what the first release passed on."""
    with pytest.MonkeyPatch.context() as patched:
        for kind in set(facts.CARDS) - other_desks.FIRST_PASSED_ON:
            patched.setitem(facts.CARDS, kind, dataclasses.replace(facts.CARDS[kind], passed_on=False))
        yield


def _line(number: int, payout_list: str = "list-1", person: str = "") -> facts.PayoutLineTaken:
    return facts.PayoutLineTaken(person, payout_list, number, "村民", id_number(number), 15000, 0, 15000)


def _said(message: DeskTold | CorrectedAbove) -> list[str]:
    assert isinstance(message, DeskTold)
    return [f"{line.kind.partition('.')[0]} {line.about}" for line in message.lines]


def test_lists_and_policies_of_before_the_upgrade_come_to_pcs_that_had_joined_once_and_in_order(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    """Lines of a list that were sent after the upgrade come behind their list; a PC of 1.0 would stop at them."""
    with an_older_township():
        meet(counter, scribe, second)
        scribe.record(
            facts.PolicyAdopted("hubei-2024", "2026-11-04"), facts.PolicyAdopted("national-2014", "2026-11-02")
        )
        counter.take(scribe)
        scribe.record(facts.PayoutListTaken("list-1", "2026-11", 3, 45000, "f"), _line(1))
        order = counter.take(scribe).order
        assert told(counter, B) == []
    scribe.record(_line(2), _line(3))
    counter.take(scribe)
    policy, early, late = told(counter, B)
    assert isinstance(early, DeskTold)
    assert (early.desk, early.order) == (scribe.desk, order)
    assert [_said(each) for each in (policy, early, late)] == [
        ["policy hubei-2024"],
        ["payout_list list-1", "payout_line "],
        ["payout_line ", "payout_line "],
    ]
    assert told(counter, scribe.desk) == []
    second.register(1)
    counter.take(second)
    scribe.register(2)
    counter.take(scribe)
    assert len(told(counter, B)) == 4, "once"


def test_the_first_request_for_messages_brings_them_too(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    with an_older_township():
        meet(counter, scribe, second)
        scribe.record(facts.PayoutListTaken("list-1", "2026-11", 1, 15000, "f"), _line(1))
        counter.take(scribe)
    ask = DownAsk(B, 0, down.beginning(B).id, NOON.isoformat(), counter.key.public)
    data = downward(counter).reply(down.write_ask(second.key, ask))
    assert data is not None
    [message] = told(counter, B)
    assert _said(message) == ["payout_list list-1", "payout_line "]


def test_a_pc_that_joins_after_the_upgrade_gets_each_fact_once(
    scribe: Scribe, second: Scribe, counter: Counter, tmp_path: Path
) -> None:
    with an_older_township():
        meet(counter, scribe)
        scribe.record(facts.PayoutListTaken("list-1", "2026-11", 1, 15000, "f"), _line(1))
        counter.take(scribe)
    meet(counter, second)
    scribe.register(1)
    counter.take(scribe)
    assert [line for each in told(counter, B) for line in _said(each)][:2] == ["payout_list list-1", "payout_line "]
    assert len(told(counter, B)) == 2


def test_no_line_of_a_list_comes_without_its_list(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    """Neither when the list was refused, nor when everything about a person is sent again."""
    meet(counter, scribe, second)
    scribe.record(facts.PayoutListTaken("list-0", "never", 1, 15000, "f"), _line(1, "list-0"), _line(2, "list-?"))
    counter.take(scribe)
    assert told(counter, B) == []
    scribe.record(PersonRegistered("p", "", id_number(3)))
    assert counter.take(scribe).refused == 1
    scribe.record(
        facts.PayoutListTaken("list-1", "2026-11", 1, 15000, "f"),
        _line(3, person="p"),
        PersonCorrected("p", {"name": "人"}),
    )
    counter.take(scribe)
    [message] = told(counter, B)
    assert _said(message) == ["person p", "person p", "payout_list list-1", "payout_line p", "person p"]


def test_a_person_without_an_id_who_is_somebody_of_the_other_desk_stops_nothing(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    """No desk of ours records such a thing; every fact has its verdict whatever a desk signs."""
    meet(counter, scribe, second)
    scribe.record(PersonRegistered("p-1", "村民", id_number(1)))
    counter.take(scribe)
    second.record(PersonRegistered("", "村民", id_number(1)))
    assert counter.take(second).accepted == 1
    nobody = facts.PayoutLineTaken("", "list-1", 1, "村民", id_number(2), 15000, 0, 15000)
    second.record(nobody, facts.PolicyAdopted("hubei-2024", "2026-11-02"))
    assert counter.take(second).accepted == 2


@pytest.mark.parametrize("note", ['"' * 32000, "，," * 16000, "长" * 32000])
def test_long_lines_are_told_in_messages_that_a_desk_reads(
    scribe: Scribe, second: Scribe, counter: Counter, note: str
) -> None:
    """A fact too long for any message would refuse its batch again and again."""
    meet(counter, scribe, second)
    person = scribe.register(1)[0]
    long = {name: note for name in ("ethnic", "household", "head", "relation", "phone", "account", "note")}
    scribe.record(*(PersonCorrected(person, long) for _ in range(45)))
    accepted = counter.take(scribe).accepted
    while batch := scribe.seal():
        answered = counter.hand(batch)
        assert isinstance(answered, Answered)
        scribe.keep(batch, answered.bytes)
        accepted += answered.answer.accepted
    assert accepted == 46
    assert sum(len(each.lines) for each in told(counter, B) if isinstance(each, DeskTold)) == 46


def test_lines_of_very_many_values_are_told_one_by_one() -> None:
    lines_ = [PassedOnLine(str(each), "", "", "", "", "," * 400_000) for each in range(4)]
    messages = [canonical(facts.body(each)) for each in other_desks._messages("429004103002-A", "0" * 64, 1, lines_)]
    assert max(map(marks, messages)) < protocol.JSON_MARKS


def test_the_places_of_both_desks_are_one_count(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    orders = []
    for each in (scribe, second, second, scribe):
        each.register(1)
        orders.append(counter.take(each).order)
    assert orders == [1, 2, 3, 4]


def test_a_person_on_both_rosters_is_one_person_with_the_newer_fields(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    first, twin = scribe.mint(), second.mint()
    scribe.record(PersonRegistered(person=first, name="张三", id_number=id_number(1), phone="1", household="7"))
    second.record(PersonRegistered(person=twin, name="张三", id_number=id_number(1), phone="2"))
    assert counter.take(scribe).remarks == ()
    assert counter.take(second).remarks == (), "the same roster was taken in on both PCs: nothing to look at"
    assert counter.status().people == 1
    second.record(PersonCorrected(person=twin, changes={"group": 4}))
    scribe.record(PersonCorrected(person=first, changes={"phone": "3"}))
    assert (counter.take(second).accepted, counter.take(scribe).accepted) == (1, 1)
    [row] = counter.rows("people")
    assert [word in row.fields for word in ('"phone":"3"', '"household":"7"', '"group":4')] == [True] * 3


def test_another_name_for_the_same_number_is_remarked(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    scribe.record(PersonRegistered(person=scribe.mint(), name="张三", id_number=id_number(1)))
    second.record(PersonRegistered(person=second.mint(), name="章三", id_number=id_number(1)))
    counter.take(scribe)
    assert counter.verdict(second).code == "registered_on_both"


def test_the_same_year_taken_on_both_counts_and_is_remarked(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    first, twin = scribe.register(1)[0], second.register(1)[0]
    scribe.collect(first, "A-2026-000001")
    second.collect(twin, "B-2026-000001")
    assert counter.take(scribe).remarks == ()
    assert counter.verdict(second).code == "collected_twice"
    assert counter.net_fen(2026) == 40000


def test_a_desk_may_take_a_fee_of_a_person_whom_the_other_registered(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    person = scribe.register(1)[0]
    counter.take(scribe)
    second.collect(person, "B-2026-000001")
    assert counter.take(second).accepted == 1
    scribe.collect(person, "B-2026-000001", year=2025)
    assert counter.verdict(scribe).code == "receipt_of_another"


def test_a_registration_that_was_refused_is_told_when_it_stands(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    meet(counter, scribe, second)
    person = scribe.mint()
    scribe.record(PersonRegistered(person=person, name="张三", id_number="429004195402301234"))
    scribe.collect(person, "A-2026-000001")
    counter.take(scribe)
    scribe.record(PersonCorrected(person=person, changes={"id_number": id_number(3)}))
    counter.take(scribe)
    early, late = told(counter, B)
    assert isinstance(early, DeskTold) and isinstance(late, DeskTold)
    assert [line.kind for line in early.lines] == [ContributionCollected.KIND]
    registered = late.lines[0]
    assert (registered.kind, id_number(3) in registered.body) == (PersonRegistered.KIND, True)
    assert early.lines[0] in late.lines, "with all that was said of him before"


@pytest.mark.parametrize("healed", [False, True])
def test_a_desk_that_joins_later_is_told_everything_once(
    scribe: Scribe, second: Scribe, counter: Counter, healed: bool
) -> None:
    people = scribe.register(3)
    if healed:
        people.append(scribe.mint())
        scribe.record(PersonRegistered(person=people[-1], name="张三", id_number="429004195402301234"))
    counter.take(scribe)
    scribe.collect(people[0], "A-2026-000001")
    if healed:
        scribe.record(PersonCorrected(person=people[-1], changes={"id_number": id_number(9)}))
    counter.take(scribe)
    downward(counter).send(scribe.desk, CorrectedAbove("c1", people[1], {"phone": "5"}))
    second.register(1)
    counter.take(second)
    messages = told(counter, B)
    lines = [line for each in messages if isinstance(each, DeskTold) for line in each.lines]
    assert {line.about for line in lines if line.kind == PersonRegistered.KIND} == set(people)
    assert len({line.id for line in lines}) == len(lines) == len(people) + 1 + healed
    [above] = [each for each in messages if isinstance(each, CorrectedAbove)]
    assert (above.changes, above.order) == ({"phone": "5"}, 3)
    [own] = told(counter, scribe.desk)[1:]
    assert isinstance(own, DeskTold) and own.desk == B


def test_a_correction_from_above_goes_to_every_desk_of_the_village(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    meet(counter, scribe, second)
    person = scribe.register(1)[0]
    counter.take(scribe)
    downward(counter).send(B, CorrectedAbove("c1", person, {"phone": "5"}, "本人来电"))
    for desk in (scribe.desk, B):
        assert [each.sent for each in told(counter, desk) if isinstance(each, CorrectedAbove)] == ["c1"]


def test_a_village_of_one_desk_is_told_nothing(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    neighbour = Scribe(tmp_path / "neighbour", desk="429004103003-A")
    for each in (scribe, neighbour):
        each.register(2)
        counter.take(each)
    assert told(counter, scribe.desk) == told(counter, neighbour.desk) == []


def test_a_correction_for_a_desk_that_was_never_heard_comes_after_the_person_it_speaks_of(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    person = scribe.register(1)[0]
    counter.take(scribe)
    assert downward(counter).send(B, CorrectedAbove("c1", person, {"phone": "5"})) == 0, "told when it is first heard"
    second.register(1)
    counter.take(second)
    assert [type(each) for each in told(counter, B)] == [DeskTold, CorrectedAbove]
