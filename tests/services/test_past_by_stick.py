"""Restored backups, copied disks and lost PCs without a line: the stick brings the past back, all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sync.agreement.sent import CorrectedAbove
from sync.stick import pair_files
from sync.township.__main__ import main as at_the_township
from sync.township.down.downward import Downward, new_id
from sync.township.trust.file_pairing import FilePairing
from tests.desks import PIN, VILLAGE, StillClock, new_desk, register, spoil
from tests.services.test_recovery import image
from tests.township.counters import NOON, Counter
from village_desk.commands import output
from village_desk.commands.program import main as at_the_desk
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.receipts import TownshipState
from village_desk.services.collecting import Payment
from village_desk.services.road.received import Received
from village_desk.services.road.results import StickRead


@pytest.fixture
def clock() -> StillClock:
    """The day on which the invitations are used."""
    clock = StillClock()
    clock.now = NOON
    return clock


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Counter]:
    """A township that takes only paired desks."""
    counter = Counter(tmp_path / "office", trusts_new=False)
    yield counter
    counter.close()


@pytest.fixture
def desk(tmp_path: Path, books: Counter, clock: StillClock, stick: Path) -> Iterator[Desk]:
    """A desk that was paired by stick, and never had a line."""
    with new_desk(tmp_path, clock) as found:
        invite(books, stick)
        approve(books, stick, found.joining.pair_by_stick(stick))
        found.exchanging.write_stick(stick)
        at_the_counter(books, stick)
        assert found.exchanging.read_stick(stick).sent.waiting == 0
        yield found


def pairing(books: Counter) -> FilePairing:
    return FilePairing(books.store, books.key, lambda: NOON)


def invite(books: Counter, stick: Path) -> None:
    data, _ends = pairing(books).invite(VILLAGE.desk)
    pair_files.write_invite(stick, VILLAGE.desk, data)


def approve(books: Counter, stick: Path, digits: str) -> None:
    books.for_sticks().take(stick)
    pairing(books).approve(VILLAGE.desk, digits)


def at_the_counter(books: Counter, stick: Path) -> list[str]:
    """The words shown to the clerk."""
    desk = books.for_sticks()
    visit = desk.take(stick)
    return [*visit.in_words(), *desk.answer(stick, visit).in_words()]


def round_trip(desk: Desk, books: Counter, stick: Path) -> StickRead:
    desk.exchanging.write_stick(stick)
    at_the_counter(books, stick)
    return desk.exchanging.read_stick(stick)


def collect(desk: Desk, serial: int, fen: int = 20000) -> str:
    person = register(desk, f"村民{serial}", serial=serial)
    return desk.collecting.collect(Payment(person, 2026, fen)).number


def agree(desk: Desk, books: Counter, net_fen: int, people: int) -> None:
    """Both sides hold the same people and the same money, and the desk's file is sound."""
    assert desk.road.state().waiting == 0
    [ours] = desk.reporting.totals()
    assert ours.net_fen == books.net_fen(2026) == net_fen
    assert desk.finding.count() == books.status().people == people
    assert desk.keeping.check().well


def restored(desk: Desk, clock: StillClock) -> Desk:
    desk.close()
    spoil(desk.path)
    return Desk.restore(desk.path, PIN, clock)


def past_files_on(stick: Path) -> list[Path]:
    return sorted(stick.glob(f"VD/past/{VILLAGE.desk}/*.vdp"))


def lived_on(desk: Desk, books: Counter, stick: Path, fees: int) -> None:
    """So many weeks with a fee each went to the township by stick since the backup."""
    desk.keeping.back_up()
    for serial in range(1, fees + 1):
        collect(desk, serial)
        round_trip(desk, books, stick)


def test_a_restored_backup_gets_its_past_back_by_one_trip_of_the_stick(
    desk: Desk, books: Counter, stick: Path, clock: StillClock
) -> None:
    collect(desk, 1)
    round_trip(desk, books, stick)
    desk.keeping.back_up()
    lost = [collect(desk, serial) for serial in (2, 3)]
    round_trip(desk, books, stick)
    with restored(desk, clock) as back:
        assert back.finding.count() == 1
        mine = collect(back, 4)
        written = back.exchanging.write_stick(stick)
        assert "一定把 U 盘拿回来" in written.in_words()
        said = at_the_counter(books, stick)
        assert any("没有的旧记录写上了" in line and "交回村里" in line for line in said)
        read = back.exchanging.read_stick(stick)
        assert "已从镇所取回" in read.sent.happened
        assert "请再写一次 U 盘" in read.in_words(), "what is new here has to go up yet"
        assert back.finding.count() == 4
        assert back.collecting.receipt(mine).township is TownshipState.WAITING
        fresh = collect(back, 5)
        assert len({*lost, mine, fresh}) == 4
        again = round_trip(back, books, stick)
        assert (again.sent.happened, again.sent.refused, again.ignored) == ("", 0, ())
        states = {back.collecting.receipt(number).township for number in (*lost, mine, fresh)}
        assert states == {TownshipState.ACCEPTED}
        assert "一定把 U 盘拿回来" not in back.exchanging.write_stick(stick).in_words()
        agree(back, books, 5 * 20000, 5)


def test_a_copied_disk_that_forked_is_brought_together_by_stick(
    desk: Desk, books: Counter, stick: Path, tmp_path: Path, clock: StillClock
) -> None:
    image(desk, tmp_path / "image")
    first = collect(desk, 1)
    round_trip(desk, books, stick)
    desk.close()
    with Desk.open(tmp_path / "image" / "desk.vdesk", PIN, clock) as copy:
        again = collect(copy, 2)
        assert again == first, "nobody could know it yet"
        copy.exchanging.write_stick(stick)
        assert any("缺它自己报过的旧记录" in line for line in at_the_counter(books, stick))
        read = copy.exchanging.read_stick(stick)
        assert first in read.sent.happened, "a receipt with a number that is on paper twice is named"
        assert copy.finding.count() == 2
        assert read.sent.waiting > 0
        assert copy.exchanging.read_stick(stick).sent.happened == "", "it happens once"
        round_trip(copy, books, stick)
        agree(copy, books, 2 * 20000, 2)


def test_a_lost_pc_is_rebuilt_by_stick_alone(
    desk: Desk, books: Counter, stick: Path, tmp_path: Path, clock: StillClock
) -> None:
    receipts = [collect(desk, serial) for serial in range(1, 6)]
    round_trip(desk, books, stick)
    desk.collecting.void(receipts[0], "收错")
    round_trip(desk, books, stick)
    before = output.status(desk)
    desk.close()
    place = tmp_path / "new" / "desk.vdesk"
    invite(books, stick)
    digits = Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock)
    assert Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock) == digits, "as often as she likes"
    said = at_the_counter(books, stick)
    assert [digits in line and "再收一次" in line for line in said][0]
    assert not any("没有收" in line for line in said), "it is not let in yet: that is no fault"
    assert Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock) == digits, "the office has not agreed"
    assert past_files_on(stick) == []
    pairing(books).approve(VILLAGE.desk, digits)
    at_the_counter(books, stick)
    assert Desk.is_recovering(place)
    assert Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock) == ""
    assert not Desk.is_recovering(place)
    assert Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock) == "", "the same click twice"
    with Desk.open(place, PIN, clock) as new:
        for each in ("village", "name", "people", "receipts", "money", "years"):
            assert output.status(new).get(each) == before.get(each)
        assert new.road.state().digits == "", "the office has let it in"
        assert collect(new, 6).startswith("A10-")
        assert round_trip(new, books, stick).ignored == ()
        agree(new, books, 5 * 20000, 6)
    with pytest.raises(Refused) as no:
        Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock)
    assert no.value.code == "not_fresh"


def test_a_fresh_pc_that_was_only_paired_gets_the_past_of_the_lost_one_too(
    desk: Desk, books: Counter, stick: Path, tmp_path: Path, clock: StillClock
) -> None:
    """Somebody set it up as a first one, and has worked with it already: the same people, the same numbers on paper."""
    first = collect(desk, 1)
    collect(desk, 2)
    round_trip(desk, books, stick)
    desk.close()
    (tmp_path / "new").mkdir()
    with new_desk(tmp_path / "new", clock) as new:
        register(new, "村民2", serial=2)
        assert collect(new, 3) == first
        invite(books, stick)
        approve(books, stick, new.joining.pair_by_stick(stick))
        read = round_trip(new, books, stick)
        assert "已从镇所取回" in read.sent.happened
        assert first in read.sent.happened, "that paper is to be changed"
        round_trip(new, books, stick)
        agree(new, books, 3 * 20000, 3)


def test_a_damaged_or_missing_file_is_told_and_nothing_of_the_past_is_used(
    desk: Desk, books: Counter, stick: Path, clock: StillClock
) -> None:
    """No message is used either: it may be about people who are not here yet."""
    lived_on(desk, books, stick, 3)
    [person] = [each.resident.id for each in desk.finding.find("村民3", 5)]
    correction = CorrectedAbove(new_id(), person, {"phone": "13800000003"}, "本人来说")
    Downward(books.store, books.key, lambda: NOON).send(VILLAGE.desk, correction)
    with restored(desk, clock) as back:
        back.exchanging.write_stick(stick)
        at_the_counter(books, stick)
        files = past_files_on(stick)
        assert len(files) == 3
        whole = [each.read_bytes() for each in files]
        bad = (b"", whole[1], whole[0][:-1], whole[0][:40], bytes([*whole[0][:99], whole[0][99] ^ 1, *whole[0][100:]]))
        for data in (*bad, None):
            files[0].write_bytes(data) if data is not None else files[0].unlink()
            read = back.exchanging.read_stick(stick)
            assert read.ignored == (f"{files[0].name}：缺了或坏了，没有用",)
            assert "没有带全" in read.in_words()
            assert (back.finding.count(), read.sent.received) == (0, Received(0)), "nothing half"
        collect(back, 4)
        read = round_trip(back, books, stick)
        assert (read.ignored, read.sent.received) == ((), Received(1)), "the next trip brings it"
        assert back.finding.person(person).phone == "13800000003"
        round_trip(back, books, stick)
        agree(back, books, 4 * 20000, 4)


def test_a_stick_that_is_pulled_out_while_it_is_read_changes_nothing(
    desk: Desk, books: Counter, stick: Path, clock: StillClock
) -> None:
    lived_on(desk, books, stick, 2)
    with restored(desk, clock) as back:
        back.exchanging.write_stick(stick)
        at_the_counter(books, stick)
        away = stick.with_name("pulled out")

        def pulled_out(done: int, total: int) -> None:
            if (done, total) == (2, 3):
                stick.rename(away)

        with pytest.raises(Trouble) as gone:
            back.exchanging.read_stick(stick, pulled_out)
        assert (gone.value.code, back.finding.count()) == ("stick-gone", 0)
        away.rename(stick)
        assert "已从镇所取回" in back.exchanging.read_stick(stick).sent.happened
        round_trip(back, books, stick)
        agree(back, books, 2 * 20000, 2)


@pytest.mark.parametrize("told", [False, True])
def test_a_life_that_was_given_up_may_reach_the_township_by_an_old_stick(
    desk: Desk, books: Counter, stick: Path, tmp_path: Path, clock: StillClock, told: bool
) -> None:
    """The old epoch holds facts again that moved on from it, and none counts twice. ``told``: they were sent before."""
    desk.keeping.back_up()
    collect(desk, 1)
    round_trip(desk, books, stick)
    with restored(desk, clock) as back:
        collect(back, 2)
        old = tmp_path / "old stick"
        old.mkdir()
        back.exchanging.write_stick(old)
        (old / "VD" / "up" / f"{VILLAGE.desk}.past").unlink()
        for _trip in range(1 + told):
            round_trip(back, books, stick)
        collect(back, 3)
        for trip in range(2):
            assert "已收，有答复" in str(at_the_counter(books, old))
            collect(back, 4 + trip)
            assert round_trip(back, books, stick).sent.refused == 0
        round_trip(back, books, stick)
        agree(back, books, 5 * 20000, 5)


def test_a_lost_pc_is_rebuilt_by_the_commands_of_both_sides(tmp_path: Path, stick: Path) -> None:
    store, lost, new = tmp_path / "books.db", tmp_path / "lost" / "desk.vdesk", tmp_path / "new" / "desk.vdesk"
    lost.parent.mkdir()

    def office(*words: str) -> str:
        done = CliRunner().invoke(at_the_township, [*words, "--store", str(store)])
        assert done.exit_code == 0, done.output
        return done.stdout

    def village(file: Path, *words: str) -> str:
        environment = {"VILLAGE_DESK_PIN": PIN, "VILLAGE_DESK_FILE": str(file)}
        done = CliRunner().invoke(at_the_desk, list(words), env=environment)
        assert done.exit_code == 0, done.output
        return done.stdout

    def let_in(file: Path, *words: str) -> str:
        office("pair", VILLAGE.desk, "--file", str(stick))
        digits = json.loads(village(file, *words, "--json"))["digits"]
        assert digits in office("stick", str(stick))
        office("approve", VILLAGE.desk, "--digits", digits)
        return office("stick", str(stick))

    recover = ["recover", "--stick", str(stick), "--village", VILLAGE.code]
    with Desk.create(lost, PIN, VILLAGE) as desk:
        collect(desk, 1)
    let_in(lost, "pair", "--stick", str(stick))
    village(lost, "send", "--stick", str(stick))
    office("stick", str(stick))
    village(lost, "take", "--stick", str(stick))
    assert "交回村里" in let_in(new, *recover)
    done = json.loads(village(new, *recover, "--json"))
    assert (done["people"], done["money"]["2026"]["net_fen"]) == (1, 20000)
    assert "U 盘拿回来，再用一次同一条命令" in output.come_back_words("1234")
    assert CliRunner().invoke(at_the_desk, ["recover", "--village", VILLAGE.code]).exit_code == 2


def test_pcs_that_took_a_lost_ones_place_by_stick_and_were_lost_unheard_leave_no_number_to_be_printed_again(
    desk: Desk, books: Counter, stick: Path, tmp_path: Path, clock: StillClock
) -> None:
    """Each prints as soon as the stick is back: the township counts the keys of which it never heard anything."""
    on_paper = [collect(desk, 1)]
    round_trip(desk, books, stick)
    desk.close()
    for name in ("second", "third", "fourth"):
        place = tmp_path / name / "desk.vdesk"
        invite(books, stick)
        approve(books, stick, Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock))
        at_the_counter(books, stick)
        assert Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock) == ""
        with Desk.open(place, PIN, clock) as new:
            on_paper.append(collect(new, 2))
            if name == "fourth":
                round_trip(new, books, stick)
                agree(new, books, 2 * 20000, 2)
    assert [each.split("-")[0] for each in on_paper] == ["A", "A10", "A20", "A30"]


@pytest.mark.parametrize("lost", ["the PC", "the disk"])
def test_what_only_the_stick_has_of_a_lost_week_is_taken_from_it(
    desk: Desk, books: Counter, stick: Path, tmp_path: Path, clock: StillClock, lost: str
) -> None:
    """It was written, and before it went to the township the PC died; the same stick then carries the new asking."""
    collect(desk, 1)
    round_trip(desk, books, stick)
    desk.keeping.back_up()
    collect(desk, 2)
    desk.exchanging.write_stick(stick)
    if lost == "the PC":
        desk.close()
        place = tmp_path / "new" / "desk.vdesk"
        invite(books, stick)
        approve(books, stick, Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock))
        at_the_counter(books, stick)
        assert Desk.recover_by_stick(place, PIN, VILLAGE, stick, clock) == ""
        new = Desk.open(place, PIN, clock)
    else:
        new = restored(desk, clock)
    with new:
        for _trip in range(3):
            round_trip(new, books, stick)
        agree(new, books, 2 * 20000, 2)
