"""Who has the books of a SQLite file open: many at once, or one alone to put others in their place."""

from __future__ import annotations

from pathlib import Path

from sync.locks import FileLock, InUse
from sync.township.store.engines import StoreTrouble


def take(books: Path, alone: bool) -> FileLock:
    """Lock the books at once. StoreTrouble ``store-in-use`` when somebody else stands in the way; OSError."""
    try:
        return FileLock.take(books, shared=not alone)
    except InUse as reason:
        raise StoreTrouble("store-in-use", str(books)) from reason
