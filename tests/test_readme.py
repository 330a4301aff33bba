"""The commands of the README are such that a newcomer can copy them."""

import re
from pathlib import Path

from village_desk.domain.receipts import ReceiptNumber

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_receipts_of_the_readme_have_their_check_digit() -> None:
    named = re.findall(r"\b[A-Z]-[0-9]{4}-[0-9]{6}-[0-9]\b", README)
    assert named
    assert [str(ReceiptNumber.read(each)) for each in named] == named


def test_the_files_of_the_readme_are_there() -> None:
    named = re.findall(r"\bresources/[\w./-]+", README)
    assert [each for each in named if not (ROOT / each).exists()] == []
    assert len(named) > 5
