"""Check and rebuild of a desk of some years, each in a process of its own: by the time of the processor, and the most
memory that it held. Opening alone takes some 95 MB for a moment, since a key is made with 64 MB.

``python -m tests.bench.checks check FILE`` prints the seconds, the megabytes and the count of facts.
"""

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from tests.desks import PIN, StillClock
from tests.memory import peak_kib
from village_desk.desk import Desk
from village_desk.store import history

_WORK: dict[str, Callable[[Desk], object]] = {
    "check": lambda desk: desk.keeping.check(),
    "rebuild": lambda desk: desk.keeping.rebuild(),
}


def bench(desks: dict[int, Path], line: Callable[[str, float, float, str, str], None]) -> None:
    """A line for each work and age of a desk, against as much time a fact as the youngest desk took."""
    for work in _WORK:
        first: tuple[float, int] | None = None
        for age, path in desks.items():
            ended = subprocess.run(
                [sys.executable, "-m", "tests.bench.checks", work, str(path)],
                capture_output=True,
                text=True,
                check=True,
            )
            seconds, megabytes, facts = (float(each) for each in ended.stdout.split()[-3:])
            first = first or (seconds, int(facts))
            fair = first[0] * facts / first[1]
            against = f"as the first a fact; {facts:,.0f} facts, {megabytes:.0f} MB{_exponent(first, seconds, facts)}"
            line(f"{work} after {age} years", seconds, fair, against, "at most 1.1 x and 200 MB")


def _exponent(first: tuple[float, int], seconds: float, facts: float) -> str:
    """With what power of the facts the time grows, in words; nothing for the first desk."""
    grown = math.log(facts / first[1])
    return f", exponent {math.log(seconds / first[0]) / grown:.2f}" if grown else ""


def main(work: str, path: Path) -> None:
    """Do the work once."""
    with Desk.open(path, PIN, StillClock()) as desk:
        began = process_time()
        _WORK[work](desk)
        took = process_time() - began
        print(took, peak_kib() / 1024, history.count(desk._store.db))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
