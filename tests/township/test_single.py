"""What goes down without a file, by the real command: a block of numbers, a correction of a person."""

import json

import pytest
from sqlalchemy import text

from sync.agreement.down_checks import NotSent
from sync.agreement.sent import CorrectedAbove, ListSent, Question
from sync.line.client import Township
from sync.township.down import down_words
from sync.township.down.downward import Downward, new_id
from sync.wire import down
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe, id_number
from tests.township.process import TownshipProcess


@pytest.fixture
def downward(counter: Counter, scribe: Scribe) -> Downward:
    """A township that knows the scribe's desk."""
    scribe.register(1)
    counter.take(scribe)
    return Downward(counter.store, counter.key, lambda: NOON)


def test_numbers_are_given_once_and_a_person_is_corrected(scribe: Scribe, office: TownshipProcess) -> None:
    [person] = scribe.register(1)
    with Township(office.url, DESK) as line:
        line.send(scribe.sealed())
    to = ("send-down", "--desk", DESK)
    assert f"{DESK} 第 1 件" in office.command(*to, "--numbers", "0001-0050", "--book", "收据")
    assert "已经发给过" in office.command(*to, "--numbers", "0050-0060", "--book", "收据", fails=True)
    changes = ("--change", "group=3", "--change", "tier_fen=300", "--reason", "对照户口簿")
    assert f"{DESK} 第 2 件" in office.command(*to, "--correct", person, *changes)
    other = ("--change", "group=4", "--reason", "对照户口簿")
    unheard = office.command("send-down", "--desk", f"{DESK[:-1]}B", "--correct", person, *other)
    assert "等它第一次联系时再下发" in unheard, "it has no number there yet"
    assert "没有这一项" in office.command(*to, "--correct", person, "--change", "x=1", fails=True)
    assert "没有收到过这个人" in office.command(*to, "--correct", "nobody", "--change", "group=1", fails=True)
    with Township(office.url, DESK) as line:
        first = line.down(scribe.key, down.beginning(DESK))
        assert first is not None
        second = line.down(scribe.key, first.place)
        assert second is not None
    assert (second.down.body["changes"], second.down.body["person"]) == ({"group": 3, "tier_fen": 30000}, person)
    assert id_number(0) not in str(first.down) + str(second.down)


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "@x", "＝1+1", "-2"])
def test_a_formula_is_no_name(downward: Downward, name: str) -> None:
    with pytest.raises(NotSent) as refused:
        downward.send(DESK, CorrectedAbove(new_id(), "p1", {"name": name}, "对照户口簿"))
    assert refused.value.code == "formula"
    assert "请改成" in down_words.words(refused.value)


def test_a_formula_goes_down_in_no_list(downward: Downward) -> None:
    row = Question(id_number(1), "甲", ("=1+1",))
    with pytest.raises(NotSent, match="=1"):
        downward.send(DESK, ListSent(new_id(), "待核", ("说明",), (row,), {}, ""))
    plain = Question(id_number(1), "甲", ("+86 138",))
    assert downward.send(DESK, ListSent(new_id(), "待核", ("说明",), (plain,), {}, "")) == 1


def test_a_correction_goes_once_and_finds_its_person_by_his_number(scribe: Scribe, office: TownshipProcess) -> None:
    first, second = scribe.register(2)
    with Township(office.url, DESK) as line:
        line.send(scribe.sealed())
    with office.books() as db:
        number = db.execute(text("SELECT id_number FROM people WHERE person = :p"), {"p": second}).scalar_one()
    to = ("send-down", "--desk", DESK, "--reason", "对照户口簿", "--correct")
    assert "第 1 件" in office.command(*to, number, "--change", "group=7")
    with office.books() as db:
        fields = db.execute(text("SELECT fields FROM people WHERE person = :p"), {"p": second}).scalar_one()
    assert json.loads(fields)["group"] == 7
    again = office.command(*to, second, "--change", "group=7", fails=True)
    assert "已经是这样" in again and "请核对" in again
    assert "第 2 件" in office.command(*to, second, "--change", "group=8")
    assert "没有登记这个身份证号" in office.command(*to, id_number(99), "--change", "group=8", fails=True)
    assert "项目=内容" in office.command(*to, first, "--change", "group", fails=True)
