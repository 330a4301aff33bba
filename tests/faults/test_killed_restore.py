"""The township's books put back from a copy, killed at every call: the old books or the new ones, never between."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from sync.township.store import backups
from tests.faults import moments
from tests.township.counters import Counter
from tests.township.journals import Scribe


def test_books_are_the_old_ones_or_the_new_ones_wherever_a_restore_dies(tmp_path: Path) -> None:
    scribe, office, copy = Scribe(tmp_path / "desk"), tmp_path / "office", tmp_path / "copy.db"
    with closing(Counter(office)) as counter:
        old = counter.store.timeline
        scribe.register(2)
        counter.take(scribe)
        backups.make(counter.store.file, copy)
        scribe.register(3)
        newer = 2 + counter.take(scribe).accepted
    (tmp_path / "rounds").mkdir()
    command = [sys.executable, "-m", "tests.faults.killed_restore", str(office), str(copy), str(tmp_path / "rounds")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=moments.SECONDS, check=True)
    rounds = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not rounds[-1]["killed"], "the last round lived: every earlier call was passed"
    assert len(rounds) > 40
    for each in rounds:
        assert (each["facts"], each["timeline"] == old) in [(newer, True), (2, False)]
        assert each["same"], "what the next start found stays so"
        assert not each["put_back"], "the restore itself began the timeline"
        assert each["kept"] == (each["facts"] == 2), "the old books stand beside the new ones"
    assert {each["facts"] for each in rounds if each["killed"]} == {newer, 2}, "death came before and after"
    assert rounds[-1]["left"] == 0
