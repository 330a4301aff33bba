"""The cost of a key in tests that are not about keys: the least, since the real one is a quarter of a second each.

A process of the tests that opens a desk file imports this too. Real programs and tests/bench pay the real cost.
"""

from village_desk.store.connection import engine

REAL = engine.KEY_COST
engine.KEY_COST = 2**4
