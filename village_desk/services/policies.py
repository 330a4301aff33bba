"""Which policy the desk decides by on a day. Policies are files: carried by the program, or adopted from outside."""

from datetime import date
from functools import lru_cache

import resources
from sync import facts
from village_desk.domain import policy
from village_desk.domain.errors import Refused
from village_desk.domain.policy import Policy
from village_desk.store import settings
from village_desk.store.database import Store
from village_desk.words import _

NATIONAL = "national-2014"
"""What a new desk begins with, until its county's own policy is adopted."""


class Policies:
    """The policies of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def on(self, day: date) -> Policy:
        """The policy in force at this desk on a day; the national frame where none was adopted."""
        found = settings.policy_on(self._store.db, day)
        name, text = found or (NATIONAL, "")
        return _from_outside(text, name) if text else shipped(name)

    def adopt(self, name: str, since: date, text: str = "") -> Policy:
        """Decide by this policy from a day on. ``text`` is a file from outside; Refused when it holds a mistake."""
        adopted = _from_outside(text, name) if text else shipped(name)
        if not adopted.covers(self._store.village().code):
            raise Refused(
                _("政策“{name}”不管本村").format(name=adopted.name), _("请选本县（市、区）的政策文件"), "policy_place"
            )
        with self._store.writing():
            self._store.record(facts.PolicyAdopted(adopted.id, since.isoformat(), text))
        return adopted


@lru_cache(maxsize=16)
def shipped(name: str) -> Policy:
    """A policy that the program carries, by the name of its file."""
    try:
        place = resources.path(f"policies/{name}.toml")
    except FileNotFoundError:
        raise Refused(_("没有名为 {name} 的政策").format(name=name), _("请导入政策文件"), "policy") from None
    return policy.read(place.read_text("utf-8"), place.name)


@lru_cache(maxsize=16)
def _from_outside(text: str, name: str) -> Policy:
    return policy.read(text, name)
