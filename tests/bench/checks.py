"""Check and rebuild of a desk of some years, each in a process of its own: by the time of the processor, and the most
memory that it held. Opening alone takes some 95 MB for a moment, since a key is made with 64 MB.

What years bring is compared with what the first year brought, on top of a desk that has the roster alone: a count of
facts would not do, since an old desk has other facts than a young one. A registration is dear, and is made once; a
part of a payout list is one fact of up to 250 lines, and comes every month.

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
    """A line for each work and age of a desk, against each of its years at the price of the youngest desk's years."""
    desks = {age: kept.of_years(folder, age, sizes.year) for age in (0, *sizes.ages)}
    youngest = sizes.ages[0]
    for work in _WORK:
        took = {age: min(_alone(work, path) for _run in range(min(3, sizes.runs))) for age, path in desks.items()}
        began, growth = took[0][0], Growth()
        a_year = (took[youngest][0] - began) / youngest
        for age in sizes.ages:
            seconds, megabytes, facts = took[age]
            against = f"each year as the first; {facts:,.0f} facts"
            fair, grown = began + age * a_year, growth(age, seconds - began)
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
