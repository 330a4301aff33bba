"""Keeps None, True, False and NotImplemented alive on Python before 3.12, where PySide6 6.12 would use them up.

Its wheels are compiled against the headers of 3.12, in which these four are immortal and returning one counts nothing.
On 3.11 each such return takes a reference that nobody gave; after some thousand calls the interpreter aborts with
"deallocating None".
"""

import ctypes
import sys

_LIVES = 1 << 60
"""References that no session can use up: thirty thousand years of a million calls a second."""


def keep() -> None:
    """Give the four objects more references than can be taken. Call once, before the first window."""
    if sys.implementation.name != "cpython" or sys.version_info >= (3, 12) or sys.getrefcount(None) > _LIVES // 2:
        return
    for each in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(each)).value += _LIVES
