"""Every bench runs to its end: here on a few people, so that ``make bench`` does not break unseen."""

import subprocess
import sys

import pytest

LINES = (
    "import 20 rows: recording",
    "find among 100: slowest",
    "5 fees",
    "assess 20 people",
    "roster of 20 payees",
    "window ready, 20 people",
    "a click after 1 years",
    "| SQLite |",
    "| PostgreSQL |",
    "applying 20 corrections",
    "| 20 whole records |",
    "a proxy that buffers",
    "replies lost",
)


@pytest.fixture(scope="module")
def printed() -> str:
    """What the benches print, in a process of their own: they tune its collector of garbage."""
    ended = subprocess.run([sys.executable, "-m", "tests.bench", "tiny"], capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize("line", LINES)
def test_a_bench_prints_its_line(printed: str, line: str) -> None:
    assert line in printed
