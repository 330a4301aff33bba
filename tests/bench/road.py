"""Bytes on the road: a sealed batch of 1,000 facts of a kind against the gzip size of their JSON lines."""

import gzip

from sync.agreement import journal
from sync.desk import outbox
from sync.wire import keys
from village_desk.desk import Desk


def bytes_of(desk: Desk) -> None:
    """Seals what the desk has as it would be sent, and prints its size beside that of the gzipped lines."""
    db = desk._store.db
    lines = [journal.canonical([e.id, e.at, e.by, e.kind, e.about, dict(e.body)]) for e in journal.everything(db)]
    theirs = len(gzip.compress(b"\n".join(lines), 9))
    key = keys.create(desk.path.with_name("bench.key"), b"0" * 32)
    ours = 0
    with desk._store.writing():
        while sealed := outbox.seal(db, desk.village.desk, key, desk._store.clock()):
            ours += len(sealed.bytes)
    print(
        f"{f'sending {len(lines):,} facts':<44}{ours:10,} B  {ours / theirs:6.2f} x  gzip -9 of their JSON lines"
        f"        at most 1.3 x"
    )
