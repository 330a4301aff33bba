"""How much memory this process has held at most: of its own, not of the process that started it."""

import re
import resource
from pathlib import Path


def peak_kib(pid: int | None = None) -> int:
    """The largest resident size so far, in KiB; of another process where Linux tells it.

    ``ru_maxrss`` alone would say at least what the starting process held: the kernel carries it over an exec.
    """
    status = Path(f"/proc/{pid or 'self'}/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(found[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
