"""What documents and messages give as an example can be copied by a newcomer."""

import re
from pathlib import Path

from village_desk.domain.receipts import ReceiptNumber

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
RECEIPT = re.compile(r"\b[A-Z]-[0-9]{4}-[0-9]{6}-[0-9]\b")


def test_the_receipts_that_are_named_have_their_check_digit() -> None:
    places = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    places += [each for room in ("village_desk", "sync") for each in (ROOT / room).rglob("*.py")]
    named = {number for place in places for number in RECEIPT.findall(place.read_text("utf-8"))}
    assert {"A-2026-000001-0", "A-2026-000123-8"} <= named
    assert {str(ReceiptNumber.read(each)) for each in named} == named


def test_the_files_of_the_readme_are_there() -> None:
    named = re.findall(r"\bresources/[\w./-]+", README)
    assert [each for each in named if not (ROOT / each).exists()] == []
    assert len(named) > 5
