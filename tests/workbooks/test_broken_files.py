"""Broken files of every form end in rows or in words: no traceback, no silence, and no more memory than is there."""

import os
import subprocess
import sys

import pytest

CASES = int(os.environ.get("VILLAGE_FUZZ", "300"))
PARTS = 2
"""Processes: one that read a thousand files would hide how much memory one of them takes."""


@pytest.mark.parametrize("part", range(PARTS))
def test_a_broken_file_is_read_or_refused_in_words(part: int) -> None:
    count = CASES // PARTS
    first = os.environ.get("VILLAGE_FUZZ_FIRST", "0")
    command = [sys.executable, "-m", "tests.workbooks.breaking", str(int(first) + part * count), str(count)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    faults = [line for line in ended.stdout.splitlines() if line.startswith("seed ")]
    assert not faults, ended.stdout
    assert f"read {count} broken files" in ended.stdout, ended.stdout + ended.stderr
