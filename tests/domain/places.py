"""Small invented policies for the tests: a head, and the tables that a test asks for."""

from village_desk.domain.policy import policy_file
from village_desk.domain.policy.policy import Policy

HEAD = """
id = "test"
name = "试验政策"
jurisdiction = "429004"
from = 2009-01-01
document = "test"

[[documents]]
key = "test"
title = "试验"
certainty = "example"
"""

TIERS = """
[[tiers]]
amounts = [100, 200, 300, 500, 1000, 2000, 5000]
from = 2009-01-01
document = "test"
"""

SUBSIDY = """
[[subsidy]]
type = "from_tier"
rows = [{ tier = 100, subsidy = 30 }, { tier = 500, subsidy = 60 }]
back_paid = false
from = 2009-01-01
document = "test"
"""

PENSION = """
[[base_pension]]
level = "all"
amount = 123
from = "2009-01"
document = "test"

[[divisor]]
months = 139
from = 2009-01-01
document = "test"
"""

ENTITLEMENT = """
[[entitlement]]
age = 60
min_years = 15
from = 2009-01-01
document = "test"

[[back_pay]]
allowed = true
from = 2009-01-01
document = "test"
"""


def place(*tables: str) -> Policy:
    """The policy of a head and these tables, which may leave out ``from`` and ``document``."""
    return policy_file.read(HEAD + "\n".join(tables), "test.toml")


def table(name: str, body: str) -> str:
    """One ``[[name]]`` that holds from 2009 on by the test document."""
    return f'\n[[{name}]]\nfrom = 2009-01-01\ndocument = "test"\n{body}\n'
