"""What goes down without a file, by the real command: a block of numbers, a correction of a person."""

from sync import down
from sync.client import Township
from tests.township.journals import DESK, Scribe, id_number
from tests.township.process import TownshipProcess


def test_numbers_are_given_once_and_a_person_is_corrected(scribe: Scribe, office: TownshipProcess) -> None:
    [person] = scribe.register(1)
    with Township(office.url, DESK) as line:
        line.send(scribe.sealed())
    to = ("send-down", "--desk", DESK)
    assert f"{DESK} 第 1 件" in office.command(*to, "--numbers", "0001-0050", "--book", "收据")
    assert "已经发给过" in office.command(*to, "--numbers", "0050-0060", "--book", "收据", fails=True)
    changes = ("--change", "group=3", "--change", "tier_fen=300", "--reason", "对照户口簿")
    assert f"{DESK} 第 2 件" in office.command(*to, "--correct", person, *changes)
    unheard = office.command("send-down", "--desk", f"{DESK[:-1]}B", "--correct", person, *changes)
    assert "等它第一次联系时再下发" in unheard, "it has no number there yet"
    assert "没有这一项" in office.command(*to, "--correct", person, "--change", "x=1", fails=True)
    assert "没有收到过这个人" in office.command(*to, "--correct", "nobody", "--change", "group=1", fails=True)
    with Township(office.url, DESK) as line:
        first = line.down(scribe.key, down.beginning(DESK))
        assert first is not None
        second = line.down(scribe.key, first.place)
        assert second is not None
    assert (second.said.body["changes"], second.said.body["person"]) == ({"group": 3, "tier_fen": 30000}, person)
    assert id_number(0) not in str(first.said) + str(second.said)
