"""Every part of the bench runs to its end: here on a few people, so that ``make bench`` does not break unseen."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import kept, machine, results, table
from tests.bench.__main__ import PARTS, Part, _all

ROOM = Path(results.__file__).parent
LINES = {
    "cells": ("rows of cells of 20: 花名册.csv",),
    "import": ("import 30 rows, xlsx: whole", "import 30 rows, xls: whole"),
    "find": ("find among 20, mean", "find among 100, slowest", "key to pixels among 100"),
    "fees": ("5 fees |", "5 fees, by the clock", "receipts in one PDF", "sending 17 facts", "Enter takes a fee"),
    "lives": ("assess 20 people",),
    "rosters": ("roster of 40 payees", "pocket list of 40 people"),
    "forms": ("F1 参保登记表 drawn", "posting of 40 payees"),
    "start": ("window ready, 20 people |", "a start of find, 100 people", "window ready, 20 people, 2 years"),
    "years": ("a click after 2 years", "Today after 2 years"),
    "checks": ("check after 2 years", "rebuild after 2 years"),
    "pages": ("dearest page shown first, 100 people", "after a change, 2 years, a batch for each fee", "| estimate |"),
    "lists": ("payout list of 20 lines as 1 facts: desk file", "20 lines: thin line"),
    "county": ("a fact of 1,000, PostgreSQL", "applying 20 corrections", "the last before 2,000, SQLite"),
    "crowd": ("in books of 3,000, PostgreSQL", "2 desks at once, SQLite: last", "PostgreSQL, 40 facts beside: a fact"),
    "thin": (
        "20 whole records, thin line: by the clock",
        "a proxy that buffers",
        "nginx that buffers, TLS",
        "replies lost",
    ),
}
RUNNER = {"__init__", "__main__", "machine", "results"}


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Desks and results are kept here."""
    monkeypatch.setenv("VILLAGE_BENCH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", [each.name for each in PARTS])
def test_a_part_prints_and_keeps_its_lines(name: str, room: Path) -> None:
    """In a process of its own: some tune its collector of garbage."""
    command = [sys.executable, "-m", "tests.bench", "--tiny", "--alone", name]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert ended.returncode == 0, ended.stderr
    assert [each for each in LINES[name] if each not in ended.stdout] == []
    assert (room / "results" / "tiny" / f"{name}.json").exists()


def test_a_part_that_fails_stops_no_other_and_is_named_at_the_end(capfd: pytest.CaptureFixture[str]) -> None:
    assert _all([Part("broken", "broken", "", ""), PARTS[0]], "tiny") == 1
    out = capfd.readouterr().out
    assert "rows of cells of 20" in out and "load at the end" in out
    assert out.endswith("FAILED: broken\n")


@pytest.mark.parametrize(("first", "then"), [(-0.001, 0.01), (0.01, -0.001), (0.0, 0.01), (0.01, 0.0), (-0.01, -0.02)])
def test_a_work_that_took_nothing_or_less_than_what_is_taken_off_it_has_no_growth(first: float, then: float) -> None:
    """A difference of two times that are nearly equal is now and then below zero, above all in a tiny run."""
    growth = table.Growth()
    assert growth(1, first) is None
    assert growth(2, then) is None


def test_what_takes_twice_the_time_for_twice_the_size_grows_with_its_size() -> None:
    growth = table.Growth()
    growth(1, 0.01)
    assert growth(2, 0.02) == pytest.approx(1)


def test_each_module_of_the_bench_is_started_by_a_part() -> None:
    """Also by one that it starts; what stands there and is started by nothing breaks unseen."""
    started, found = set(RUNNER), [each.module for each in PARTS]
    while found:
        if (module := found.pop()) not in started:
            started.add(module)
            found += _of_the_room(ROOM / f"{module}.py")
    assert {each.stem for each in ROOM.glob("*.py")} - started == set()


def _of_the_room(path: Path) -> list[str]:
    nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    named = [alias.name for node in nodes if node.module == "tests.bench" for alias in node.names]
    modules = [node.module or "" for node in nodes]
    return named + [each.split(".")[2] for each in modules if each.startswith("tests.bench.")]


def test_the_readme_shows_at_most_twelve_lines_with_the_load(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = room / "README.md"
    readme.write_text("before\n" + results._BEGIN + "old\n" + results._END + "after\n", "utf-8")
    monkeypatch.setattr(results, "_README", readme)
    monkeypatch.setattr(machine, "load", lambda: 7.5)
    for name in {part for part, _work in results.SHOWN}:
        of_part = [table.Line(work, 1.5, 0.5, "-", "3", None, 90) for part, work in results.SHOWN if part == name]
        monkeypatch.setattr(table, "lines", [*of_part, table.Line("another", 1, 1, "-", "", None, 90)])
        results.keep("usual", name, 2.5)
    results.write_readme()
    before, *shown, after = readme.read_text("utf-8").splitlines()
    assert (before, after) == ("before", "after")
    said = [each for each in shown if each and "<!--" not in each]
    assert len(said) == 2 + len(results.SHOWN) + 1 <= 12
    assert sum("| 3.00 |" in each for each in said) == len(results.SHOWN)
    assert "load 2.5 to 7.5" in said[-1]


def test_a_desk_is_made_once_and_again_when_its_making_changes(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> list[str]:
        (room / str(len(copies))).mkdir()
        copies.append(kept.large(room / str(len(copies)), 3, 1))
        return sorted(each.name for each in room.glob("large-*"))

    copies: list[Path] = []
    [first] = made()
    inode = (room / first).stat().st_ino
    (room / f"{first}.draft").mkdir()  # of a bench that was killed
    assert sorted(made()) == [first, f"{first}.draft"]
    assert (room / first).stat().st_ino == inode
    monkeypatch.setattr(kept, "_digest", lambda: "0" * 8)
    assert made() == ["large-3-1-00000000"]
    assert all(each.exists() for each in copies)
