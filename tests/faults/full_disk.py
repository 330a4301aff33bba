"""A program whose disk is full from a moment on: no file of it grows any more (RLIMIT_FSIZE), and no write is faked.

The moment is the end of the n-th transaction of the command, so that all that comes behind it fails: the next
transaction, the paper, the backup, the answer.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
from itertools import count
from pathlib import Path
from typing import Any

from village_desk.commands.program import main

FULL = (1, resource.RLIM_INFINITY)
"""No file may have a byte behind its first."""


def run(words: list[str], nth: int, out: Path) -> int:
    """Run a command of the desk in a child whose disk is full after its ``nth`` transaction; its exit code.

    What it printed stands in ``out``, which was opened before and is a pipe to a process with a disk of its own.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _run_in_child(words, nth, writing)
    os.close(writing)
    with open(reading, "rb") as told:  # noqa: PTH123
        out.write_bytes(told.read())
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _run_in_child(words: list[str], nth: int, writing: int) -> None:
    code = 70
    try:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        _full_after(nth)
        main(words, prog_name="village-desk")
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.setprofile(None)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _full_after(nth: int) -> None:
    committed = count(1)

    def watch(frame: Any, event: str, _argument: Any) -> None:
        if event != "return" or frame.f_code.co_name != "execute" or frame.f_locals.get("sql") != "COMMIT":
            return
        if next(committed) == nth:
            resource.setrlimit(resource.RLIMIT_FSIZE, FULL)

    threading.setprofile(watch)
    sys.setprofile(watch)
