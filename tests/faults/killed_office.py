"""A township killed while it takes in a batch, again and again: run as ``python -m tests.faults.killed_office``.

Each round forks; the child receives the batch and dies by SIGKILL right before or right after its n-th call of the
database, BEGIN and COMMIT among them, or before it keeps the reply. The parent opens the books as the next start would,
looks, and hands the batch over once more. Prints one JSON line a round.
"""

import json
import sys
from pathlib import Path
from typing import Any

from sync.agreement.protocol import Answered
from sync.wire import batch as batches
from sync.wire.batch import SealedBatch
from tests.faults import dying
from tests.township.counters import Counter

REPLY = ("write_bytes",)


def main(folder: Path, packages: list[Path]) -> None:
    """Kill at ever later calls until a child lives to the end; one batch of the chain a round."""
    for nth, package in enumerate(packages, start=1):
        sealed = batches.sealed(package.read_bytes())

        def receive(sealed: SealedBatch = sealed, nth: int = nth) -> None:
            """Receive the batch and keep the reply; or die on the way."""
            counter = Counter(folder)
            dying.at(nth, dying.DATABASE, REPLY)
            reply = counter.receiver.receive(sealed.bytes)
            (folder / sealed.id).write_bytes(reply.body)

        killed = dying.in_child(receive)
        print(json.dumps({"killed": killed} | after(folder, sealed)), flush=True)
        if not killed:
            return


def after(folder: Path, sealed: SealedBatch) -> dict[str, Any]:
    """The township at its next start, and its reply when the batch is sent again."""
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
        "accepted": answered.answer.accepted,
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
