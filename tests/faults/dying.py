"""A process that dies by SIGKILL at the n-th of certain calls: what the other programs of this folder are made of."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Collection
from itertools import count
from typing import Any

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
DATABASE = ("execute", "executemany", "commit", "rollback")


def at(nth: int, built_in: Collection[str], ours: Collection[str] = ()) -> None:
    """From now on: die right before or right after the n-th call of these names.

    ``built_in`` are functions written in C, counted at their beginning and at their end; ``ours`` are Python's.
    """
    called = fuse(nth)

    def die(frame: Any, event: str, argument: Any) -> None:
        named = argument.__name__ in built_in if event in ("c_call", "c_return") else frame.f_code.co_name in ours
        if named and event != "c_exception":
            called()

    sys.setprofile(die)


def at_writes(nth: int, connection: Any, ours: Collection[str]) -> None:
    """From now on: die right before the n-th thing that changes a database or marks a transaction, or at such a call.

    Right before one is right after the one before it. ``ours`` as in ``at``.
    """
    called = fuse(nth)
    connection.set_trace_callback(lambda sql: called() if sql.lstrip().upper().startswith(_WRITES) else None)
    at_calls(called, ours)


def at_calls(called: Callable[[], None], ours: Collection[str]) -> None:
    """From now on: count each beginning and each end of our functions of these names, in every thread from here."""

    def watch(frame: Any, event: str, _argument: Any) -> None:
        if frame.f_code.co_name in ours and event in ("call", "return"):
            called()

    threading.setprofile(watch)
    sys.setprofile(watch)


def fuse(nth: int) -> Callable[[], None]:
    """Something that kills this process when it is called for the n-th time."""
    calls = count(1)

    def called() -> None:
        if next(calls) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return called


def in_child(deed: Callable[[], None]) -> bool:
    """Do it in a child that ends without a word afterwards; whether it was killed on the way."""
    child = os.fork()
    if not child:
        try:
            deed()
        finally:
            sys.setprofile(None)
            sys.stdout.flush()
            os._exit(0 if sys.exc_info()[0] is None else 1)
    _pid, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or os.WEXITSTATUS(status) == 0, "the child failed"
    return killed
