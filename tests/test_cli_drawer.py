"""The drawer by command: the day closed, deposits, hand-overs, cash paid on, the ledger and its reversals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts

pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk that took 200 yuan of each of three."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    for serial, name in enumerate(("单雄信", "罗氏", "秦琼"), 1):
        found.done("register", name, id_number("19800512", serial), "--group", "3")
        found.done("collect", id_number("19800512", serial), "--year", "2026", "--tier", "200")
    return found


def numbers(scripts: Scripts) -> list[str]:
    return sorted(each["receipt"] for each in scripts.done("receipts", "--day", "2026-11-02")["receipts"])


def test_an_evening_from_the_drawer_to_the_bank(scripts: Scripts) -> None:
    first, second, third = numbers(scripts)
    done = scripts.done("remit", first, second, "--by", "phone", "--ticket", "T1", "--ticket", "T2")
    assert (done["held_fen"], [each["fen"] for each in done["entries"]]) == (20000, [-20000, -20000])
    scripts.done("proof-given", first, "--to", "儿媳")
    assert [each["receipt"] for each in scripts.done("not-remitted")["receipts"]] == [third]
    assert scripts.done("deposit", "150", "--place", "镇农商行", "--slip", "88")["held_fen"] == 5000
    assert scripts.done("hand-over", "50", "--to", "李会计")["held_fen"] == 0
    figures = scripts.done("day-close")
    assert (figures["receipts_fen"], figures["remitted_fen"], figures["deposited_fen"]) == (60000, 40000, 15000)
    assert scripts.done("day-close", "--nothing")["difference_fen"] == 0
    assert scripts.done("day-close")["closed"]
    lines = scripts.done("ledger")
    assert (lines["balance_fen"], len(lines["lines"])) == (0, 7)


def test_a_difference_asks_for_words_and_a_wrong_entry_is_reversed(scripts: Scripts) -> None:
    assert scripts.refused("day-close", "--count", "100=5")["error"] == "unexplained"
    why = ("--reason", "change", "--comment", "多找了一百")
    assert scripts.done("day-close", "--count", "100=5", *why)["difference_fen"] == -10000
    assert scripts.refused("day-close", "--count", "100=五")["error"] == "counts"
    wrong = scripts.done("deposit", "100", "--place", "农行")["entry"]["entry"]
    assert scripts.done("reverse-cash", wrong, "--reason", "写错了")["held_fen"] == 60000
    assert scripts.refused("reverse-cash", wrong, "--reason", "再来")["error"] == "reversed"
    assert "（红字）" in scripts.run("ledger").stdout


def test_more_than_there_is_and_half_a_command_are_refused(scripts: Scripts) -> None:
    assert scripts.refused("deposit", "600.01", "--place", "农行")["error"] == "more_than_held"
    assert scripts.refused("remit", numbers(scripts)[0], "--by", "phone", "--on", "2026-11-03")["error"] == "future"
    assert scripts.run("hand-over", "5").exit_code == 2
    assert scripts.run("remit", *numbers(scripts), "--by", "pos", "--ticket", "T").exit_code == 2
    assert scripts.refused("ledger", "--from", "2026-11-03", "--to", "2026-11-01")["error"] == "period"
    assert scripts.done("not-remitted")["held_fen"] == 60000
