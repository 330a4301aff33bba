"""Keeps the collector of cyclic garbage off every thread but the window's while long work runs beside it.

Python collects on whichever thread happens to allocate. A widget that is found on a worker's thread is handed back to
be deleted by Shiboken later, when its parent may have deleted it already: the program dies of that, with PySide6 6.8
as with 6.12.
"""

import gc


class Collector:
    """Counts the running pieces of work; the garbage collector rests while there is any. Window's thread only."""

    _running = 0
    _has_settled = False

    @classmethod
    def begin(cls) -> None:
        """A piece of work is about to run on another thread."""
        cls._running += 1
        gc.disable()

    @classmethod
    def end(cls) -> None:
        """Note that a piece of work has left its thread. After the last one the collector works again."""
        cls._running -= 1
        if not cls._running:
            gc.enable()

    @classmethod
    def settle(cls) -> None:
        """What was loaded by now stays as long as the program: it is looked through no more.

        A whole pass over a window and all its modules takes 20 to 40 ms, which a key had to wait for now and then.
        """
        if not cls._has_settled:
            cls._has_settled = True
            gc.freeze()
