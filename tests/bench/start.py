"""From nothing to a window that takes typing, and to an answer of ``find``: against the least that could do the same.

By CPU time and the most memory, each start a process of its own with bytecode at hand, as an installed program has it.
``python -m tests.bench.start DESK`` prints the lines of any desk file under the tests' PIN.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import kept
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.desks import PIN
from tests.starts import WINDOW

TYPED = "wang"

KEY = """
import hashlib, sqlcipher3, sys
salt = open(sys.argv[1], 'rb').read(16)
key = hashlib.scrypt(sys.argv[2].encode(), salt=salt, n=2**16, r=8, p=1, maxmem=2**27, dklen=32)
db = sqlcipher3.dbapi2.connect(sys.argv[1])
db.execute(f"PRAGMA key=\\"x'{(key + salt).hex()}'\\"")
"""
LEAST_FIND = f"""
import click
{KEY}
search = 'SELECT name FROM search JOIN people ON place = search.rowid WHERE search MATCH ? LIMIT 20'
for (name,) in db.execute(search, ['{TYPED}*']):
    click.echo(name)
"""
LEAST_WINDOW = f"""
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
{KEY}
db.execute('SELECT village FROM desk').fetchone()
application = QApplication([])
field = QLineEdit()
field.show()
field.setFocus()
QTimer.singleShot(0, application.quit)
application.exec()
"""
FIND = f"""
import sys
from village_desk.commands.program import main
main(['--desk', sys.argv[1], 'find', '{TYPED}'], standalone_mode=False)
"""
MEMORY = """
print('MEMORY', *(open('/proc/self/status').read().split(name)[1].split()[0] for name in ('VmHWM:', 'VmRSS:')))
import os, sys
sys.stdout.flush()
os._exit(0)
"""


def bench(folder: Path, sizes: Sizes) -> None:
    """Of the usual village's desk, of the large one's and of the oldest."""
    growths = Growth(), Growth()
    for people, receipts, bound in ((sizes.people, 0, "1.5"), (*sizes.large, "1.8")):
        started(kept.large(folder, people, receipts), f"{people:,} people", bound, growths, sizes.starts)
    oldest = kept.of_years(folder, sizes.ages[-1], sizes.year)
    started(oldest, f"{sizes.year.people:,} people, {sizes.ages[-1]} years", "1.8", (Growth(), Growth()), sizes.starts)


def started(path: Path, of: str, bound: str, growths: tuple[Growth, Growth], runs: int) -> None:
    """The window and ``find`` on the desk file; they grow with its bytes."""
    size = path.stat().st_size
    with tempfile.TemporaryDirectory() as bytecode:
        ours, peak, standing = _least_of(WINDOW, path, bytecode, runs)
        theirs, least, _standing = _least_of(LEAST_WINDOW, path, bytecode, runs)
        against = f"Qt, scrypt, cipher at {least:.0f} MB; {standing:.0f} MB once it stands"
        line(f"window ready, {of}", ours, theirs, against, bound, growths[0](size, ours), peak)
        ours, peak, _standing = _least_of(FIND, path, bytecode, runs)
        theirs, least, _standing = _least_of(LEAST_FIND, path, bytecode, runs)
        against = f"click, scrypt, cipher at {least:.0f} MB"
        line(f"a start of find, {of}", ours, theirs, against, "2", growths[1](size, ours), peak)


def _least_of(work: str, path: Path, bytecode: str, runs: int) -> tuple[float, float, float]:
    """CPU seconds, the most MB and the MB at the end: of the cheapest of some runs after one that is not counted."""
    return min(_run(work, path, bytecode) for _each in range(1 + runs))


def _run(work: str, path: Path, bytecode: str) -> tuple[float, float, float]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": bytecode, "QT_QPA_PLATFORM": "offscreen", "VILLAGE_DESK_PIN": PIN}
    command = [sys.executable, "-c", work + MEMORY, str(path), PIN]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    most, kept = (int(each) / 1024 for each in ended.stdout.rpartition("MEMORY ")[2].split())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most, kept


if __name__ == "__main__":
    started(Path(sys.argv[1]), Path(sys.argv[1]).parent.name, "", (Growth(), Growth()), 3)
