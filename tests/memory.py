"""How much memory this process has held at most: of its own, not of the process that started it."""

import re
import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_kib() -> int:
    """The largest resident size so far, in KiB.

    ``ru_maxrss`` alone would say at least what the starting process held: the kernel carries it over an exec.
    """
    if _STATUS.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", _STATUS.read_text())):
        return int(found[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
