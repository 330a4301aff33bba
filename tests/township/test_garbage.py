"""A process that serves spares itself the walk through what stays, and still lets go of what nobody holds."""

import subprocess
import sys

_SERVES = """
import gc, weakref
from sync.township.http import garbage, serving
garbage.spare()

class Held: ...
one = Held()
one.itself = one
seen = weakref.ref(one)
del one
many = [[] for _ in range(60_000)]
print(gc.get_freeze_count() > 10_000, seen() is None)
"""


def test_cycles_are_still_collected_beside_what_is_spared() -> None:
    served = subprocess.run([sys.executable, "-c", _SERVES], capture_output=True, text=True, check=True)
    assert served.stdout == "True True\n"
