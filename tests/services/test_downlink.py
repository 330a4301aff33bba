"""What the township says down reaches the desk once, is applied once, and never stops the week that goes up."""

import csv
import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sync.agreement import facts, sent
from sync.township.down.downward import Downward, new_id
from sync.township.frame import now
from sync.township.keys import own_key
from sync.township.store.database import Store
from sync.wire import down
from tests.desks import PIN, StillClock, id_number, new_desk, register, spoil
from tests.township.process import ROOT, TownshipProcess
from village_desk.commands.program import main
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Payment
from village_desk.services.road import keyring
from village_desk.services.road.downlink import Downlink
from village_desk.services.road.received import Received

POLICY = (ROOT / "resources" / "policies" / "national-2014.toml").read_text("utf-8")


def say(office: TownshipProcess, desk: Desk, *said: facts.Fact) -> None:
    """The township puts facts on their way, beside the process that serves them."""
    with closing(Store.open(str(office.store))) as books:
        downward = Downward(books, own_key.read(books, b""), now)
        for fact in said:
            downward.send(desk.village.desk, fact)


def payout(month: str, *lines: sent.PayoutSentLine) -> sent.PayoutListSent:
    return sent.PayoutListSent(new_id(), month, len(lines), sum(line.total_fen for line in lines), lines)


def payee(name: str, serial: int, fen: int = 15000) -> sent.PayoutSentLine:
    return sent.PayoutSentLine(name, id_number("19550512", serial), fen, 0, fen)


def test_a_payout_list_that_came_down_is_matched_and_a_later_one_stands_in_its_place(
    desk: Desk, office: TownshipProcess
) -> None:
    known = register(desk, "单雄信", "19550512", 1)
    desk.exchanging.send(office.url)
    say(office, desk, payout("2026-11", payee("单雄信", 1), payee("外乡人", 2)))
    assert desk.exchanging.send(office.url).received.messages == 1
    [taken] = desk.paying.lists()
    assert (str(taken.month), taken.payees, taken.total_fen) == ("2026-11", 2, 30000)
    assert [line.resident.id if line.resident else "" for line in desk.paying.lines(taken.id)] == [known, ""]
    assert [each.line for each in desk.paying.questions(taken.id)] == [2]
    say(office, desk, payout("2026-11", payee("单雄信", 1, 16000)))
    desk.exchanging.send(office.url)
    [replaced] = desk.paying.lists()
    assert (replaced.payees, replaced.total_fen) == (1, 16000)
    assert "160" in desk.registering.history(known)[0].words
    assert desk.keeping.check().well


def test_a_year_paid_at_the_tax_office_is_not_collected_again_unless_told(desk: Desk, office: TownshipProcess) -> None:
    person = register(desk, "单雄信")
    desk.exchanging.send(office.url)
    line = sent.PaidLine(id_number("19800512", 1), 2026, 20000)
    say(office, desk, sent.PaidListSent(new_id(), "税务十一月", "tax", (line,)))
    desk.exchanging.send(office.url)
    with pytest.raises(Refused) as refusal:
        desk.collecting.collect(Payment(person, 2026, 20000))
    assert (refusal.value.code, "税务十一月" in refusal.value.message) == ("already_paid", True)
    assert [each.paid_this_year for each in desk.finding.find("单雄信")] == [True]
    assert desk.collecting.collect(Payment(person, 2025, 20000)).year == 2025
    assert desk.collecting.collect(Payment(person, 2026, 20000, again="本人另补一档")).year == 2026


def test_a_newer_paid_list_of_the_name_takes_back_what_the_earlier_said(desk: Desk, office: TownshipProcess) -> None:
    person = register(desk, "单雄信")
    other = sent.PaidLine(id_number("19800512", 2), 2026, 20000)
    desk.exchanging.send(office.url)
    wrong = sent.PaidLine(id_number("19800512", 1), 2026, 20000)
    say(office, desk, *(sent.PaidListSent(new_id(), "税务", "tax", (each,)) for each in (wrong, other)))
    assert desk.exchanging.send(office.url).received.messages == 2
    assert desk.collecting.collect(Payment(person, 2026, 20000)).amount_fen == 20000


def test_a_policy_is_adopted_from_its_day_and_a_mistake_keeps_the_old_one(desk: Desk, office: TownshipProcess) -> None:
    desk.exchanging.send(office.url)
    good = POLICY.replace('id = "national-2014"', 'id = "county-2027"', 1)
    bad = good.replace("jurisdiction", "jurisdicton", 1)
    say(office, desk, sent.PolicySent(new_id(), "county-2027", "2027-01-01", good))
    say(office, desk, sent.PolicySent(new_id(), "county-2027", "2026-06-01", bad))
    came = desk.exchanging.send(office.url).received
    assert (came.messages, came.unusable) == (2, 1)
    assert desk.policies.on(date(2026, 12, 31)).id == "national-2014"
    assert desk.policies.on(date(2027, 1, 1)).id == "county-2027"
    [kept] = desk.road.state().kept
    assert kept.why
    assert desk.keeping.check().well


def test_a_correction_from_above_changes_the_person_on_both_sides_and_stands_in_the_history(
    desk: Desk, office: TownshipProcess
) -> None:
    person = register(desk, "单雄信")
    desk.exchanging.send(office.url)
    say(office, desk, sent.CorrectedAbove(new_id(), person, {"name": "单雄心"}, "公安核对"))
    desk.exchanging.send(office.url)
    assert desk.finding.person(person).name == "单雄心"
    assert [each.resident.id for each in desk.finding.find("单雄心")] == [person]
    event = desk.registering.history(person)[0]
    assert (event.by, "公安核对" in event.words) == ("镇所", True)
    assert desk.keeping.check().well
    desk.keeping.rebuild()
    assert desk.finding.person(person).name == "单雄心"


def test_a_correction_that_would_make_two_of_one_is_kept_and_told(desk: Desk, office: TownshipProcess) -> None:
    person = register(desk, "单雄信")
    desk.exchanging.send(office.url)
    register(desk, "徐𬱖", serial=2)  # not with the township yet, so it cannot know
    say(office, desk, sent.CorrectedAbove(new_id(), person, {"id_number": id_number("19800512", 2)}))
    assert desk.exchanging.send(office.url).received.unusable == 1
    assert desk.finding.person(person).id_number == id_number("19800512", 1)
    [kept] = desk.road.state().kept
    assert "徐𬱖" in kept.why


def test_what_has_no_page_is_kept_and_counted(desk: Desk, office: TownshipProcess) -> None:
    desk.exchanging.send(office.url)
    rows = tuple(sent.Question(id_number("19400101", serial), "某某", ("三月",)) for serial in range(3))
    say(office, desk, sent.ListSent(new_id(), "疑似死亡", ("最后认证",), rows, {"1": "已去世", "2": "健在"}))
    say(office, desk, sent.NumbersGiven(new_id(), "收据", "000101", "000150"))
    desk.exchanging.send(office.url)
    numbers, asked = desk.road.state().kept
    assert (asked.count, "疑似死亡" in asked.words, asked.why) == (3, True, "")
    assert numbers.count == 50


def test_a_restored_desk_takes_everything_again_and_applies_it_once(tmp_path: Path, office: TownshipProcess) -> None:
    clock = StillClock()
    desk = new_desk(tmp_path / "one", clock)
    register(desk, "单雄信", "19550512", 1)
    desk.exchanging.send(office.url)
    desk.keeping.back_up()
    say(office, desk, payout("2026-11", payee("单雄信", 1)))
    desk.exchanging.send(office.url)
    desk.close()
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        assert restored.paying.lists() == []
        assert restored.exchanging.send(office.url).received.messages == 1
        assert restored.exchanging.send(office.url).received.messages == 0
        assert [each.payees for each in restored.paying.lists()] == [1]
        assert restored.keeping.check().well


def test_the_command_sends_a_list_that_another_program_wrote(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    desk.exchanging.send(office.url)
    file = tmp_path / "发放.csv"
    with file.open("w", encoding="gb18030", newline="") as opened:
        written = csv.writer(opened)
        written.writerow(["姓名", "身份证号", "基础养老金", "个人账户养老金", "合计", "账号"])
        written.writerow(["徐𬱖", id_number("19550512", 1), "143.00", "12.05", "155.05", "6217003456789012346"])
    command = ["send-down", "--desk", desk.village.desk, "--payout", str(file)]
    assert "月份" in office.command(*command, "--month", "2026-13", fails=True)
    office.command(*command, "--month", "2026-11")
    desk.exchanging.send(office.url)
    [taken] = desk.paying.lists()
    assert (taken.payees, taken.total_fen) == (1, 15505)


def test_what_the_township_will_refuse_is_told_before_anything_is_sent(desk: Desk, office: TownshipProcess) -> None:
    good = register(desk, "单雄信")
    desk.collecting.collect(Payment(good, 2026, 20000))
    assert desk.road.predict() == ()
    with desk._store.writing():
        desk._store.record(facts.PersonRegistered(person="bad-1", name="某某", id_number="429004198005120001"))
    [told] = desk.road.predict()
    assert (told.person, told.field, told.refused) == ("bad-1", "id_number", True)
    assert told.reason and told.cure
    assert desk.road.batches() == ()
    desk.exchanging.send(office.url)
    [line] = desk.road.state().refused
    assert (line.fact, line.reason, line.cure) == (told.fact, told.reason, told.cure)
    assert desk.road.predict() == ()


def test_a_refused_line_is_open_until_the_township_has_its_correction(desk: Desk, office: TownshipProcess) -> None:
    with desk._store.writing():
        desk._store.record(facts.PersonRegistered(person="bad-1", name="某某", id_number="429004198005120001"))
    desk.exchanging.send(office.url)
    desk.registering.correct("bad-1", {"phone": "13800000000"})
    assert [each.corrected for each in desk.road.state().refused] == [False]
    desk.registering.correct("bad-1", {"id_number": id_number("19800512", 7)})
    assert [each.corrected for each in desk.road.state().refused] == [True]
    desk.exchanging.send(office.url)
    assert desk.road.state().refused == ()
    assert desk.keeping.check().well


def test_a_remark_is_shown_until_one_of_the_two_receipts_is_void(desk: Desk, office: TownshipProcess) -> None:
    with desk._store.writing():
        desk._store.record(facts.PersonRegistered(person="bad-1", name="某某", id_number="429004198005120001"))
    desk.collecting.collect(Payment("bad-1", 2026, 10000))
    desk.exchanging.send(office.url)
    [remark] = desk.road.state().remarks
    assert (remark.person, remark.field) == ("bad-1", "person")
    desk.registering.correct("bad-1", {"id_number": id_number("19800512", 7)})
    desk.exchanging.send(office.url)
    assert desk.road.state().remarks == ()


def test_files_of_a_stick_are_taken_in_any_order_any_number_of_times(desk: Desk, office: TownshipProcess) -> None:
    desk.exchanging.send(office.url)
    say(office, desk, payout("2026-11", payee("单雄信", 1)), payout("2026-12", payee("单雄信", 1)))
    with closing(Store.open(str(office.store))) as books:
        key, ours = own_key.read(books, b""), keyring.key(desk._store)
        downward = Downward(books, key, now)
        files = [data for _number, data in downward.files(desk.village.desk)]
        first, second = (down.read(data, key.public, desk.village.desk) for data in files)
        hearing = Downlink(desk._store)
        alone = hearing.take([second], None)
        assert (alone.messages, alone.gap) == (0, 1), "it waits for the one before"
        assert hearing.take([second, first], None).messages == 2
        assert hearing.take([first, second], None) == Received(0)
        downward.note_seen(hearing.seen(ours))
        assert list(downward.files(desk.village.desk)) == []
    assert desk.exchanging.send(office.url).received.messages == 0
    assert len(desk.paying.lists()) == 2


def test_without_a_line_nothing_is_half_taken(desk: Desk, office: TownshipProcess) -> None:
    desk.exchanging.send(office.url)
    say(office, desk, payout("2026-11", payee("单雄信", 1)), payout("2026-12", payee("单雄信", 1)))
    office.kill()
    with pytest.raises(Exception, match="连不上"):
        desk.exchanging.send(office.url)
    assert desk.paying.lists() == []
    office.start()
    assert desk.exchanging.send(office.url).received.messages == 2


def test_the_command_tells_what_would_be_refused_and_sends_nothing(desk: Desk) -> None:
    def check_only() -> tuple[int, dict[str, object]]:
        environment = {"VILLAGE_DESK_PIN": PIN, "VILLAGE_DESK_FILE": str(desk.path)}
        desk.close()
        done = CliRunner().invoke(main, ["send", "--check-only", "--json"], env=environment)
        return done.exit_code, json.loads(done.stdout)

    with desk._store.writing():
        desk._store.record(facts.PersonRegistered(person="bad-1", name="某某", id_number="429004198005120001"))
    code, told = check_only()
    assert (code, told["refused"]) == (1, 1)
    with Desk.open(desk.path, PIN, StillClock()) as opened:
        assert opened.road.batches() == ()
