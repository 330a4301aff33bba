"""The week goes to a real township, and whatever stands in its place gets nothing and loses nothing."""

from pathlib import Path

import pytest

from sync.agreement import facts
from tests.desks import PIN, StillClock, new_desk, register, spoil
from tests.township import moods
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError
from village_desk.domain.receipts import TownshipState
from village_desk.services.collecting import Payment


def failing(desk: Desk, url: str) -> DeskError:
    before = desk.road.state().waiting
    with pytest.raises(DeskError) as trouble:
        desk.exchanging.send(url)
    assert desk.road.state().waiting == before, "nothing was lost and nothing believed"
    assert trouble.value.cure
    return trouble.value


def test_the_week_arrives_and_the_answer_is_on_every_receipt(desk: Desk, office: TownshipProcess) -> None:
    person = register(desk, "单雄信", tier_fen=20000)
    receipt = desk.collecting.collect(Payment(person, 2026, 20000))
    waiting = desk.road.state().waiting
    sent = desk.exchanging.send(office.url)
    assert (sent.sent, sent.accepted, sent.refused, sent.waiting) == (waiting, waiting, 0, 0)
    assert desk.collecting.receipt(receipt.number).township is TownshipState.ACCEPTED
    assert {event.township for event in desk.registering.history(person)} == {TownshipState.ACCEPTED}
    assert office.status()["money"]["2026"]["net_fen"] == 20000
    [batch] = desk.road.batches()
    assert (batch.number, batch.facts, batch.collected_fen) == (1, waiting, 20000)
    assert desk.keeping.check().well


def test_both_sides_agree_on_people_and_money_after_a_void(desk: Desk, office: TownshipProcess) -> None:
    people = [register(desk, "某某", serial=serial) for serial in range(1, 20)]
    numbers = [desk.collecting.collect(Payment(person, 2026, 10000)).number for person in people]
    desk.exchanging.send(office.url)
    desk.collecting.void(numbers[0], "收错")
    assert desk.exchanging.send(office.url).batch == 2
    [ours] = desk.reporting.totals()
    theirs = office.status()
    assert theirs["money"]["2026"] == {
        "collected_fen": ours.collected_fen,
        "voided_fen": ours.voided_fen,
        "net_fen": ours.net_fen,
    }
    assert theirs["people"] == desk.finding.count()


def test_nothing_new_sends_nothing(desk: Desk, office: TownshipProcess) -> None:
    desk.exchanging.send(office.url)
    again = desk.exchanging.send(office.url)
    assert (again.sent, again.waiting) == (0, 0)
    assert len(desk.road.batches()) == 1


def test_an_ordinary_week_is_one_request(desk: Desk, office: TownshipProcess) -> None:
    """And what the township has said meanwhile is asked for all the same."""
    register(desk, "刘长山")
    desk.exchanging.send(office.url)
    register(desk, "王秀英", serial=2)
    with moods.moody(moods.relay(office.url)) as line:
        assert desk.exchanging.send(line.url).accepted == 1
        assert [each.split("/")[2] for each in line.asked] == ["batches"]
        office.command("send-down", "--desk", desk.village.desk, "--numbers", "000101-000150", "--book", "收据")
        register(desk, "李四", serial=3)
        assert desk.exchanging.send(line.url).received.messages == 1
        assert [each.split("/")[2] for each in line.asked[1:]] == ["batches", "down", "down"]
        register(desk, "赵六", serial=4)
        assert desk.exchanging.send(line.url).received.messages == 0
        assert [each.split("/")[2] for each in line.asked[4:]] == ["batches"]


def test_a_refused_line_comes_back_with_its_reason_and_holds_up_nobody(desk: Desk, office: TownshipProcess) -> None:
    good = register(desk, "单雄信", serial=1)
    with desk._store.writing():
        desk._store.record(facts.PersonRegistered(person="bad-1", name="某某", id_number="429004198005120001"))
    sent = desk.exchanging.send(office.url)
    assert sent.refused == 1
    [line] = desk.road.state().refused
    assert (line.person, line.field) == ("bad-1", "id_number")
    assert line.reason
    assert line.cure
    states = {event.township for event in desk.registering.history("bad-1")}
    assert states == {TownshipState.REFUSED}
    assert desk.registering.history(good)[0].township is TownshipState.ACCEPTED
    assert desk.worklist.at_a_glance()[0].kind.name == "returned"


def test_the_answers_survive_a_rebuild(desk: Desk, office: TownshipProcess) -> None:
    with desk._store.writing():
        desk._store.record(facts.PersonRegistered(person="bad-1", name="某某", id_number="429004198005120001"))
    desk.exchanging.send(office.url)
    desk.keeping.rebuild()
    assert len(desk.road.state().refused) == 1
    assert desk.keeping.check().well


def test_with_no_line_the_desk_works_on_and_says_how_much_waits(desk: Desk) -> None:
    assert failing(desk, "http://127.0.0.1:9").code == "no_line"
    person = register(desk, "单雄信")
    desk.collecting.collect(Payment(person, 2026, 10000))
    assert desk.road.state().waiting >= 3


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        (moods.login_page, "not_township"),
        (moods.saying(401), "not_township"),
        (moods.saying(500), "township_ill"),
        (moods.hang_up, "no_line"),
    ],
)
def test_somebody_else_on_the_line_gets_no_belief(desk: Desk, mood: moods.Mood, code: str) -> None:
    with moods.moody(mood) as stranger:
        assert failing(desk, stranger.url).code == code


def test_a_town_that_does_not_know_the_desk_says_so(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "strict"
    folder.mkdir()
    with township(folder, trust_new_desks=False) as strict:
        assert failing(desk, strict.url).code == "desk-unknown"


@pytest.mark.parametrize(
    ("url", "code"), [("", "no_url"), ("ftp://x", "url"), ("http://10.1.2.3", "plain-http"), ("nonsense", "url")]
)
def test_an_address_that_must_not_be_used_is_refused(desk: Desk, url: str, code: str) -> None:
    assert failing(desk, url).code == code


def test_what_was_sealed_and_cut_off_goes_again_and_counts_once(desk: Desk, office: TownshipProcess) -> None:
    person = register(desk, "单雄信")
    desk.collecting.collect(Payment(person, 2026, 10000))

    def cut(done: int, total: int) -> None:
        if done >= total:
            raise Cancelled  # the township has applied the batch; its answer is never kept

    with pytest.raises(Cancelled):
        desk.exchanging.send(office.url, cut)
    assert desk.road.state().waiting > 0
    sent = desk.exchanging.send(office.url)
    assert sent.waiting == 0
    assert office.status()["money"]["2026"]["collected_fen"] == 10000


def test_after_a_restore_the_desk_sends_again_and_nothing_counts_twice(tmp_path: Path, office: TownshipProcess) -> None:
    clock = StillClock()
    desk = new_desk(tmp_path / "one", clock)
    person = register(desk, "单雄信")
    desk.collecting.collect(Payment(person, 2026, 10000))
    desk.exchanging.send(office.url)
    desk.keeping.back_up()
    desk.close()
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        restored.collecting.collect(Payment(person, 2025, 10000))
        assert restored.exchanging.send(office.url).waiting == 0
    assert {year: money["net_fen"] for year, money in office.status()["money"].items()} == {
        "2025": 10000,
        "2026": 10000,
    }


def test_the_key_of_the_desk_is_in_no_backup(desk: Desk, office: TownshipProcess) -> None:
    desk.exchanging.send(office.url)
    backup = desk.keeping.back_up()
    assert [path.name for path in backup.path.parent.iterdir()] == [backup.path.name]
    assert desk.path.with_name(desk.path.name + ".key").exists()


def test_where_the_township_answered_is_known_next_time(desk: Desk, office: TownshipProcess) -> None:
    assert desk.dialing.url() == ""
    desk.exchanging.send(office.url)
    assert desk.dialing.url() == office.url
    assert desk.exchanging.send().waiting == 0
