"""Broken batches, sticks and answers end in an answer: no traceback, no 5xx, no silence, and bounded memory."""

import os
import subprocess
import sys

import pytest

CASES = int(os.environ.get("VILLAGE_FUZZ", "300"))
PARTS = 2
"""Processes: one that read thousands would hide how much memory one of them takes."""


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_broken_is_answered_in_words(part: int) -> None:
    count = CASES // PARTS
    first = os.environ.get("VILLAGE_FUZZ_FIRST", "0")
    command = [sys.executable, "-m", "tests.township.breaking", str(int(first) + part * count), str(count)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    faults = [line for line in ended.stdout.splitlines() if line.startswith("seed ")]
    assert not faults, ended.stdout
    assert f"broke {count}" in ended.stdout, ended.stdout + ended.stderr
