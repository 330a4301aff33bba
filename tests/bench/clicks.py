"""What a click asks of the journal, and Today, on desks of some years with a batch every week; against the youngest."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from time import process_time

from sync.agreement import facts
from tests.bench import kept
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import spent
from tests.desks import PIN, StillClock
from village_desk.desk import Desk
from village_desk.store import history


def bench(folder: Path, sizes: Sizes) -> None:
    """Both, of the desks in turn, so that what a busy machine does meanwhile falls on all of them."""
    with ExitStack() as opened:
        paths = [kept.of_years(folder, age, sizes.year) for age in sizes.ages]
        desks = [opened.enter_context(Desk.open(path, PIN, StillClock())) for path in paths]
        of = [(history.count(desk._store.db), desk.road.count_batches()) for desk in desks]
        for work, bound, cost in (("a click", "5 ms; 1.1", _click), ("Today", "", _today)):
            took = [min(each) for each in zip(*([cost(desk) for desk in desks] for _turn in range(20)), strict=True)]
            growth = Growth()
            for age, seconds, (count, batches) in zip(sizes.ages, took, of, strict=True):
                against = f"the youngest; {count:,} facts, {batches:,} batches"
                line(f"{work} after {age} years", seconds, took[0], against, bound, growth(count, seconds))


def _today(desk: Desk) -> float:
    return spent(desk.reporting.today)


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
