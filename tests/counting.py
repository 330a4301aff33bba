"""Work counted, not timed: the steps that SQLite's machine takes, which are the same on every computer."""

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
