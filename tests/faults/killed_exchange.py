"""A desk killed while it sends, again and again: run as ``python -m tests.faults.killed_exchange``.

Each round a fee is taken; a child opens the real desk, sends to a real township over HTTP, and dies right before its
n-th write of the database, or when the n-th reply has come. The parent opens the desk as the next start would, looks,
and sends. Prints one JSON line a round.
"""

import json
import sys
from pathlib import Path

from tests.desks import PIN, StillClock, register
from tests.faults import dying, moments
from village_desk.desk import Desk
from village_desk.services.collecting import Payment

REPLIES = ("read_hello", "read_answer")


def main(path: Path, url: str) -> None:
    """Kill at ever later moments until a child lives to the end."""
    for nth in moments.spread(2):

        def send(nth: int = nth) -> None:
            desk = Desk.open(path, PIN, StillClock())
            dying.at_writes(nth, desk._store.db.conn, REPLIES)
            desk.exchanging.send(url)

        killed = dying.in_child(send)
        print(json.dumps({"killed": killed} | after(path, url, nth)), flush=True)
        if not killed:
            return


def after(path: Path, url: str, nth: int) -> dict[str, object]:
    """What the next start finds, how it is once it has sent; then another fee is taken, for the next round."""
    with Desk.open(path, PIN, StillClock()) as desk:
        waited = desk.road.state().waiting
        sent = desk.exchanging.send(url)
        totals = desk.reporting.totals()
        found: dict[str, object] = {
            "waited": waited,
            "refused": sent.refused,
            "waits": desk.road.state().waiting,
            "fen": sum(each.net_fen for each in totals),
            "well": desk.keeping.check().well,
        }
        desk.collecting.collect(Payment(register(desk, "某某", serial=nth), 2026, 10000))
        return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
