"""The cash ledger by desk: by command, in words and figures, and as sheets of the export."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from sync.agreement.facts import CashDeposited, CashHandedOver, CashRemitted, DayClosed, ReceiptVoided
from tests.township.commands import run
from tests.township.counters import Counter
from tests.township.journals import Scribe
from tests.township.test_holes import number

DAY = "2026-11-24"


def filled(scribe: Scribe, counter: Counter, tmp_path: Path) -> str:
    """Six fees of 200 yuan, of which one is void, one red, one paid on, one deposited; the books, closed."""
    people = scribe.register(6)
    for place, person in enumerate(people, start=1):
        scribe.collect(person, number(place))
    scribe.record(
        ReceiptVoided(people[0], number(1), "错"),
        ReceiptVoided(people[1], number(2), "错", number(7)),
        CashRemitted(people[2], number(3), 20000, "phone", DAY, "T1"),
        CashDeposited(DAY, 20000, "镇农商行", "回单 88"),
        CashHandedOver(DAY, "in", 500, "老李", "张协办"),
        DayClosed(DAY, 1, 30500, 40500, 80000, 40000, 6, 1, {}, "change", "多找了一百"),
    )
    counter.take(scribe)
    counter.close()
    return str(tmp_path / "township" / "books.db")


def test_the_drawers_by_command(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    store = filled(scribe, counter, tmp_path)
    told = json.loads(run("ledger", "--store", store, "--json").stdout)
    [drawer] = told["drawers"]
    assert told["in_hand_fen"] == drawer.pop("in_hand_fen") == 40500
    assert drawer == {
        "desk": scribe.desk,
        "taken_fen": 120000,
        "voided_fen": 20000,
        "red_fen": 20000,
        "remitted_fen": 20000,
        "deposited_fen": 20000,
        "handed_out_fen": 0,
        "handed_in_fen": 500,
        "open_receipts": 3,
        "open_since": DAY,
        "last_close": {
            "day": DAY,
            "counted_fen": 30500,
            "difference_fen": -10000,
            "reason": "change",
            "comment": "多找了一百",
        },
        "not_closed": [],
    }
    [deposit] = told["deposits"]
    assert deposit == {"desk": scribe.desk, "day": DAY, "fen": 20000, "place": "镇农商行", "slip": "回单 88"}


def test_the_drawers_in_words(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    told = run("ledger", "--store", filled(scribe, counter, tmp_path)).stdout
    for words in (
        "收 1,200.00 元  作废 200.00 元  红字冲销 200.00 元  帮缴 200.00 元  缴存 200.00 元  接入 5.00 元",
        f"最近结账 {DAY}：少 100.00 元，找错了钱，多找了一百",
        f"手上现金里有 3 张凭条的钱，最早的是 {DAY} 收的",
        f"{DAY}  200.00 元  镇农商行  回单 回单 88",
        "合计  手上现金 405.00 元",
    ):
        assert words in told, words


def test_a_day_that_nobody_closed_is_named(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    scribe.collect(scribe.register(1)[0], number(1))
    counter.take(scribe)
    counter.close()
    told = run("ledger", "--store", str(tmp_path / "township" / "books.db")).stdout
    assert f"有 1 天没有结账，最近的：{DAY}" in told


def test_another_village_is_not_in_the_list(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    store = filled(scribe, counter, tmp_path)
    refused = run("ledger", "--store", store, "--village", "429004103999")
    assert refused.returncode == 1
    assert "429004103999" in refused.stderr


def test_the_export_agrees_to_the_fen(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    store = filled(scribe, counter, tmp_path)
    run("export", "--store", store, str(tmp_path / "out"))
    book = load_workbook(tmp_path / "out" / "合计.xlsx")
    heads, row = ([cell.value for cell in line] for line in book["现金账"].iter_rows())
    found = dict(zip(heads, row, strict=True))
    assert (found["收"], found["红字冲销"], found["手上现金"], found["结账结果"]) == (
        1200,
        200,
        405,
        "少 100.00 元，找错了钱，多找了一百",
    )
    assert [[cell.value for cell in line] for line in book["缴存"].iter_rows(min_row=2)][0][3:] == [
        DAY,
        200,
        "镇农商行",
        "回单 88",
    ]
