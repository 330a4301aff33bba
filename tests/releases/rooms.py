"""Where a module stands in the release at hand: its room in the first release was another one. For other processes."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

FIRST = {
    "sync.agreement.facts": "sync.facts",
    "sync.agreement.protocol": "sync.protocol",
    "sync.agreement.sent": "sync.sent",
    "sync.agreement.values": "sync.values",
    "sync.township.frame": "sync.township.commanding",
    "sync.township.down.downward": "sync.township.downward",
    "sync.township.down.other_desks": "sync.township.siblings",
    "sync.township.intake.checks": "sync.township.checks",
    "sync.township.store.database": "sync.township.store",
    "sync.township.store.tables": "sync.township.tables",
    "sync.township.keys.own_key": "sync.township.own_key",
    "village_desk.domain.basics.errors": "village_desk.domain.errors",
    "village_desk.store.connection.engine": "village_desk.store.engine",
}
"""The name of a module now, and the name that it had in the first release."""


def module(name: str) -> Any:
    """The module that has this name now, in whichever release this process runs."""
    return import_module(name if find_spec("sync.agreement") else FIRST[name])
