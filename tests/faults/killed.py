"""A desk program killed in the middle of taking a fee, again and again: run as ``python -m tests.faults.killed``.

Each round forks; the child opens the desk and dies by SIGKILL at its n-th function call within ``collect``. The parent
then opens the file as the next start of the program would and looks: the whole receipt, or nothing. Prints one JSON
line a round.
"""

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from sync.agreement.protocol import COLLECTED
from tests.desks import PIN, StillClock
from tests.faults import moments
from village_desk.desk import Desk
from village_desk.services import policies
from village_desk.services.collecting import Payment
from village_desk.store.connection import witness

STEP = 47


def main(path: Path, people: list[str], announce: Path) -> None:
    """Kill at ever later calls until a child lives to the end; one person a round."""
    policies.shipped(policies.NATIONAL)  # read once here, so that the calls counted are those of the fee
    for at, person in zip(moments.spread(STEP), people, strict=False):
        child = os.fork()
        if not child:
            take_and_die(path, person, at, announce)
        _pid, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print(json.dumps({"at": at, "killed": killed} | after(path, person, announce)), flush=True)
        if not killed:
            return


def take_and_die(path: Path, person: str, at: int, announce: Path) -> None:
    """Take the fee, announce it, and end; or die at the ``at``-th call on the way."""
    desk = Desk.open(path, PIN, StillClock())
    calls = count(1)

    def die(frame: Any, event: str, argument: Any) -> None:
        if event in ("call", "c_call", "c_return") and next(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(die)
    receipt = desk.collecting.collect(Payment(person, 2026, 10000))
    with announce.open("a") as file:
        file.write(receipt.number + "\n")
    sys.setprofile(None)
    os._exit(0)


def after(path: Path, person: str, announce: Path) -> dict[str, Any]:
    """What the next start of the program finds."""
    with Desk.open(path, PIN, StillClock()) as desk:
        announced = announce.read_text().split() if announce.exists() else []
        receipts = desk.collecting.paid(person)
        return {
            "fault": desk.keeping.check().fault,
            "receipts": len(receipts),
            "journal": sum(event.words.startswith("收 ") for event in desk.registering.history(person)),
            "lost": [number for number in announced if desk.collecting.receipt(number).amount_fen != 10000],
            "unprinted": len(desk.collecting.unprinted()),
            "witnessed": len(announced) <= _witnessed(desk) and not desk.reporting.put_back(),
        }


def _witnessed(desk: Desk) -> int:
    """How many receipts the journal holds up to where its witness says that it came."""
    noted = witness.last(desk.path, desk.village.desk)
    counted = "SELECT count(*) FROM journal WHERE kind = ? AND seq <= ?"
    row = desk._store.db.execute(counted, [COLLECTED, noted.seq if noted else 0]).fetchone()
    return int(row[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[3:], Path(sys.argv[2]))
