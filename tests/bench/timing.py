"""Seconds of the processor: of a work in this process, of other processes, of PostgreSQL with all that it started."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

from tests.township.postgres import Server


def least(work: Callable[[], object], runs: int = 5) -> float:
    """The cheapest of several runs."""
    return min(spent(work) for _run in range(runs))


def spent(work: Callable[[], object], server: Server | None = None) -> float:
    """Of one run, and of the server meanwhile."""
    began = process_time() + of_server(server)
    work()
    return process_time() + of_server(server) - began


def of_server(server: Server | None) -> float:
    """So far, of PostgreSQL with all that it started; 0 if there is none. To a hundredth, as Linux tells it."""
    if server is None:
        return 0.0
    keeper = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
    return sum(map(of_process, (keeper, *map(int, children))))


def of_process(pid: int) -> float:
    """So far, of the process and of the children that it had and that ended."""
    after_its_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_its_name[11:15])) / os.sysconf("SC_CLK_TCK")
