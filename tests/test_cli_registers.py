"""Registers by command."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desks import PIN, StillClock, register
from tests.test_cli import Scripts
from village_desk.commands import attach, keeping, pair, program, registering
from village_desk.desk import Desk
from village_desk.services.registers.kinds import Kind


@pytest.fixture
def peopled(tmp_path: Path, still: StillClock) -> Scripts:
    scripts = Scripts(tmp_path, still)
    scripts.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    with Desk.open(scripts.file, PIN, still) as desk:
        register(desk, "谭少怀", serial=1, group=1)
        register(desk, "严\uf8f0姣", serial=2, group=2)
    return scripts


def test_each_kind_is_listed_and_printed(peopled: Scripts, tmp_path: Path) -> None:
    kinds = [each["kind"] for each in peopled.done("registers", "list")]
    assert kinds == [each.value for each in Kind]
    for kind in ("people", "pocket", "handout"):
        out = tmp_path / f"{kind}.pdf"
        found = peopled.done("registers", "print", kind, "--out", str(out))
        assert (found["kind"], found["pages"]) == (kind, 1)
        assert found["by_hand"] == [{"where": "第 2 行", "words": "严\uf8f0姣", "missing": ["U+F8F0"]}]
        assert out.read_bytes().startswith(b"%PDF")
    told = peopled.run("registers", "print", "people", "--group", "1", "--unpaid", "--out", str(tmp_path / "1.pdf"))
    assert told.exit_code == 0 and "手写" not in told.output
    told = peopled.run("registers", "print", "people", "--out", str(tmp_path / "2.pdf"))
    assert "手写" in told.output and "U+F8F0" in told.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nothing",), "unknown_register"),
        (("day-book", "--group", "1"), "options"),
        (("people", "--day", "2026-11-03"), "options"),
        (("pocket", "--what", "毛毯"), "options"),
        (("people", "--group", "9"), "empty"),
        (("day-book", "--day", "2026-11-03"), "empty"),
    ],
)
def test_what_cannot_be_printed_is_refused(peopled: Scripts, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    out = tmp_path / "x.pdf"
    assert peopled.refused("registers", "print", *words, "--out", str(out))["error"] == code
    assert not out.exists()


def test_no_command_hides_another() -> None:
    for module in (attach, keeping, pair, registering):
        for name, each in module.commands.commands.items():
            assert program.main.commands[name] is each


def _cells(path: Path) -> list[list[object]]:
    book = load_workbook(path)
    assert book.active is not None
    return [[each.value for each in line] for line in book.active.iter_rows()]


def test_a_list_is_saved_as_a_workbook_with_the_columns_that_are_wanted(peopled: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "人.xlsx"
    peopled.done(
        "registers", "workbook", "people", "--group", "1", "--columns", "name,id_number,tier", "--out", str(out)
    )
    heads, *lines = _cells(out)
    assert heads == ["姓名", "身份证号（遮住）", "档次（元）"]
    [[name, number, _tier]] = lines
    assert name == "谭少怀" and "********" in str(number), "a whole number leaves the desk only on a form"
    told = peopled.run("registers", "workbook", "people", "--columns", "salary", "--out", str(out))
    assert told.exit_code and "没有这一列" in told.output and "name" in told.output
    told = peopled.run("registers", "workbook", "receipts", "--out", str(tmp_path / "2.xlsx"))
    assert told.exit_code and "凭条是空的" in told.output


def test_what_somebody_wrote_becomes_no_formula(peopled: Scripts, tmp_path: Path) -> None:
    with Desk.open(peopled.file, PIN) as desk:
        person = desk.finding.find("谭少怀")[0].resident.id
        desk.registering.correct(person, {"note": "=1+1"})
    out = tmp_path / "注.xlsx"
    peopled.done("registers", "workbook", "people", "--columns", "note", "--out", str(out))
    book = load_workbook(out)
    assert book.active is not None
    assert ["=1+1"] in _cells(out)
    assert not [each for line in book.active.iter_rows() for each in line if each.data_type == "f"]


def test_a_list_is_printed_on_paper_with_the_receipts_that_are_wanted(peopled: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    assert peopled.done("registers", "workbook", "people", "--pdf", "--out", str(out))["pdf"] == str(out)
    assert out.read_bytes()[:4] == b"%PDF"
    for kind in ("batches", "returned", "held", "receipts"):
        assert peopled.refused("registers", "workbook", kind, "--pdf", "--out", str(out))["error"] == "empty"
    wrong = peopled.refused("registers", "workbook", "receipts", "--state", "torn", "--out", str(tmp_path / "1.xlsx"))
    assert wrong["error"] == "state"
