"""The desk killed at each write and each reply of a conversation: nothing lost, nothing twice, sums equal."""

import json
import subprocess
import sys
from pathlib import Path

from sync.agreement.errors import NoLine
from sync.agreement.facts import PersonRegistered
from sync.agreement.protocol import Answered
from sync.line.client import Township
from tests.desks import new_desk
from tests.faults import moments
from tests.township.journals import DESK, Scribe, id_number
from tests.township.process import TownshipProcess


def test_a_conversation_is_finished_by_the_next_start_wherever_the_desk_dies(
    tmp_path: Path, office: TownshipProcess
) -> None:
    with new_desk(tmp_path) as desk:
        desk.exchanging.send(office.url)
    command = [sys.executable, "-m", "tests.faults.killed_exchange", str(desk.path), office.url]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=moments.SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    rounds = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not rounds[-1]["killed"], "the last round lived: every earlier moment was passed"
    assert sum(each["killed"] for each in rounds) >= 10
    for earlier, each in enumerate(rounds):
        assert (each["refused"], each["waits"], each["well"]) == (0, 0, True)
        assert each["fen"] == 10000 * earlier, "each fee once"
    assert {each["waited"] > 0 for each in rounds[1:] if each["killed"]} == {True, False}, "before and after the answer"
    found = office.status()
    assert found["money"]["2026"]["net_fen"] == rounds[-1]["fen"]
    assert found["people"] == len(rounds) - 1
    assert found["refused"] == 0


def test_a_reply_that_never_left_the_township_is_given_again(scribe: Scribe, served: TownshipProcess) -> None:
    """It dies at each reply, the hello's and the answer's, before and after it is made."""
    died = 0
    for round_ in range(5):
        person = scribe.mint()
        scribe.record(PersonRegistered(person=person, name="村民", id_number=id_number(round_), group=1))
        scribe.collect(person, f"A-2026-{round_:06}")
        sealed = scribe.sealed()
        served.kill()
        served.module = f"tests.faults.dying_office {round_ + 1}"
        served.start()
        try:
            with Township(served.url, DESK) as line:
                answered = line.send(sealed)
        except NoLine:
            died += 1
            kept = served.status()["facts"]
            assert kept == 2 * round_ + 2 * (round_ >= 2), "all of the batch when it was answered, nothing before"
            served.kill()
            served.module = "sync.township"
            served.start()
            with Township(served.url, DESK) as line:
                answered = line.send(sealed)
        assert isinstance(answered, Answered)
        assert (answered.answer.accepted, answered.answer.already_had) == (2, 0), "the first answer, for ever"
        scribe.keep(sealed, answered.bytes)
        assert served.status()["money"]["2026"]["net_fen"] == 20000 * (round_ + 1)
    assert died == 4
