"""The cost of a key and of a clerk's password in tests that are about neither: the least, since the real ones are slow.

A quarter of a second for a key, and a tenth for a password. A process of the tests that opens a desk file imports this
too. Real programs and tests/bench pay the real cost.
"""

from sync.township.console import passwords
from village_desk.store.connection import engine

REAL, REAL_LOG_N = engine.KEY_COST, passwords.LOG_N
engine.KEY_COST = 2**4
passwords.LOG_N = 1
