"""The week goes by stick to a real township: the same sums on both sides, by whatever road it went, and once."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sync.agreement import sent
from sync.stick import stickfiles
from sync.township.down.downward import new_id
from sync.wire import down, keys, sealing
from tests import pictures
from tests.desks import PIN, StillClock, id_number, new_desk, register
from tests.services.test_downlink import say
from tests.township.nearby import township
from tests.township.process import ROOT, TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError, Refused, Trouble
from village_desk.domain.receipts import TownshipState
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.services.road import keyring
from village_desk.services.road.received import Received
from village_desk.services.road.results import StickRead

NEIGHBOUR = Village("429004103003", "沟三社区", "A")


@pytest.fixture
def desk(tmp_path: Path, office: TownshipProcess) -> Iterator[Desk]:
    """A desk that has met its township once, over the line."""
    with new_desk(tmp_path) as found:
        found.exchanging.send(office.url)
        yield found


def collect(desk: Desk, serial: int, fen: int = 20000) -> str:
    person = register(desk, "单雄信", serial=serial)
    return desk.collecting.collect(Payment(person, 2026, fen)).number


def at_the_counter(office: TownshipProcess, stick: Path) -> str:
    """``village-township stick``, as the clerk runs it."""
    return office.command("stick", str(stick))


def sums(desk: Desk) -> list[tuple[int, int]]:
    return [(each.collected_fen, each.net_fen) for each in desk.reporting.totals()]


def sums_at(office: TownshipProcess) -> list[tuple[int, int]]:
    return [(each["collected_fen"], each["net_fen"]) for each in office.status()["money"].values()]


def test_a_week_without_a_line_goes_by_stick_and_both_sides_agree(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    numbers = [collect(desk, serial) for serial in range(1, 8)]
    desk.collecting.void(numbers[0], "收错")
    waiting = desk.road.state().waiting
    written = desk.exchanging.write_stick(stick)
    assert (written.batches, written.facts, written.cash_fen) == (1, waiting, 140000)
    assert "1,400 元" in written.in_words()
    assert desk.road.state().waiting == waiting, "a batch on a stick is not an answer"
    assert "第 2 批" in at_the_counter(office, stick)
    read = desk.exchanging.read_stick(stick)
    assert (read.sent.accepted, read.sent.refused, read.sent.waiting, read.ignored) == (waiting, 0, 0, ())
    assert desk.collecting.receipt(numbers[1]).township is TownshipState.ACCEPTED
    assert sums(desk) == sums_at(office) == [(140000, 120000)]
    assert desk.keeping.check().well


def test_the_same_batch_by_stick_and_by_line_counts_once(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    collect(desk, 1)
    desk.exchanging.write_stick(stick)
    assert desk.exchanging.send(office.url).waiting == 0
    for _ in range(2):
        at_the_counter(office, stick)
        read = desk.exchanging.read_stick(stick)
        assert (read.sent.sent, read.sent.waiting) == (0, 0)
        assert read.in_words() == "U 盘上没有新的答复"
    collect(desk, 2)
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    sent = desk.exchanging.send(office.url)
    assert (sent.batch, sent.waiting) == (3, 0)
    assert desk.exchanging.read_stick(stick).sent.sent == 0
    assert sums(desk) == sums_at(office) == [(40000, 40000)]


def test_a_stick_lost_on_its_way_loses_nothing(desk: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    lost, second = tmp_path / "lost", tmp_path / "second"
    for serial, place in enumerate((lost, second), start=1):
        place.mkdir()
        collect(desk, serial)
        assert desk.exchanging.write_stick(place).batches == serial
    at_the_counter(office, second)
    assert desk.exchanging.read_stick(second).sent.waiting == 0
    at_the_counter(office, lost)
    assert sums(desk) == sums_at(office) == [(40000, 40000)]


def test_a_desk_that_met_nobody_writes_nothing_on_a_stick(tmp_path: Path, stick: Path) -> None:
    with new_desk(tmp_path) as desk:
        collect(desk, 1)
        for use in (desk.exchanging.write_stick, desk.exchanging.read_stick):
            with pytest.raises(Refused) as refused:
                use(stick)
            assert refused.value.code == "never_met"
            assert refused.value.cure
    assert list(stick.iterdir()) == []


def test_a_damaged_answer_is_told_and_changes_nothing(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    collect(desk, 1)
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    waiting = desk.road.state().waiting
    [path] = stick.glob("VD/down/*/*.ack")
    whole = path.read_bytes()
    for data in (whole[:-1], whole[:100], b"", b"<html>", whole.replace(b'"accepted":', b'"accepted":1')):
        path.write_bytes(data)
        read = desk.exchanging.read_stick(stick)
        assert (read.sent.sent, read.sent.waiting) == (0, waiting)
        assert read.ignored == ("第 2 批的答复不是本镇所当前的答复",)
    path.write_bytes(whole)
    assert desk.exchanging.read_stick(stick).sent.waiting == 0


def test_the_answers_of_another_township_and_another_desk_change_nothing(
    desk: Desk, office: TownshipProcess, stick: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "another office"
    folder.mkdir()
    with (
        township(folder) as other,
        Desk.create(tmp_path / "neighbour.vdesk", PIN, NEIGHBOUR, StillClock()) as neighbour,
    ):
        neighbour.exchanging.send(other.url)
        collect(desk, 1)
        collect(neighbour, 2)
        desk.exchanging.write_stick(stick)
        neighbour.exchanging.write_stick(stick)
        waiting = desk.road.state().waiting
        assert "是给别的镇所的" in at_the_counter(other, stick)
        assert desk.exchanging.read_stick(stick).sent.waiting == waiting
        assert neighbour.exchanging.read_stick(stick).sent.waiting == 0
        [theirs] = stick.glob("VD/down/429004103003-A/*.ack")
        [ours] = stick.glob("VD/up/429004103002-A_*.vdb")
        assert ours.stat().st_size > 0
        at_the_counter(office, stick)
        [answer] = stick.glob("VD/down/429004103002-A/*.ack")
        whole = answer.read_bytes()
        answer.write_bytes(theirs.read_bytes())
        assert desk.exchanging.read_stick(stick).sent.waiting == waiting
        answer.write_bytes(whole)
        assert desk.exchanging.read_stick(stick).sent.waiting == 0
        assert sums(neighbour) == sums_at(other)
    assert sums(desk) == sums_at(office)


def test_a_township_restored_from_its_backup_says_so_on_the_stick(
    desk: Desk, office: TownshipProcess, stick: Path, tmp_path: Path
) -> None:
    collect(desk, 1)
    office.stop()
    office.command("backup", str(tmp_path / "copy.db"))
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    old = tmp_path / "old stick"
    stick.rename(old)
    stick.mkdir()
    assert desk.exchanging.read_stick(old).sent.waiting == 0
    office.command("restore", str(tmp_path / "copy.db"))
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    assert desk.exchanging.read_stick(stick).sent.waiting > 0, "what the township forgot is open again"
    assert desk.exchanging.read_stick(old).sent.waiting > 0, "an answer of the life before is no answer now"
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    assert desk.exchanging.read_stick(stick).sent.waiting == 0
    assert desk.exchanging.read_stick(old).sent.waiting == 0
    assert sums(desk) == sums_at(office) == [(20000, 20000)]


def payout(month: str, fen: int = 15000) -> sent.PayoutListSent:
    line = sent.PayoutSentLine("单雄信", id_number("19550512", 1), fen, 0, fen)
    return sent.PayoutListSent(new_id(), month, 1, fen, (line,))


def months(desk: Desk) -> list[tuple[str, int]]:
    return sorted((str(each.month), each.total_fen) for each in desk.paying.lists())


def round_trip(desk: Desk, office: TownshipProcess, stick: Path) -> StickRead:
    """To the township with the stick, and back."""
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    return desk.exchanging.read_stick(stick)


def test_what_comes_down_travels_by_stick_in_both_ways_at_once(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    say(office, desk, payout("2026-11"))
    collect(desk, 1)
    desk.exchanging.write_stick(stick)
    assert "429004103002-A：镇所下发 1 件" in at_the_counter(office, stick)
    listing = (stick / "VD" / "说明.txt").read_text("utf-8-sig")
    assert "镇所下发 1 件" in listing
    assert "单雄信" not in listing
    everything = b"".join(path.read_bytes() for path in stick.rglob("*") if path.is_file())
    assert "单雄信".encode() not in everything
    read = desk.exchanging.read_stick(stick)
    assert (read.sent.waiting, read.sent.received.messages, read.ignored) == (0, 1, ())
    assert "第 2 批" in read.in_words() and "镇所下发 1 件" in read.in_words()
    assert months(desk) == [("2026-11", 15000)]
    assert desk.exchanging.read_stick(stick).in_words() == "U 盘上没有新的答复"
    say(office, desk, payout("2026-12"))
    assert desk.exchanging.send(office.url).received.messages == 1, "the line goes on where the stick ended"
    round_trip(desk, office, stick)
    assert [path.name for path in stick.glob("VD/down/*/*.vdd")] == ["000000001.vdd"], "what was seen is not repeated"
    assert months(desk) == [("2026-11", 15000), ("2026-12", 15000)]
    assert desk.keeping.check().well


def test_a_policy_and_lists_of_many_months_come_by_stick_alone(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    policy = (ROOT / "resources" / "policies" / "national-2014.toml").read_text("utf-8")
    text = policy.replace('id = "national-2014"', 'id = "county-2027"', 1)
    for month in range(1, 5):
        collect(desk, month)
        say(office, desk, payout(f"2026-{month:02}"))
        read = round_trip(desk, office, stick)
        assert (read.sent.refused, read.sent.waiting, read.sent.received) == (0, 0, Received(1))
    say(office, desk, sent.PolicySent(new_id(), "county-2027", "2027-01-01", text))
    assert round_trip(desk, office, stick).in_words() == "镇所下发 1 件（政策文件）"
    assert desk.policies.on(date(2027, 1, 1)).id == "county-2027"
    assert len(months(desk)) == 4
    assert sums(desk) == sums_at(office) == [(80000, 80000)]


def test_a_bad_file_is_told_and_never_stops_the_good_ones(
    desk: Desk, office: TownshipProcess, stick: Path, tmp_path: Path
) -> None:
    say(office, desk, payout("2026-10"), payout("2026-11"), payout("2026-12"))
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    place = stick / "VD" / "down" / "429004103002-A"
    first, second, third = (place / f"{number:09}.vdd" for number in (1, 2, 3))
    whole = second.read_bytes()
    ours = keyring.key(desk._store)
    stranger = keys.create(tmp_path / "stranger", b"")
    forged = down.write(stranger, down.Down("429004103002-A", 2, "0" * 64, "", "numbers.given/1", "x", {})).bytes
    neighbour = down.write(stranger, down.Down("429004103003-A", 2, "0" * 64, "", "numbers.given/1", "x", {})).bytes
    bad = {
        sealing.seal(forged, ours.public): "不是本镇所签发的",
        sealing.seal(neighbour, ours.public): "不是本镇所签发的",
        sealing.seal(b"<html>", ours.public): "读不懂",
        sealing.seal(forged, stranger.public): "不是封给这台电脑的",
        forged: "不是镇所封好的",
        whole[:-1]: "文件坏了",
        whole[:50]: "不是镇所封好的",
        b"": "不是镇所封好的",
    }
    for data, why in bad.items():
        second.write_bytes(data)
        read = desk.exchanging.read_stick(stick)
        assert [why in each for each in read.ignored] == [True], why
        assert months(desk) == [("2026-10", 15000)], "the one before it is taken"
    assert "1 件下发的要等前面的" in read.in_words()
    second.unlink()
    second.symlink_to(first)
    assert "不是普通文件" in desk.exchanging.read_stick(stick).ignored[0]
    second.unlink()
    second.write_bytes(whole)
    third.rename(place / "000000007.vdd")
    assert desk.exchanging.read_stick(stick).sent.received == Received(2), "names only order them"
    assert len(months(desk)) == 3
    assert desk.keeping.check().well


def test_a_message_of_a_township_that_forgot_it_gives_way_to_what_it_says_now(
    desk: Desk, office: TownshipProcess, stick: Path, tmp_path: Path
) -> None:
    say(office, desk, payout("2026-10"))
    round_trip(desk, office, stick)
    office.stop()
    office.command("backup", str(tmp_path / "copy.db"))
    say(office, desk, payout("2026-11"), payout("2026-12"))
    round_trip(desk, office, stick)
    old = tmp_path / "old stick"
    shutil.copytree(stick, old)
    office.command("restore", str(tmp_path / "copy.db"))
    assert round_trip(desk, office, stick).sent.received.messages == 0, "it has nothing that the desk has not"
    say(office, desk, payout("2026-11", 16000))
    assert round_trip(desk, office, stick).sent.received.messages == 1
    assert months(desk) == [("2026-10", 15000), ("2026-11", 16000), ("2026-12", 15000)]
    assert desk.exchanging.read_stick(old).sent.received.messages == 0, "an old stick tells nothing new"
    say(office, desk, payout("2027-01"))
    assert round_trip(desk, office, stick).sent.received.messages == 1
    assert list(stick.glob("VD/down/*/000000003.vdd")) != []
    assert desk.keeping.check().well


def test_a_stick_that_is_not_there_is_told_in_words(desk: Desk, tmp_path: Path) -> None:
    collect(desk, 1)
    waiting = desk.road.state().waiting
    troubles: list[DeskError] = []
    for use in (desk.exchanging.write_stick, desk.exchanging.read_stick):
        with pytest.raises(Trouble) as trouble:
            use(tmp_path / "nowhere")
        troubles.append(trouble.value)
    assert {each.code for each in troubles} == {"stick-gone"}
    assert all("一条没丢" in each.cure for each in troubles)
    assert desk.road.state().waiting == waiting


def test_a_file_where_the_folder_should_be_is_told_in_words(desk: Desk, stick: Path) -> None:
    (stick / "VD").write_text("something of somebody else's")
    with pytest.raises(Trouble) as trouble:
        desk.exchanging.write_stick(stick)
    assert trouble.value.code == "stick-odd"
    assert (stick / "VD").read_text() == "something of somebody else's"


def test_writing_a_stick_can_be_stopped_and_begun_again(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    collect(desk, 1)

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        desk.exchanging.write_stick(stick, stop)
    assert desk.exchanging.write_stick(stick).batches == 1
    at_the_counter(office, stick)
    assert desk.exchanging.read_stick(stick).sent.waiting == 0


def test_a_desk_with_nothing_new_writes_only_its_ask(desk: Desk, stick: Path) -> None:
    written = desk.exchanging.write_stick(stick)
    assert written.batches == 0
    names = {f"429004103002-A.{kind}" for kind in ("ask", "seen", "past")}
    assert {path.name for path in (stick / "VD" / "up").iterdir()} == names
    assert "没有新的记录" in written.in_words()


def attach(desk: Desk, serial: int) -> tuple[str, str]:
    """A person with an attachment, and its digest."""
    person = register(desk, "有附件", serial=serial)
    return person, desk.attaching.add(person, pictures.photo(300, serial), "身份证正面").sha256


def states(desk: Desk, person: str) -> list[str]:
    return [each.state.value for each in desk.attaching.of_person(person)]


def test_an_attachment_goes_by_stick_with_its_fact_and_its_word_comes_back(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    person, digest = attach(desk, 1)
    written = desk.exchanging.write_stick(stick)
    assert (written.contents.written, "附件 1 个" in written.in_words()) == (1, True)
    [parcel] = (stick / "VD" / "up").glob("*.vda")
    assert pictures.photo(300, 1)[200:260] not in parcel.read_bytes(), "only the township reads it"
    said = at_the_counter(office, stick)
    assert "附件 1 个：已收" in said
    assert "不是协办台的文件" not in said
    assert office.status()["attachments"]["here"] == 1
    read = desk.exchanging.read_stick(stick)
    assert (read.contents, read.ignored, states(desk, person)) == (1, (), ["sent"])
    assert "附件镇所收到 1 个" in read.in_words()
    assert at_the_counter(office, stick) == said, "any number of times"
    assert desk.exchanging.read_stick(stick).contents == 0
    assert desk.exchanging.write_stick(stick).contents.written == 0
    assert desk.keeping.check().well
    assert (stick / "VD" / "down" / desk.village.desk / f"{digest}.kept").is_file()


def test_a_content_may_go_by_both_roads(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    person, _digest = attach(desk, 1)
    desk.exchanging.write_stick(stick)
    desk.exchanging.send(office.url)
    desk.carrying.send(office.url)
    assert "附件 1 个：已收" in at_the_counter(office, stick)
    assert office.status()["attachments"]["here"] == 1
    assert desk.exchanging.read_stick(stick).contents == 0
    assert states(desk, person) == ["sent"]


def test_a_content_without_its_fact_waits_and_a_spoilt_one_is_told(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    person, _digest = attach(desk, 1)
    desk.exchanging.write_stick(stick)
    up = stick / "VD" / "up"
    [batch] = up.glob("*.vdb")
    aside = batch.rename(stick / batch.name)
    assert "附件的记录还没有收到" in at_the_counter(office, stick)
    aside.rename(batch)
    [parcel] = up.glob("*.vda")
    whole = parcel.read_bytes()
    parcel.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "文件坏了" in at_the_counter(office, stick)
    assert desk.exchanging.read_stick(stick).contents == 0
    assert states(desk, person) == ["waiting"]
    parcel.write_bytes(whole)
    at_the_counter(office, stick)
    [kept] = (stick / "VD" / "down" / desk.village.desk).glob("*.kept")
    signed = kept.read_bytes()
    kept.write_bytes(signed.replace(b'"timeline":"', b'"timeline":"x'))
    assert desk.exchanging.read_stick(stick).contents == 0
    kept.write_bytes(signed)
    assert desk.exchanging.read_stick(stick).contents == 1


def test_a_stick_without_room_for_contents_still_carries_the_facts(
    desk: Desk, office: TownshipProcess, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(desk, 1)
    write = stickfiles.Medium.write

    def small(medium: stickfiles.Medium, path: Path, data: bytes) -> None:
        if ".vda" in path.name:
            raise OSError(errno.ENOSPC, "full")
        write(medium, path, data)

    monkeypatch.setattr(stickfiles.Medium, "write", small)
    written = desk.exchanging.write_stick(stick)
    assert (written.batches, written.contents.left) == (1, 1)
    assert "还有 1 个附件没写下" in written.in_words()
    at_the_counter(office, stick)
    assert desk.exchanging.read_stick(stick).sent.waiting == 0
