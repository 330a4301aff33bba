"""The collector of cyclic garbage in a process that serves: it need not walk through what stays for good. No rules."""

from __future__ import annotations

import gc

_SELDOM = 50_000
"""So many more objects made than let go: those of about seven batches of 1,000 facts. The interpreter's own is 700."""


def spare() -> None:
    """Leave what is loaded by now out of every later collection, and collect less often.

    Judging a batch makes thousands of objects and hardly a cycle; looking for some took a tenth of the time. Cycles
    that do come are still collected. For a process that serves, once it has loaded what it needs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SELDOM)
