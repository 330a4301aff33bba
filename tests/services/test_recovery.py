"""Restored backups, copied disks and lost PCs: nothing lost, money once, no number on paper twice from then on."""

import shutil
from pathlib import Path

import pytest
import requests

from sync.wire.pairing import new_code
from tests.desks import PIN, VILLAGE, StillClock, new_desk, register, spoil
from tests.services.test_both_learn import take
from tests.services.test_pairing import code_for
from tests.services.test_siblings import settle
from tests.township import nearby
from tests.township.moods import Stranger, hang_up, moody, relay
from tests.township.process import TownshipProcess
from tests.workbooks.books import payee
from village_desk.commands import output
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.receipts import TownshipState
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment


def agree(desk: Desk, office: TownshipProcess, net_fen: int, people: int) -> None:
    """Both sides hold the same people and the same money, and the desk's file is sound."""
    assert desk.road.state().waiting == 0
    [ours] = desk.reporting.totals()
    assert ours.net_fen == office.status()["money"]["2026"]["net_fen"] == net_fen
    assert desk.finding.count() == office.status()["people"] == people
    assert desk.keeping.check().well


def image(desk: Desk, to: Path) -> None:
    """Copy the disk: the file with what is not yet checkpointed, the key, the companion."""
    to.mkdir()
    for each in desk.path.parent.glob("desk.vdesk*"):
        if each.is_file() and not each.name.endswith(".lock"):
            shutil.copy(each, to)


def test_a_restored_backup_gets_back_what_the_township_has(
    desk: Desk, office: TownshipProcess, clock: StillClock
) -> None:
    first = register(desk, "单雄信", serial=1)
    desk.exchanging.send(office.url)
    desk.keeping.back_up()
    sent = desk.collecting.collect(Payment(first, 2026, 20000))
    second = register(desk, "秦叔宝", serial=2)
    desk.exchanging.send(office.url)
    desk.close()
    clock.move(days=1)
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        assert restored.finding.count() == 1
        after = restored.collecting.collect(Payment(first, 2025, 30000))
        done = restored.exchanging.send(office.url)
        assert "取回" in done.in_words()
        assert restored.collecting.receipt(sent.number).township is TownshipState.ACCEPTED
        assert restored.collecting.receipt(after.number).township is TownshipState.ACCEPTED
        assert restored.finding.person(second).name == "秦叔宝"
        third = restored.collecting.collect(Payment(second, 2026, 10000))
        assert len({sent.number, after.number, third.number}) == 3
        assert restored.exchanging.send(office.url).happened == "", "it happens once"
        assert restored.road.state().waiting == 0
        assert restored.keeping.check().well
        money = office.status()["money"]
        assert (money["2026"]["net_fen"], money["2025"]["net_fen"]) == (30000, 30000)
        assert {each.year: each.net_fen for each in restored.reporting.totals()} == {2025: 30000, 2026: 30000}


def test_a_disk_put_back_in_silence_is_recognised_and_a_doubled_number_is_told(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    people = [register(desk, name, serial=serial) for serial, name in enumerate(("甲某", "乙某"), 1)]
    desk.exchanging.send(office.url)
    image(desk, tmp_path / "image")
    first = desk.collecting.collect(Payment(people[0], 2026, 20000))
    desk.exchanging.send(office.url)
    desk.close()
    with Desk.open(tmp_path / "image" / "desk.vdesk", PIN, clock) as copy:
        again = copy.collecting.collect(Payment(people[1], 2026, 10000))
        assert again.number == first.number, "nobody could know it yet"
        done = copy.exchanging.send(office.url)
        assert (done.refused, first.number in done.in_words()) == (0, True)
        assert copy.collecting.receipt(first.number).person == people[0]
        [renumbered] = copy.collecting.paid(people[1])
        assert renumbered.number.startswith("A2-")
        assert renumbered.number in done.in_words()
        agree(copy, office, 30000, 2)


def test_numbers_that_two_copies_gave_out_over_new_year_are_replaced_without_a_hole_in_either_year(
    tmp_path: Path, clock: StillClock
) -> None:
    (tmp_path / "office").mkdir()
    with nearby.township(tmp_path / "office", clock=clock) as office, new_desk(tmp_path, clock) as desk:
        people = [register(desk, "某某", serial=serial) for serial in range(1, 6)]
        desk.exchanging.send(office.url)
        image(desk, tmp_path / "image")
        for copy in (desk.path, tmp_path / "image" / "desk.vdesk"):
            desk.close()
            with Desk.open(copy, PIN, clock) as opened:
                opened.collecting.collect(Payment(people.pop(), 2026, 20000))
                clock.move(days=90)
                opened.collecting.collect(Payment(people.pop(), 2026, 20000, sure=frozenset(("2027",))))
                opened.exchanging.send(office.url)
                found = opened.keeping.check()
            assert (found.fault, found.receipts) == ("", 5 - len(people))
            clock.move(days=-90)


def test_two_copies_of_one_disk_both_arrive_and_one_person_stays_one(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    desk.exchanging.send(office.url)
    image(desk, tmp_path / "image")
    here = register(desk, "甲某", serial=1)
    desk.collecting.collect(Payment(here, 2026, 20000))
    with Desk.open(tmp_path / "image" / "desk.vdesk", PIN, clock) as copy:
        there = register(copy, "甲某", serial=1)
        other = register(copy, "乙某", serial=2)
        copy.collecting.collect(Payment(there, 2025, 30000))
        copy.exchanging.send(office.url)
        desk.exchanging.send(office.url)
        copy.collecting.collect(Payment(other, 2026, 10000))
        copy.exchanging.send(office.url)
        assert copy.finding.count() == office.status()["people"] == 2
        assert {year: money["net_fen"] for year, money in office.status()["money"].items()} == {
            "2025": 30000,
            "2026": 30000,
        }
        assert {each.year: each.net_fen for each in copy.reporting.totals()} == {2025: 30000, 2026: 30000}
        assert copy.keeping.check().well
        assert desk.keeping.check().well


def test_a_lost_pc_is_rebuilt_from_the_township(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    people = [register(desk, "某某", serial=serial, group=2) for serial in range(1, 8)]
    receipts = [desk.collecting.collect(Payment(person, 2026, 20000)) for person in people]
    desk.exchanging.send(office.url)
    desk.collecting.void(receipts[0].number, "收错")
    desk.exchanging.send(office.url)
    before = output.status(desk)
    place = tmp_path / "new" / "desk.vdesk"
    code = code_for(office, desk)
    with Desk.recover(place, PIN, VILLAGE, office.url, code, clock) as new:
        for each in ("village", "people", "receipts", "money", "years"):
            assert output.status(new).get(each) == before.get(each)
        assert new.collecting.receipt(receipts[3].number).township is TownshipState.ACCEPTED
        fresh = new.collecting.collect(Payment(people[0], 2026, 20000))
        assert fresh.number.startswith("A10-")
        new.exchanging.send()
        agree(new, office, 7 * 20000, 7)
    with pytest.raises(Refused, match="顶替"):
        register(desk, "迟到", serial=9)
        desk.exchanging.send(office.url)
    with pytest.raises(Refused) as no:
        Desk.recover(place, PIN, VILLAGE, office.url, code, clock)
    assert no.value.code == "not_fresh"


def test_on_a_rebuilt_pc_the_latest_receipt_is_the_one_that_was_taken_last(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    """Although the receipts of people whom the other PC registered come in behind it, with these people."""
    with Desk.create(tmp_path / "b.vdesk", PIN, Village(VILLAGE.code, VILLAGE.name, "B"), clock) as other:
        theirs, own = register(other, "乙某", serial=2), register(desk, "甲某", serial=1)
        other.exchanging.send(office.url)
    for _ in range(2):
        desk.exchanging.send(office.url)
    taken = [desk.collecting.collect(Payment(person, 2026, 20000)).number for person in (theirs, own)]
    desk.exchanging.send(office.url)
    with Desk.recover(tmp_path / "new" / "a.vdesk", PIN, VILLAGE, office.url, code_for(office, desk), clock) as new:
        assert [each.number for each in new.collecting.recent()] == taken[::-1]


def test_a_pc_that_was_restored_and_then_lost_leaves_no_number_to_be_printed_again(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    """Only the people with the papers know the receipts printed in the epoch that the township never saw."""
    person = register(desk, "单雄信")
    desk.exchanging.send(office.url)
    desk.keeping.back_up()
    desk.close()
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        printed = restored.collecting.collect(Payment(person, 2026, 20000)).number
        code = code_for(office, restored)
    with Desk.recover(tmp_path / "new" / "desk.vdesk", PIN, VILLAGE, office.url, code, clock) as new:
        assert new.collecting.collect(Payment(person, 2026, 20000)).number != printed


def test_what_the_township_never_had_cannot_be_rebuilt(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    with pytest.raises(Refused) as no:
        Desk.recover(tmp_path / "new" / "desk.vdesk", PIN, VILLAGE, office.url, code_for(office, desk), clock)
    assert no.value.code == "nothing_kept"


def test_a_slip_in_village_or_letter_can_be_put_right(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    register(desk, "单雄信")
    desk.exchanging.send(office.url)
    place, code = tmp_path / "new" / "desk.vdesk", code_for(office, desk)
    for slip in (Village("429004103003", "沟三村", "A"), Village("429004103002", "沟二社区", "B")):
        with pytest.raises(Refused) as no:
            Desk.recover(place, PIN, slip, office.url, code, clock)
        assert no.value.code == "code-wrong"
    with Desk.recover(place, PIN, VILLAGE, office.url, code, clock) as new:
        assert new.village.desk == VILLAGE.desk
        assert new.finding.count() == 1
    assert not Desk.is_recovering(place)


def test_a_pin_that_is_too_easy_begins_no_recovery(tmp_path: Path, clock: StillClock) -> None:
    place = tmp_path / "new" / "desk.vdesk"
    with pytest.raises(Refused, match="口令太短"):
        Desk.recover(place, "12", VILLAGE, "http://127.0.0.1:1", "", clock)
    assert not Desk.is_recovering(place)


def test_a_recovery_without_a_line_speaks_of_no_records_here(tmp_path: Path, clock: StillClock) -> None:
    with pytest.raises(Trouble, match="再找回一次") as no:
        Desk.recover(tmp_path / "new.vdesk", PIN, VILLAGE, "http://127.0.0.1:1", new_code(), clock)
    assert no.value.code == "no_line"
    assert "都留在本机" not in str(no.value)


def test_a_pc_that_took_a_lost_ones_place_and_is_lost_before_it_sends_leaves_no_number_to_be_printed_again(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    """The township knows of its life before it gives out a receipt."""
    person = register(desk, "单雄信")
    desk.exchanging.send(office.url)
    on_paper = [desk.collecting.collect(Payment(person, 2026, 20000)).number]
    for name in ("second", "third", "fourth"):
        place, code = tmp_path / name / "desk.vdesk", code_for(office, desk)
        with Desk.recover(place, PIN, VILLAGE, office.url, code, clock) as new:
            assert new.road.state().waiting == 0
            on_paper.append(new.collecting.collect(Payment(person, 2026, 20000)).number)
    assert [each.split("-")[0] for each in on_paper] == ["A", "A10", "A20", "A30"]


def deaf(stranger: Stranger, _reply: requests.Response) -> bool:
    """A line over which nothing that is sent arrives."""
    if stranger.command == "PATCH":
        hang_up(stranger)
    return stranger.command == "PATCH"


def test_a_recovery_ends_only_when_the_township_has_heard_that_this_pc_lives(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    """A line that is cut between what comes back and what goes up: no receipt until the same is done again."""
    person = register(desk, "单雄信")
    desk.exchanging.send(office.url)

    place, code = tmp_path / "new" / "desk.vdesk", code_for(office, desk)
    with moody(relay(office.url, deaf)) as proxy, pytest.raises(Trouble, match="再找回一次"):
        Desk.recover(place, PIN, VILLAGE, proxy.url, code, clock)
    with pytest.raises(Refused) as no:
        Desk.open(place, PIN, clock)
    assert no.value.code == "recovering"
    with Desk.recover(place, PIN, VILLAGE, office.url, code, clock) as new:
        assert new.road.state().waiting == 0
        assert new.collecting.collect(Payment(person, 2026, 20000)).number.startswith("A10-")
        new.exchanging.send()
        agree(new, office, 20000, 1)


def test_a_cut_recovery_that_another_pc_overtook_is_filled_again_with_what_that_one_did(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    person = register(desk, "单雄信")
    desk.exchanging.send(office.url)
    lost, place = tmp_path / "lost" / "desk.vdesk", tmp_path / "new" / "desk.vdesk"
    with moody(relay(office.url, deaf)) as line, pytest.raises(Trouble):
        Desk.recover(lost, PIN, VILLAGE, line.url, code_for(office, desk), clock)
    with Desk.recover(place, PIN, VILLAGE, office.url, code_for(office, desk), clock) as other:
        printed = other.collecting.collect(Payment(person, 2026, 20000)).number
        other.exchanging.send()
    with Desk.recover(lost, PIN, VILLAGE, office.url, code_for(office, desk), clock) as new:
        assert new.collecting.receipt(printed).person == person
        assert not new.collecting.collect(Payment(person, 2025, 20000)).number.startswith(printed.split("-")[0])


def test_a_file_that_was_worked_with_stays_open_to_her_when_it_is_no_place_for_a_recovery(
    desk: Desk, office: TownshipProcess, clock: StillClock
) -> None:
    register(desk, "单雄信")
    code = code_for(office, desk)
    desk.close()
    with pytest.raises(Refused) as no:
        Desk.recover(desk.path, PIN, VILLAGE, office.url, code, clock)
    assert no.value.code == "not_fresh"
    with Desk.open(desk.path, PIN, clock) as again:
        assert again.finding.count() == 1


def test_a_printed_roster_of_a_list_that_the_township_gives_back_later_is_printed_still(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    """A desk's own facts come back before the list of the village's other PC of which it printed the roster."""
    with Desk.create(tmp_path / "B.vdesk", PIN, Village(VILLAGE.code, VILLAGE.name, "B"), clock) as other:
        other.exchanging.send(office.url)
        list_id = take(other, tmp_path, payee(1), payee(2))
        settle(office, other, desk)
        printed = desk.papers.signing_roster(list_id).printed
        desk.paying.printed(printed)
        settle(office, desk, other)
    code = code_for(office, desk)
    desk.close()
    with Desk.recover(tmp_path / "new" / "desk.vdesk", PIN, VILLAGE, office.url, code, clock) as new:
        settle(office, new)
        [back] = new.paying.lists()
        assert (back.id, back.printed_pages) == (list_id, len(printed.pages))
        assert new.papers.signing_roster(list_id).printed == printed
        assert new.keeping.check().well
