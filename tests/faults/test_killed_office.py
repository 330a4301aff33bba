"""The township killed in the middle of a batch: all of it or nothing, and the same answer when it comes again."""

import json
import subprocess
import sys
from pathlib import Path

from sync.agreement.facts import PersonRegistered
from tests.township.journals import Scribe, id_number

ROUNDS = 90
FACTS, FEN = 2, 20000


def test_a_batch_is_whole_or_not_at_all_at_whichever_write_the_township_dies(tmp_path: Path) -> None:
    scribe = Scribe(tmp_path / "desk")
    packages = []
    for number in range(ROUNDS):
        person = scribe.mint()
        scribe.record(PersonRegistered(person=person, name="村民", id_number=id_number(number), group=1))
        scribe.collect(person, f"A-2026-{number:06}")
        packages.append(tmp_path / f"{number}.vdb")
        packages[-1].write_bytes(scribe.sealed().bytes)
    command = [sys.executable, "-m", "tests.faults.killed_office", str(tmp_path / "office")]
    ended = subprocess.run([*command, *map(str, packages)], capture_output=True, text=True, timeout=300, check=True)
    rounds = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not rounds[-1]["killed"], "the last round lived: every earlier call was passed"
    assert sum(each["killed"] for each in rounds) >= 40
    for earlier, each in enumerate(rounds):
        whole = each["answered"]
        assert each["facts"] == FACTS * (earlier + whole), "all of the batch or nothing"
        assert each["fen"] == FEN * (earlier + whole)
        assert whole or not each["announced"], "what was said is in the books"
        assert each["same"], "one answer, for ever"
        assert (each["facts_then"], each["fen_then"]) == (FACTS * (earlier + 1), FEN * (earlier + 1))
    assert {each["answered"] for each in rounds if each["killed"]} == {True, False}, "death came before and after"
