"""The road by stick: sealed files out, signed answers back, and nothing on a stick is trusted or harmed."""

from __future__ import annotations

import errno
import os
import random
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from sync.agreement.errors import Damaged, NotTheTownship, StickTrouble
from sync.agreement.facts import BatchAnswered, PersonRegistered
from sync.agreement.protocol import KnownTownship
from sync.agreement.sent import NumbersGiven
from sync.stick import courier
from sync.stick.courier import StickAsk
from sync.stick.stickfiles import Medium
from sync.township.down.downward import Downward, new_id
from sync.township.sticks.stick_results import Visit
from sync.wire import down, keys, messages, sealing
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe, id_number
from tests.township.media import Failing, FakeCapacity
from tests.township.process import ROOT

OTHER = "429004103003-A"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


def known(counter: Counter) -> KnownTownship:
    return KnownTownship(counter.key.public, "", counter.store.timeline)


def write(
    scribe: Scribe, stick: Path, counter: Counter, *batches: SealedBatch, medium: Medium | None = None
) -> StickAsk:
    return courier.write_up(stick, scribe.desk, known(counter), batches, medium=medium)


def visit(stick: Path, counter: Counter, medium: Medium | None = None) -> Visit:
    desk = counter.for_sticks(medium)
    found = desk.take(stick)
    desk.answer(stick, found)
    return found


def answer(stick: Path, counter: Counter, batch: SealedBatch) -> BatchAnswered | None:
    for _, data in courier.read_answers(stick, batch.manifest.desk, [batch.id]):
        return messages.read_answer(data, counter.key.public, batch, counter.store.timeline).answer
    return None


def came_down(scribe: Scribe, stick: Path, counter: Counter) -> list[int]:
    """The numbers of the messages on the stick, each opened and verified."""
    found = []
    for _name, sealed in courier.read_messages(stick, scribe.desk):
        assert isinstance(sealed, bytes)
        found.append(down.read(sealing.unseal(sealed, scribe.key), counter.key.public, scribe.desk).down.number)
    return found


def week(scribe: Scribe, number: int = 1) -> SealedBatch:
    person = register(scribe, number)
    scribe.collect(person, f"A-2026-{number:06}")
    return scribe.sealed()


def register(scribe: Scribe, number: int) -> str:
    person = scribe.mint()
    scribe.record(PersonRegistered(person=person, name=f"村民{number}", id_number=id_number(number)))
    return person


def files(stick: Path) -> dict[str, bytes]:
    return {str(path.relative_to(stick)): path.read_bytes() for path in stick.rglob("*") if path.is_file()}


def test_a_week_goes_by_stick_and_its_answer_comes_back(scribe: Scribe, counter: Counter, stick: Path) -> None:
    batch = week(scribe)
    write(scribe, stick, counter, batch)
    found = visit(stick, counter)
    assert [(each.desk, each.number, each.facts, each.fen, each.state) for each in found.taken] == [
        (DESK, 1, 2, 20000, "answered")
    ]
    said = answer(stick, counter, batch)
    assert said is not None
    assert (said.accepted, said.accepted_fen) == (2, 20000)
    assert counter.net_fen(2026) == 20000


def test_the_answer_on_the_stick_is_byte_for_byte_the_answer_on_the_line(
    scribe: Scribe, counter: Counter, stick: Path
) -> None:
    batch = week(scribe)
    line = counter.receiver.receive(batch.bytes).body
    write(scribe, stick, counter, batch)
    for _ in range(3):
        visit(stick, counter)
        assert dict(courier.read_answers(stick, DESK, [batch.id])) == {batch.id: line}
    assert counter.net_fen(2026) == 20000


def test_batches_in_any_order_on_several_sticks_count_once(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    batches = [week(scribe, number) for number in range(1, 5)]
    loads = [batches[3:], batches[1:2], batches[2:], batches[:1], batches]
    folders = [tmp_path / f"stick {number}" for number in range(len(loads))]
    for folder, load in zip(folders, loads, strict=True):
        folder.mkdir()
        write(scribe, folder, counter, *load)
    states = [[each.state for each in visit(folder, counter).taken] for folder in folders]
    assert states == [["held"], ["held"], ["held", "held"], ["answered"], ["answered"] * 4]
    for batch in batches:
        said = answer(folders[-1], counter, batch)
        assert said is not None
        assert said.accepted == 2
    assert counter.net_fen(2026) == 4 * 20000


def test_what_was_held_on_one_visit_is_answered_on_the_next(scribe: Scribe, counter: Counter, stick: Path) -> None:
    first, second = week(scribe, 1), week(scribe, 2)
    write(scribe, stick, counter, second)
    [held] = visit(stick, counter).taken
    assert (held.state, held.waits_for) == ("held", 1)
    assert answer(stick, counter, second) is None
    counter.receiver.receive(first.bytes)
    (stick / "VD" / "up" / f"{DESK}_{second.epoch}_000002.vdb").unlink()
    visit(stick, counter)
    assert answer(stick, counter, second) is not None, "the desk's ask names it, though its file is gone"


def test_batches_are_taken_in_the_order_of_the_desk_across_epochs(
    scribe: Scribe, counter: Counter, stick: Path
) -> None:
    batches = []
    for number in range(4):
        person = register(scribe, number)
        batches.append(scribe.sealed())
        scribe.open_epoch()
        scribe.collect(person, f"A{number}-2026-000001")  # a later epoch knows people of the one before
        batches.append(scribe.sealed())
    write(scribe, stick, counter, *batches)
    assert [each.id for each in visit(stick, counter).taken] == [each.id for each in batches]
    assert counter.status().refused == 0


def test_a_lost_stick_tells_nothing_of_the_people_on_it(scribe: Scribe, counter: Counter, stick: Path) -> None:
    batch = week(scribe)
    write(scribe, stick, counter, batch)
    visit(stick, counter)
    everything = b"".join(files(stick).values())
    assert batch.bytes[-64:] not in everything
    assert b"VDB1" not in everything
    assert "村民".encode() not in everything
    listing = (stick / "VD" / "说明.txt").read_text("utf-8-sig")
    assert "记录 2 条  代收 200.00 元" in listing
    assert "已收，有答复" in listing


def test_two_desks_and_two_townships_on_one_stick(
    scribe: Scribe, counter: Counter, stick: Path, tmp_path: Path
) -> None:
    neighbour = Scribe(tmp_path / "neighbour", OTHER)
    town = Counter(tmp_path / "another town")
    ours, theirs = week(scribe), week(neighbour)
    write(scribe, stick, counter, ours)
    write(neighbour, stick, town, theirs)
    before = files(stick)
    here, there = visit(stick, counter), visit(stick, town)
    assert [each.desk for each in here.taken] == [DESK]
    assert [each.desk for each in there.taken] == [OTHER]
    assert {each.why for each in here.ignored} == {"是给别的镇所的，没有动"}
    assert answer(stick, counter, ours) is not None
    assert answer(stick, town, theirs) is not None
    assert {name: files(stick)[name] for name in before if "/up/" in name} == {
        name: data for name, data in before.items() if "/up/" in name
    }
    town.close()


def test_two_desks_of_one_township_each_find_their_own_answers(
    scribe: Scribe, counter: Counter, stick: Path, tmp_path: Path
) -> None:
    neighbour = Scribe(tmp_path / "neighbour", OTHER)
    ours, theirs = week(scribe), week(neighbour)
    write(scribe, stick, counter, ours)
    write(neighbour, stick, counter, theirs)
    assert len(visit(stick, counter).taken) == 2
    assert answer(stick, counter, ours) is not None
    assert dict(courier.read_answers(stick, DESK, [theirs.id])) == {}
    assert dict(courier.read_answers(stick, OTHER, [theirs.id])).keys() == {theirs.id}


def test_no_changed_byte_and_no_cut_changes_the_books(scribe: Scribe, counter: Counter, stick: Path) -> None:
    write(scribe, stick, counter, week(scribe))
    [path] = (stick / "VD" / "up").glob("*.vdb")
    whole, before = path.read_bytes(), counter.digest()
    chance = random.Random(6)
    places = [*range(0, 120), *chance.sample(range(len(whole)), 60)]
    damaged = [whole[:place] + bytes([whole[place] ^ (1 << place % 8)]) + whole[place + 1 :] for place in places]
    damaged += [whole[: chance.randrange(len(whole))] for _ in range(60)] + [whole + b"\0", b""]
    for data in damaged:
        path.write_bytes(data)
        found = counter.for_sticks().take(stick)
        assert found.taken == ()
        assert len(found.ignored) == 1
        assert counter.digest() == before
    path.write_bytes(whole)
    assert len(visit(stick, counter).taken) == 1


def test_a_plain_batch_and_a_strangers_batch_are_not_taken(
    scribe: Scribe, counter: Counter, stick: Path, tmp_path: Path
) -> None:
    batch = week(scribe)
    counter.receiver.receive(batch.bytes)
    stranger = Scribe(tmp_path / "stranger", DESK)
    forged = week(stranger)
    write(stranger, stick, counter, forged)
    (stick / "VD" / "up" / f"{DESK}_{batch.epoch}_000001.vdb").write_bytes(batch.bytes)
    before = counter.digest()
    found = visit(stick, counter)
    assert found.taken == ()
    assert {each.why for each in found.ignored} == {"不是封好的批次，没有用", "密钥和登记的不一样，没有收"}
    assert counter.digest() == before


def test_odd_things_are_told_and_neither_opened_nor_harmed(scribe: Scribe, counter: Counter, stick: Path) -> None:
    write(scribe, stick, counter, week(scribe))
    up, name = stick / "VD" / "up", f"{DESK}_00000000_00000"
    (stick / "autorun.inf").write_text("[autorun]")
    (up / "CON.vdb").write_text("a device")
    (up / "照片\n.jpg").write_text("a picture")
    (up / "..\\..\\evil.vdb").write_text("a path")
    (up / f"{name}1.vdb.tmp").write_text("half")
    (up / f"{name}2.vdb").symlink_to(scribe.folder / "key")
    (up / f"{name}3.vdb").mkdir()
    os.mkfifo(up / f"{name}4.vdb")
    with (up / f"{name}5.vdb").open("wb") as large:
        large.truncate(64 * 1024 * 1024)
    (up / f"{OTHER}.ask").write_text('{"desk":"../../x","open":[[]]}')
    (up / "429004103004-A.ask").write_bytes((up / f"{DESK}.ask").read_bytes())
    found = visit(stick, counter)
    assert len(found.taken) == 1
    assert {each.name.removeprefix(name): each.why for each in found.ignored} == {
        "CON.vdb": "不是协办台的文件",
        "照片?.jpg": "不是协办台的文件",
        "..\\..\\evil.vdb": "不是协办台的文件",
        "1.vdb.tmp": "没写完的文件",
        "2.vdb": "不是普通文件，没有打开",
        "3.vdb": "不是普通文件，没有打开",
        "4.vdb": "不是普通文件，没有打开",
        "5.vdb": "文件太大，没有读",
        f"{OTHER}.ask": "读不懂，没有用",
        "429004103004-A.ask": "文件名和内容对不上，没有用",
    }
    assert (up / "CON.vdb").read_text() == "a device"
    assert (stick / "autorun.inf").read_text() == "[autorun]"


def test_a_stick_with_a_million_names_is_looked_at_with_a_limit(
    scribe: Scribe, counter: Counter, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.stick.stickfiles.MOST_ENTRIES", 20)
    write(scribe, stick, counter, week(scribe))
    for number in range(40):
        (stick / "VD" / "up" / f"{number}.txt").touch()
    ignored = counter.for_sticks().take(stick).ignored
    assert any("超过 20 个" in each.why for each in ignored)
    assert len(ignored) <= 21


@pytest.mark.parametrize("where", ["VD", "VD/up", "VD/down", "VD/down/" + DESK])
def test_a_link_in_place_of_a_folder_is_not_followed(
    scribe: Scribe, counter: Counter, stick: Path, tmp_path: Path, where: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    link = stick / where
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside)
    batch = week(scribe)
    with pytest.raises(StickTrouble) as trouble:
        write(scribe, stick, counter, batch)
        visit(stick, counter)
    assert trouble.value.code == "stick-odd"
    assert list(outside.iterdir()) == []


def test_a_link_in_place_of_a_draft_is_not_written_through(scribe: Scribe, counter: Counter, stick: Path) -> None:
    batch = week(scribe)
    precious = scribe.folder / "key"
    before = precious.read_bytes()
    up = stick / "VD" / "up"
    up.mkdir(parents=True)
    for name in (f"{DESK}.ask", f"{DESK}_{batch.epoch}_000001.vdb"):
        (up / f"{name}.tmp").symlink_to(precious)
        (up / name).symlink_to(precious)
    write(scribe, stick, counter, batch)
    assert precious.read_bytes() == before
    assert len(visit(stick, counter).taken) == 1


def test_wherever_the_stick_is_pulled_out_old_files_stay_whole_and_writing_again_mends_it(
    scribe: Scribe, counter: Counter, stick: Path
) -> None:
    batches = [week(scribe, 1)]
    write(scribe, stick, counter, *batches)
    batches.append(week(scribe, 2))
    steps = 0
    while True:
        steps += 1
        try:
            write(scribe, stick, counter, *batches, medium=Failing(steps))
            break
        except StickTrouble as trouble:
            assert trouble.code == "stick-io"
        found = counter.for_sticks().take(stick)
        assert found.taken[0].number == 1
        assert {each.why for each in found.ignored} <= {"没写完的文件"}
    assert steps > 9
    assert [each.state for each in visit(stick, counter).taken] == ["answered", "answered"]
    assert counter.net_fen(2026) == 40000


def test_wherever_the_stick_fails_at_the_township_the_next_visit_ends_it(
    scribe: Scribe, counter: Counter, stick: Path
) -> None:
    batch = week(scribe)
    counter.receiver.receive(batch.bytes)
    downward = Downward(counter.store, counter.key, lambda: NOON)
    numbers = [downward.send(DESK, NumbersGiven(new_id(), "收据", "000001", "000900")) for _each in range(2)]
    write(scribe, stick, counter, batch)
    failures = 0
    for steps in range(100):
        try:
            visit(stick, counter, Failing(steps, errno.ENOSPC))
            break
        except StickTrouble as trouble:
            failures += 1
            assert trouble.code == "stick-full"
        assert came_down(scribe, stick, counter) in (numbers, numbers[:1], []), "a message is there whole or not at all"
    assert failures > 12
    assert came_down(scribe, stick, counter) == numbers
    assert answer(stick, counter, batch) is not None
    assert counter.net_fen(2026) == 20000


def test_a_stick_of_false_capacity_is_found_out(scribe: Scribe, counter: Counter, stick: Path) -> None:
    with pytest.raises(StickTrouble) as trouble:
        write(scribe, stick, counter, week(scribe), medium=FakeCapacity())
    assert trouble.value.code == "stick-differs"
    assert not list((stick / "VD" / "up").glob("*.vdb"))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EROFS, "stick-read-only"),
        (errno.EACCES, "stick-read-only"),
        (errno.ENOSPC, "stick-full"),
        (errno.ENODEV, "stick-gone"),
        (errno.EIO, "stick-io"),
    ],
)
def test_what_is_wrong_with_a_stick_has_a_word(
    scribe: Scribe, counter: Counter, stick: Path, number: int, code: str
) -> None:
    with pytest.raises(StickTrouble) as trouble:
        write(scribe, stick, counter, week(scribe), medium=Failing(0, number))
    assert trouble.value.code == code


def test_a_stick_that_is_not_there_is_gone(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    with pytest.raises(StickTrouble) as trouble:
        write(scribe, tmp_path / "nowhere", counter, week(scribe))
    assert trouble.value.code == "stick-gone"


def test_a_real_limit_of_file_size_is_told_as_a_full_stick(stick: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from sync.stick import stickfiles\n"
        "from sync.agreement.errors import StickTrouble\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "stickfiles.put(Path(sys.argv[1]) / 'a.vdb', bytes(1000), stickfiles.Medium())\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    stickfiles.put(Path(sys.argv[1]) / 'a.vdb', bytes(100_000), stickfiles.Medium())\n"
        "except StickTrouble as trouble:\n"
        "    print(trouble.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(stick)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "stick-full\n"
    assert (stick / "a.vdb").read_bytes() == bytes(1000)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096


def test_only_the_township_it_was_sealed_for_can_open_it(tmp_path: Path, key: DeskKey, other_key: DeskKey) -> None:
    for number in range(30):
        town = keys.create(tmp_path / str(number), b"")
        assert sealing.unseal(sealing.seal(b"week", town.public), town) == b"week"
    sealed = sealing.seal(b"week", key.public)
    assert sealed != sealing.seal(b"week", key.public)
    with pytest.raises(Damaged, match="another-reader"):
        sealing.unseal(sealed, other_key)
    renamed = sealed[:4] + bytes.fromhex(other_key.public) + sealed[36:]
    with pytest.raises(Damaged, match="seal-broken"):
        sealing.unseal(renamed, other_key)


def test_a_hello_on_a_stick_answers_only_the_timeline_that_was_asked_from(
    scribe: Scribe, counter: Counter, stick: Path
) -> None:
    ask = write(scribe, stick, counter, week(scribe))
    visit(stick, counter)
    data = courier.read_hello(stick, DESK, counter.key.public)
    assert data is not None
    hello = messages.read_hello(data, counter.key.public, ask.nonce)
    assert (hello.timeline, hello.position) == (counter.store.timeline, 1)
    later = sealing.nonce(DESK, counter.key.public, "another timeline")
    with pytest.raises(NotTheTownship, match="nonce"):
        messages.read_hello(data, counter.key.public, later)
