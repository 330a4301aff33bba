"""What a click asks of the journal, and Today, on desks of some years with a batch every week; against the youngest."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from sync.agreement import facts
from tests.bench import kept
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import least
from tests.desks import PIN, StillClock
from village_desk.desk import Desk
from village_desk.store import history


def bench(folder: Path, sizes: Sizes) -> None:
    """Both for each age."""
    first: dict[str, float] = {}
    growths = {"a click": Growth(), "Today": Growth()}
    for age in sizes.ages:
        with Desk.open(kept.of_years(folder, age, sizes.year), PIN, StillClock()) as desk:
            count, batches = history.count(desk._store.db), desk.road.count_batches()
            took = {"a click": min(_click(desk) for _ in range(20)), "Today": least(desk.reporting.today)}
        for work, seconds in took.items():
            against = f"the youngest; {count:,} facts, {batches:,} batches"
            fair, growth = first.setdefault(work, seconds), growths[work](count, seconds)
            line(f"{work} after {age} years", seconds, fair, against, "5 ms; 1.1" if work == "a click" else "", growth)


def _click(desk: Desk) -> float:
    """Seconds for all that is asked of the journal, in sight and behind it, when something was recorded."""
    with desk._store.writing():
        desk._store.record(facts.SettingChanged("hotline", desk._store.mint()))
    began = process_time()
    desk.contacting.wants_a_try()
    desk.road.state()
    desk.road.batches(30)
    desk.judged()
    history.latest(desk._store.db, 10, (facts.ContributionCollected.KIND, facts.RosterImported.KIND))
    history.unanswered_epochs(desk._store.db)
    return process_time() - began
