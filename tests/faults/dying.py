"""A process that dies by SIGKILL at the n-th of certain calls: what the other programs of this folder are made of."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Collection
from itertools import count
from typing import Any

DATABASE = ("execute", "executemany", "commit", "rollback")


def at(nth: int, built_in: Collection[str], ours: Collection[str] = ()) -> None:
    """From now on: die right before or right after the n-th call of these names.

    ``built_in`` are functions written in C, counted at their beginning and at their end; ``ours`` are Python's.
    """
    calls = count(1)

    def die(frame: Any, event: str, argument: Any) -> None:
        named = argument.__name__ in built_in if event in ("c_call", "c_return") else frame.f_code.co_name in ours
        if named and event != "c_exception" and next(calls) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(die)


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
