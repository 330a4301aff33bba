"""A township killed while it takes in a batch, again and again: run as ``python -m tests.faults.killed_office``.

Each round forks; the child receives the batch and dies by SIGKILL right before or right after its n-th call of the
database, BEGIN and COMMIT among them, or before it keeps the reply. The parent opens the books as the next start would,
looks, and hands the batch over once more. Prints one JSON line a round.
"""

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from sync import batch as batches
from sync.batch import SealedBatch
from sync.protocol import Answered
from tests.township.counters import Counter

DATABASE = ("execute", "executemany", "commit", "rollback")
REPLY = ("write_bytes",)


def main(folder: Path, packages: list[Path]) -> None:
    """Kill at ever later calls until a child lives to the end; one batch of the chain a round."""
    for round_, package in enumerate(packages):
        sealed = batches.sealed(package.read_bytes())
        child = os.fork()
        if not child:
            receive_and_die(folder, sealed, round_ + 1)
        _pid, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print(json.dumps({"killed": killed} | after(folder, sealed)), flush=True)
        if not killed:
            return


def receive_and_die(folder: Path, sealed: SealedBatch, at: int) -> None:
    """Receive the batch, keep the reply, and end; or die at the ``at``-th of those calls."""
    counter = Counter(folder)
    calls = count(1)

    def die(frame: Any, event: str, argument: Any) -> None:
        named = argument.__name__ in DATABASE if event in ("c_call", "c_return") else frame.f_code.co_name in REPLY
        if named and event != "c_exception" and next(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(die)
    reply = counter.receiver.receive(sealed.bytes)
    (folder / sealed.id).write_bytes(reply.body)
    sys.setprofile(None)
    os._exit(0)


def after(folder: Path, sealed: SealedBatch) -> dict[str, Any]:
    """What the next start of the township finds, and what it says of the batch when it comes again."""
    counter = Counter(folder)
    before = counter.status()
    kept = counter.receiver.reply_to(sealed.id)
    announced = (folder / sealed.id).read_bytes() if (folder / sealed.id).exists() else b""
    answered = counter.hand(sealed)
    assert isinstance(answered, Answered)
    found = {
        "facts": before.facts,
        "fen": counter_fen(before),
        "answered": kept is not None,
        "announced": bool(announced),
        "same": answered.bytes in ({announced} if announced else {kept.body if kept else answered.bytes}),
        "accepted": answered.said.accepted,
        "facts_then": counter.status().facts,
        "fen_then": counter_fen(counter.status()),
    }
    counter.close()
    return found


def counter_fen(status: Any) -> int:
    """All that is counted."""
    return sum(year.net_fen for year in status.money.values())


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
