"""An older copy of the file put back by hand: the witness beside it knows, and no number is on paper twice."""

import shutil
from pathlib import Path

import pytest

from tests.desks import PIN, StillClock, new_desk, register, spoil
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.store.connection import witness


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def path(tmp_path: Path, clock: StillClock) -> Path:
    """A closed desk file with one person, who has paid nothing yet."""
    folder = tmp_path / "pc"
    folder.mkdir()
    with new_desk(folder, clock) as desk:
        register(desk, "单雄信")
    return desk.path


def collect(desk: Desk) -> str:
    """The number of a receipt that is given out."""
    [person] = desk.finding.find("单雄信")
    before = frozenset(each.number for each in desk.collecting.paid(person.resident.id))
    payment = Payment(person.resident.id, 2026, 10000, again="再收一次", sure=before)
    return desk.collecting.collect(payment).number


def works(path: Path, clock: StillClock) -> str:
    """A day's work: the desk is opened, a receipt given out, the desk closed."""
    with Desk.open(path, PIN, clock) as desk:
        return collect(desk)


def put_back(copy: Path, path: Path) -> None:
    """By hand: the file alone, and what a program that died left beside it goes."""
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
    shutil.copyfile(copy, path)


def is_told(desk: Desk) -> bool:
    return "put_back" in [each.kind.name for each in desk.worklist.at_a_glance()]


def test_an_older_copy_put_back_by_hand_again_and_again_prints_no_number_twice(
    tmp_path: Path, path: Path, clock: StillClock
) -> None:
    shutil.copyfile(path, tmp_path / "copy")
    on_paper = [works(path, clock)]
    for _again in range(3):
        put_back(tmp_path / "copy", path)
        on_paper += [works(path, clock), works(path, clock)]
    assert len(set(on_paper)) == 7
    assert [each.split("-")[0] for each in on_paper] == ["A", "A2", "A2", "A3", "A3", "A4", "A4"]
    with Desk.open(path, PIN, clock) as desk:
        assert desk.keeping.check().well


def test_she_is_told_what_happened_and_what_to_do(tmp_path: Path, path: Path, clock: StillClock) -> None:
    shutil.copyfile(path, tmp_path / "copy")
    works(path, clock)
    with Desk.open(path, PIN, clock) as desk:
        assert not is_told(desk)
    put_back(tmp_path / "copy", path)
    for _start in range(2):
        with Desk.open(path, PIN, clock) as desk:
            first = desk.worklist.at_a_glance()[0]
            assert first.kind.name == "put_back" and first.kind.rank.is_pressing
            assert "较早的一份" in first.words and "上报" in first.words and "存根" in first.words
            [done] = [each.words for each in desk.reporting.today().done if "较早" in each.words]
            assert "新的凭条号段" in done


def test_a_file_that_is_as_far_as_its_witness_or_further_is_left_alone(path: Path, clock: StillClock) -> None:
    numbers = [works(path, clock)]
    with Desk.open(path, PIN, clock) as desk:
        register(desk, "秦叔宝", serial=2)
    numbers.append(works(path, clock))
    assert [each[:13] for each in numbers] == ["A-2026-000001", "A-2026-000002"]
    with Desk.open(path, PIN, clock) as desk:
        assert not is_told(desk) and desk._store.head().ordinal == 1


def test_a_file_that_worked_on_elsewhere_and_comes_home_is_left_alone(
    tmp_path: Path, path: Path, clock: StillClock
) -> None:
    works(path, clock)
    elsewhere = tmp_path / "elsewhere" / path.name
    elsewhere.parent.mkdir()
    shutil.copyfile(path, elsewhere)
    works(elsewhere, clock)
    put_back(elsewhere, path)
    assert works(path, clock).startswith("A-2026-000003")


def test_two_copies_that_lived_apart_are_told_apart_where_they_meet(
    tmp_path: Path, path: Path, clock: StillClock
) -> None:
    """Neither is older: as many facts here as there, and other ones."""
    elsewhere = tmp_path / "elsewhere" / path.name
    elsewhere.parent.mkdir()
    shutil.copyfile(path, elsewhere)
    on_paper = [works(path, clock), works(path, clock)]
    works(elsewhere, clock)
    with Desk.open(elsewhere, PIN, clock) as desk:
        register(desk, "秦叔宝", serial=2)
    put_back(elsewhere, path)
    on_paper.append(works(path, clock))
    assert on_paper[-1].startswith("A2-") and len(set(on_paper)) == 3


def test_without_a_witness_all_is_as_before(tmp_path: Path, path: Path, clock: StillClock) -> None:
    """A new PC, a copy on another disk, and a file that no receipt was given out of."""
    assert not witness.folder_of(path).exists()
    works(path, clock)
    elsewhere = tmp_path / "elsewhere" / path.name
    elsewhere.parent.mkdir()
    shutil.copyfile(path, elsewhere)
    assert works(elsewhere, clock).startswith("A-2026-000002")


def test_a_folder_that_is_moved_or_copied_whole_works_on(tmp_path: Path, path: Path, clock: StillClock) -> None:
    works(path, clock)
    moved = tmp_path / "moved"
    shutil.copytree(path.parent, tmp_path / "copied")
    path.parent.rename(moved)
    assert works(moved / path.name, clock).startswith("A-2026-000002")
    with Desk.open(tmp_path / "copied" / path.name, PIN, clock) as desk:
        assert not is_told(desk)


def test_a_whole_folder_copied_back_over_this_one_leaves_the_later_witness(
    tmp_path: Path, path: Path, clock: StillClock
) -> None:
    on_paper = [works(path, clock)]
    shutil.copytree(path.parent, tmp_path / "stick")
    on_paper.append(works(path, clock))
    shutil.copytree(tmp_path / "stick", path.parent, dirs_exist_ok=True)
    on_paper.append(works(path, clock))
    assert on_paper[-1].startswith("A2-") and len(set(on_paper)) == 3


def test_a_new_file_in_the_place_of_one_that_gave_out_receipts_begins_beyond_it(path: Path, clock: StillClock) -> None:
    printed = works(path, clock)
    path.unlink()
    with new_desk(path.parent, clock) as desk:
        register(desk, "单雄信")
        assert collect(desk) != printed
    path.unlink()
    other = Village("429004103003", "沟三村", "A")
    with Desk.create(path, PIN, other, clock) as desk:
        assert desk._store.head().ordinal == 1, "another village has numbers of its own"


def test_two_desks_in_one_folder_know_nothing_of_each_other(path: Path, clock: StillClock) -> None:
    works(path, clock)
    with Desk.create(path.with_name("b.vdesk"), PIN, Village("429004103002", "沟二社区", "B"), clock) as desk:
        register(desk, "单雄信", serial=3)
        assert collect(desk).startswith("B-2026-000001")


def test_an_older_copy_under_another_name_in_the_folder_prints_no_number_twice(path: Path, clock: StillClock) -> None:
    """As Explorer makes them ("desk - 副本"); or the file was renamed, and the copy has its name now."""
    copy = path.with_name("copy.vdesk")
    shutil.copyfile(path, copy)
    on_paper = [works(path, clock), works(copy, clock)]
    path.rename(path.with_name("old.vdesk"))
    on_paper.append(works(path.with_name("old.vdesk"), clock))
    assert [each.split("-")[0] for each in on_paper] == ["A", "A2", "A3"]


def test_what_is_no_witness_is_none(tmp_path: Path, path: Path, clock: StillClock) -> None:
    shutil.copyfile(path, tmp_path / "copy")
    on_paper = [works(path, clock)]
    folder = witness.folder_of(path)
    for name in ("", "x", "429004103002-A", "429004103002-A-2-3", "429004103002-A-²-3-0badc0de-0123456789abcdef"):
        (folder / f"{name}.txt").write_bytes(b"\xff")
    (folder / "a folder").mkdir()
    on_paper.append(works(path, clock))
    put_back(tmp_path / "copy", path)
    on_paper.append(works(path, clock))
    assert len(set(on_paper)) == 3, "the good one among them is found"
    shutil.rmtree(folder)
    folder.write_text("a file where the folder was")
    put_back(tmp_path / "copy", path)
    with Desk.open(path, PIN, clock) as desk, pytest.raises(Trouble) as trouble:
        collect(desk)
    assert trouble.value.code == "witness"


def test_a_number_is_not_given_out_while_the_witness_cannot_be_written_and_no_money_is_lost(
    path: Path, clock: StillClock
) -> None:
    folder = witness.folder_of(path)
    folder.write_text("in the way")
    with Desk.open(path, PIN, clock) as desk:
        with pytest.raises(Trouble, match="已经记下"):
            collect(desk)
        [waiting] = desk.collecting.unprinted()
        with pytest.raises(Trouble, match="已经记下"):
            desk.papers.receipt(waiting.number)
        folder.unlink()
        assert desk.papers.receipt(waiting.number).pages == 1
        assert witness.last(path, desk.village.desk) is not None


def test_a_receipt_that_was_recorded_before_the_power_went_is_witnessed_when_it_is_printed(
    tmp_path: Path, path: Path, clock: StillClock
) -> None:
    shutil.copyfile(path, tmp_path / "copy")
    works(path, clock)
    shutil.rmtree(witness.folder_of(path))  # as if it had gone between the two
    with Desk.open(path, PIN, clock) as desk:
        [waiting] = desk.collecting.unprinted()
        desk.papers.receipt(waiting.number)
    put_back(tmp_path / "copy", path)
    assert works(path, clock) != waiting.number


def test_the_programs_own_restore_begins_beyond_the_witness_too(path: Path, clock: StillClock) -> None:
    """Also where only an old backup is left."""
    with Desk.open(path, PIN, clock) as desk:
        old = desk.keeping.back_up()
    on_paper = [works(path, clock)]
    for _again in range(2):
        spoil(path)
        with Desk.restore(path, PIN, clock) as desk:
            on_paper.append(collect(desk))
            assert not is_told(desk), "she did it herself"
            for each in desk.keeping.backups():
                if each.path != old.path:
                    each.path.unlink()
    assert [each.split("-")[0] for each in on_paper] == ["A", "A2", "A3"]


def test_only_the_last_witness_is_kept_and_it_names_nobody(path: Path, clock: StillClock) -> None:
    for _day in range(3):
        works(path, clock)
    [name] = [each.name for each in witness.folder_of(path).iterdir()]
    assert name.startswith("429004103002-A-1-")
    assert not (witness.folder_of(path) / name).read_bytes()
