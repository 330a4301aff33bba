"""Every bench runs to its end: here on a few people, so that ``make bench`` does not break unseen."""

import subprocess
import sys

LINES = (
    "import 20 rows: recording, xls",
    "import 20 rows: whole, xlsx",
    "find among 100: slowest",
    "5 fees",
    "5 fees, processor",
    "5 fees and their receipts in one PDF",
    "Enter takes a fee, 20 people",
    "assess 20 people",
    "roster of 20 payees",
    "window ready, 20 people",
    "find, 20 people",
    "a click after 1 years",
    "check after 1 years",
    "rebuild after 1 years",
    "Pages with 30 people",
    "Pages of a desk of (1, 2) years, a batch for each fee",
    "| SQLite |",
    "| PostgreSQL |",
    "applying 20 corrections",
    "| 2,000 |",
    "2 desks at once",
    "a first upload of 40 facts",
    "| list in parts | 1 |",
    "| list line by line | 21 |",
    "| 20 whole records |",
    "a proxy that buffers",
    "replies lost",
)


def test_every_bench_prints_its_line() -> None:
    """In a process of their own: they tune its collector of garbage."""
    ended = subprocess.run([sys.executable, "-m", "tests.bench", "tiny"], capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    assert [each for each in LINES if each not in ended.stdout] == []
