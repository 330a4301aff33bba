"""Check and rebuild of a desk of some years, each in a process of its own: by the time of the processor, and the most
memory that it held. Opening alone takes some 95 MB for a moment, since a key is made with 64 MB.

``python -m tests.bench.checks check FILE`` prints the seconds, the megabytes and the count of facts.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from tests.bench import kept
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.desks import PIN, StillClock
from tests.memory import peak_kib
from village_desk.desk import Desk
from village_desk.store import history

_WORK: dict[str, Callable[[Desk], object]] = {
    "check": lambda desk: desk.keeping.check(),
    "rebuild": lambda desk: desk.keeping.rebuild(),
}


def bench(folder: Path, sizes: Sizes) -> None:
    """A line for each work and age of a desk, against as much time a fact as the youngest desk took."""
    desks = {age: kept.of_years(folder, age, sizes.year) for age in sizes.ages}
    for work in _WORK:
        growth, each_of_first = Growth(), 0.0
        for age, path in desks.items():
            seconds, megabytes, facts = _alone(work, path)
            each_of_first = each_of_first or seconds / facts
            against = f"as the youngest a fact; {facts:,.0f} facts"
            fair, grown = each_of_first * facts, growth(facts, seconds)
            line(f"{work} after {age} years", seconds, fair, against, "1.1; 200 MB", grown, megabytes)


def _alone(work: str, path: Path) -> tuple[float, float, float]:
    """Seconds, megabytes, facts."""
    command = [sys.executable, "-m", "tests.bench.checks", work, str(path)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    seconds, megabytes, count = (float(each) for each in ended.stdout.split()[-3:])
    return seconds, megabytes, count


def main(work: str, path: Path) -> None:
    """Do the work once."""
    with Desk.open(path, PIN, StillClock()) as desk:
        began = process_time()
        _WORK[work](desk)
        took = process_time() - began
        print(took, peak_kib() / 1024, history.count(desk._store.db))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
