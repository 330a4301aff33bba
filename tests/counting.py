"""Work counted, not timed: steps of SQLite's machine, rows, statements and calls, the same on every computer."""

import sys
from collections.abc import Callable
from typing import Any


def steps(connection: Any, work: Callable[[], object]) -> int:
    """How many steps the connection takes for the work."""
    taken = 0

    def tick() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.set_progress_handler(tick, 1)
    try:
        work()
    finally:
        connection.set_progress_handler(None, 0)
    return taken


def rows(connection: Any, work: Callable[[], object]) -> int:
    """How many rows the connection hands over for the work."""
    given = 0

    def hand_over(_cursor: object, row: tuple[object, ...]) -> tuple[object, ...]:
        nonlocal given
        given += 1
        return row

    before, connection.row_factory = connection.row_factory, hand_over
    try:
        work()
    finally:
        connection.row_factory = before
    return given


def statements(connection: Any, work: Callable[[], object]) -> int:
    """How many statements the connection runs for the work, without what triggers and the search index run inside."""
    run: list[str] = []
    connection.set_trace_callback(run.append)
    try:
        work()
    finally:
        connection.set_trace_callback(None)
    return sum(not each.startswith("--") for each in run)


def calls(work: Callable[[], object]) -> int:
    """How many functions of Python are entered for the work, each turn of a generator counted."""
    entered = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal entered
        entered += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return entered
