"""Held rows are kept at this desk, mended one by one by the rules of an import, and never go up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import zstandard

from sync.wire import batch
from tests.desks import PIN, SAMPLE, StillClock, id_number, register
from tests.services.test_siblings import settle
from tests.township.process import TownshipProcess
from tests.workbooks.books import grid, save
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.held_rows import NOT_TAKEN
from village_desk.services.roster import held_words
from village_desk.services.roster.mending import Effect, HeldRow

MESSY = SAMPLE / "roster-messy.xls"
GOOD = id_number("19680321", 261)
SHORT = GOOD[:-1]
OTHER = id_number("19710911", 5)


def taken(desk: Desk, path: Path) -> list[HeldRow]:
    """The rows that wait once the workbook was taken in."""
    desk.importing.take(desk.importing.read(path))
    return desk.mending.rows()


def book(folder: Path, *rows: Mapping[str, object], name: str = "花名册.xlsx") -> Path:
    return save(folder / name, grid(rows))


def one_short(folder: Path, **more: object) -> Path:
    """A roster of two: the second lacks a digit of the number, and group and head stand on the first row only."""
    first = {"name": "单雄信", "id_number": OTHER, "group": "3组", "head": "单雄信", "relation": "户主", "tier": 200}
    return book(folder, first, {"name": "程咬金", "id_number": SHORT, "relation": "父", "tier": 100, **more})


def refused(work: object, *what: object) -> str:
    with pytest.raises(Refused) as told:
        work(*what)  # type: ignore[operator]
    return told.value.code


def test_the_held_rows_of_the_messy_roster_wait_with_name_value_and_reason(desk: Desk) -> None:
    rows = taken(desk, MESSY)
    assert len(rows) == 36
    assert all(each.held.reasons and held_words.of_row(each.held) for each in rows)
    assert max(len(held_words.of_row(each.held)) for each in rows) <= 10, "four words"
    first = rows[0].held
    assert (first.file, first.name, first.text("group")) == ("roster-messy.xls", "夏勇", "1组")
    assert first.text("id_number").startswith("4.290041") and held_words.bad_field(first) == "id_number"
    assert [each.kind.name for each in desk.worklist.all()][0] == "held_rows", "before the season"
    assert len(desk.worklist.of_kind("held_rows").items) == 36


def test_an_unchanged_row_is_held_for_the_reason_of_the_import(desk: Desk) -> None:
    for each in taken(desk, MESSY):
        found = desk.mending.check(each.id)
        assert found.effect is None
        assert {problem.code for problem in found.problems} == {reason.code for reason in each.held.reasons}


def test_a_mended_row_is_somebody_on_the_roster(desk: Desk, tmp_path: Path) -> None:
    [row] = taken(desk, one_short(tmp_path))
    assert (held_words.of_row(row.held), held_words.bad_value(row.held)) == ("还差 1 位", SHORT)
    assert desk.mending.check(row.id, {"id_number": GOOD}).effect is Effect.ADDS
    done = desk.mending.take(row.id, {"id_number": GOOD})
    who = done.resident
    assert (who.name, who.id_number, who.group, who.head, who.tier_fen) == ("程咬金", GOOD, 3, "单雄信", 10_000)
    assert (done.left, desk.mending.rows(), desk.worklist.of_kind("held_rows").items) == (0, [], ())
    assert refused(desk.mending.take, row.id, {"id_number": GOOD}) == "row_ended"
    assert desk.keeping.check().well


def test_what_is_still_wrong_is_refused_beside_its_field(desk: Desk, tmp_path: Path) -> None:
    [row] = taken(desk, one_short(tmp_path, sex="男"))
    for typed, code, field in (
        ({}, "id_length", "id_number"),
        ({"id_number": GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")}, "id_check_digit", "id_number"),
        ({"id_number": GOOD, "sex": "女"}, "sex_contradicts", "sex"),
        ({"id_number": GOOD, "name": ""}, "name_missing", "name"),
        ({"id_number": GOOD, "tier": "12345"}, "tier_not_offered", "tier"),
        ({"id_number": OTHER, "sex": ""}, "id_other_name", "name"),
    ):
        with pytest.raises(Refused) as told:
            desk.mending.take(row.id, typed)
        assert (told.value.code, told.value.field) == (code, field)
        assert told.value.message and told.value.cure
    assert desk.finding.count() == 1
    assert len(desk.mending.rows()) == 1


def test_who_is_on_the_roster_already_is_corrected_or_left(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "程咬金", "19680321", 261)
    [row] = taken(desk, one_short(tmp_path))
    assert desk.mending.check(row.id, {"id_number": GOOD}).effect is Effect.CHANGES
    assert desk.mending.take(row.id, {"id_number": GOOD}).resident.id == person
    assert desk.finding.person(person).head == "单雄信"
    assert desk.finding.count() == 2


def test_two_people_under_one_number_are_held_until_one_has_another(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path, {"name": "程咬金", "id_number": GOOD}, {"name": "罗成", "id_number": GOOD})
    one, two = taken(desk, path)
    assert [held_words.of_row(each.held) for each in (one, two)] == ["和别人重号"] * 2
    assert refused(desk.mending.take, one.id) == "same_id_two_names"
    desk.mending.take(two.id, {"id_number": OTHER})
    assert desk.mending.take(one.id).resident.id_number == GOOD, "nothing holds it any more"


def test_two_rows_that_contradict_each_other_are_settled_by_not_taking_one(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path, {"name": "罗成", "id_number": GOOD, "tier": 100}, {"name": "罗成", "id_number": GOOD})
    one, two = taken(desk, path)
    assert refused(desk.mending.take, one.id) == "same_person_differs"
    desk.mending.drop(two.id, "repeated")
    assert desk.mending.take(one.id).resident.tier_fen == 10_000


def test_the_same_file_again_doubles_no_row_and_brings_back_none_that_was_ended(desk: Desk, tmp_path: Path) -> None:
    rows = taken(desk, MESSY)
    assert [each.id for each in taken(desk, MESSY)] == [each.id for each in rows]
    bad = next(each for each in rows if each.held.reasons[0].code == "id_missing")
    sex = bad.held.text("sex")
    desk.mending.take(bad.id, {"id_number": id_number("19491231", 2 if sex in ("女", "2") else 1)})
    desk.mending.drop(rows[0].id, "moved")
    ids = {each.id for each in rows} - {bad.id, rows[0].id}
    assert {each.id for each in taken(desk, MESSY)} == ids


def test_a_row_that_stands_otherwise_in_a_later_file_is_one_row(desk: Desk, tmp_path: Path) -> None:
    [row] = taken(desk, one_short(tmp_path))
    [again] = taken(desk, one_short(tmp_path, phone="13800000001", note="已问过"))
    assert (again.id, again.held.text("phone")) == (row.id, "13800000001")


def test_a_corrected_file_ends_the_rows_that_it_corrects(desk: Desk, tmp_path: Path) -> None:
    rows = taken(desk, MESSY)
    taken(desk, SAMPLE / "roster.xlsx")
    assert desk.finding.count() == 962
    left = {each.held.number: each.held.reasons[0].code for each in desk.mending.rows()}
    assert not left, f"of {len(rows)}"


def test_the_workbook_of_held_rows_says_what_is_wrong_first_and_comes_back_corrected(
    desk: Desk, tmp_path: Path
) -> None:
    rows = taken(desk, MESSY)
    out = tmp_path / "暂扣的行.xlsx"
    assert desk.mending.save(out) == 36
    opened = openpyxl.load_workbook(out)
    sheet = opened.worksheets[0]
    header = [str(cell.value) for cell in sheet[1]]
    assert header[:2] == ["状态", "错误信息"]
    assert sheet.max_row == 37 and {sheet.cell(row, 1).value for row in range(2, 38)} == {"待改正"}
    assert [each.id for each in taken(desk, out)] == [each.id for each in rows], "not corrected: the same rows"
    place = next(row for row in range(2, 38) if "没有身份证号" in str(sheet.cell(row, 2).value))
    male = str(sheet.cell(place, header.index("性别") + 1).value) in ("男", "1")
    sheet.cell(place, header.index("公民身份号码") + 1).value = id_number("19491231", 1 if male else 2)
    opened.save(out)
    assert len(taken(desk, out)) == 35
    assert desk.finding.count() == 927


def test_no_workbook_is_written_where_no_row_is_held(desk: Desk, tmp_path: Path) -> None:
    assert refused(desk.mending.save, tmp_path / "a.xlsx") == "no_rows"


def test_the_same_name_in_another_house_ends_no_row(desk: Desk, tmp_path: Path) -> None:
    [row] = taken(desk, one_short(tmp_path))
    elsewhere = {
        "name": "程咬金",
        "id_number": id_number("19500101", 7),
        "group": "7组",
        "household": "88",
        "tier": 100,
    }
    other = book(tmp_path, {"name": "秦琼", "id_number": id_number("19500101", 9)}, {}, elsewhere, name="七组.xlsx")
    assert [each.id for each in taken(desk, other)] == [row.id]


def test_a_row_is_put_off_and_waits_again_on_its_day(desk: Desk, clock: StillClock, tmp_path: Path) -> None:
    [row] = taken(desk, one_short(tmp_path))
    desk.mending.later(row.id)
    assert desk.worklist.of_kind("held_rows").items == ()
    assert [each.id for each in desk.mending.rows()] == [row.id], "the mending desk still shows it"
    clock.move(days=1)
    assert len(desk.worklist.of_kind("held_rows").items) == 1
    assert refused(desk.mending.later, row.id, desk.today()) == "day_past"


def test_a_row_that_is_not_taken_has_a_reason_and_can_be_brought_back(desk: Desk, tmp_path: Path) -> None:
    [row] = taken(desk, one_short(tmp_path))
    assert refused(desk.mending.drop, row.id, "no idea") == "unknown_reason"
    for reason in NOT_TAKEN:
        desk.mending.drop(row.id, reason)
        assert desk.mending.rows() == []
        assert refused(desk.mending.take, row.id, {"id_number": GOOD}) == "row_ended"
        desk.mending.again(row.id)
    desk.mending.take(row.id, {"id_number": GOOD})
    assert refused(desk.mending.again, row.id) == "row_mended"
    assert refused(desk.mending.row, "nothing") == "not_held"


def test_held_rows_outlive_a_rebuild_a_check_and_a_restart(desk: Desk, tmp_path: Path) -> None:
    rows = taken(desk, MESSY)
    desk.mending.drop(rows[1].id, "died")
    desk.mending.later(rows[2].id)
    before = desk.mending.rows()
    assert len(before) == 35
    assert desk.keeping.check().well
    desk.keeping.rebuild()
    assert desk.mending.rows() == before
    desk.close()
    with Desk.open(desk.path, PIN, StillClock()) as again:
        assert again.mending.rows() == before
        assert again.keeping.check().well


def test_a_check_finds_a_row_that_was_changed_behind_its_back(desk: Desk, tmp_path: Path) -> None:
    taken(desk, one_short(tmp_path))
    desk._store.db.execute("UPDATE held_rows SET reason = 'died'")
    assert not desk.keeping.check().well


def test_a_backup_brings_the_held_rows_back(desk: Desk, clock: StillClock, tmp_path: Path) -> None:
    before = taken(desk, one_short(tmp_path))
    desk.keeping.back_up()
    path = desk.path
    desk.close()
    path.write_bytes(path.read_bytes()[:4096])
    with Desk.restore(path, PIN, clock) as restored:
        assert restored.mending.rows() == before


_DIES = """
import os, signal, sys
from tests import cheap_keys
from pathlib import Path
from tests.desks import PIN, StillClock
from village_desk.desk import Desk
desk = Desk.open(Path(sys.argv[1]), PIN, StillClock())
row = desk.mending.rows()[0].id
desk.mending.take(row, {"id_number": sys.argv[2]})
with desk._store.writing():
    desk._store.record_private(desk.mending.rows()[0].held)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_program_leaves_the_row_mended_or_waiting_never_half(desk: Desk, tmp_path: Path) -> None:
    first = {"name": "程咬金", "id_number": SHORT}
    taken(desk, book(tmp_path, first, {"name": "罗成", "id_number": OTHER[:-1]}))
    desk.close()
    told = [sys.executable, "-c", _DIES, str(desk.path), GOOD]
    ended = subprocess.run(told, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": "."})
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    with Desk.open(desk.path, PIN, StillClock()) as again:
        assert [each.resident.name for each in again.finding.roster()] == ["程咬金"]
        assert [each.held.name for each in again.mending.rows()] == ["罗成"]
        assert again.keeping.check().well


def test_nothing_of_a_held_row_goes_up(a: Desk, b: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    secret = {"name": "覃仓央", "id_number": SHORT, "phone": "13912345678", "note": "别说出去"}
    path = book(tmp_path, {"name": "单雄信", "id_number": OTHER, "note": "可以说"}, secret, name="保密的名单.xlsx")
    [row] = taken(a, path)
    a.mending.later(row.id)
    a.mending.drop(row.id, "died")
    a.mending.again(row.id)
    settle(office, a, b)
    plain = sent_in_plain(a)
    assert "单雄信" in plain and "可以说" in plain, "so it is read in plain"
    for word in (f'"{row.id}"', "覃仓央", SHORT, "13912345678", "别说出去", "保密的名单", "row.", "died"):
        assert word not in plain
    assert b.mending.rows() == [] and b._store.db.execute("SELECT count(*) FROM private_journal").fetchone() == (0,)
    assert len(a.mending.rows()) == 1
    a.mending.take(row.id, {"id_number": GOOD})
    settle(office, a, b)
    assert [each.resident.phone for each in b.finding.find("覃仓央")] == ["13912345678"], "whoever is taken goes up"
    assert f'"{row.id}"' not in sent_in_plain(a)


def sent_in_plain(desk: Desk) -> str:
    """Every batch that the desk sealed: the manifest, and the lines as the journal wrote them."""
    found = []
    for (data,) in desk._store.db.execute("SELECT bytes FROM batches").fetchall():
        sealed, _lines = batch.read(data)
        payload = data[-sealed.manifest.payload.bytes :]
        found.append(repr(sealed.manifest) + zstandard.ZstdDecompressor().decompress(payload).decode())
    return "\n".join(found)
