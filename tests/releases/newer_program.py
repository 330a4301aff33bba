"""A program that is newer than the one it is put into: one kind of facts more, one field of people, one message down.

``install()`` before anything else of the program is imported. It works with every release, and stands for all that a
later one may add: what it does to tables, judge and telling is what a real addition does. Used in processes of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

KIND, NOTICE = "cash.deposited/1", "notice.sent/1"


def install() -> None:
    """From here on this process is the newer program."""
    _more_of_people()
    _more_tables()
    _more_kinds()


def _more_of_people() -> None:
    """``nickname`` stands behind the fields that are there, before what is carried."""
    from sync import facts

    module: Any = facts
    old: Any = facts.PersonRegistered
    fields: list[Any] = [
        (each.name, each.type, dataclasses.field(default=each.default))
        if each.default is not dataclasses.MISSING
        else (each.name, each.type)
        for each in dataclasses.fields(old)
    ]
    named = {"KIND": old.KIND, "ABOUT": old.ABOUT, "__module__": facts.__name__}
    more = [*fields[:-1], ("nickname", "str", dataclasses.field(default="")), fields[-1]]
    new = dataclasses.make_dataclass(old.__name__, more, namespace=named, slots=True, unsafe_hash=True)
    module.PersonRegistered = module.KINDS[old.KIND] = new


def _more_tables() -> None:
    from village_desk.store import tables as found

    tables: Any = found
    tables.PERSON_FIELDS = (*tables.PERSON_FIELDS, "nickname")
    column = "    group_name TEXT NOT NULL,\n"
    assert column in tables.SCHEMA
    tables.SCHEMA = tables.SCHEMA.replace(column, column + "    nickname TEXT NOT NULL,\n")
    tables.SCHEMA += ";\nCREATE TABLE deposits (slip TEXT, amount_fen INTEGER, fact TEXT) STRICT"
    tables.SCHEMA += ";\nCREATE TABLE notices (sent TEXT, title TEXT) STRICT"
    tables.NAMES = ("deposits", "notices", *tables.NAMES)


def _more_kinds() -> None:
    from sync import facts, protocol, sent
    from sync.township import checks, siblings
    from sync.values import value
    from village_desk.store import applying

    @value
    class CashDeposited:
        KIND: ClassVar[str] = KIND
        ABOUT: ClassVar[str] = "slip"
        slip: str
        amount_fen: int

    @value
    class NoticeSent:
        KIND: ClassVar[str] = NOTICE
        ABOUT: ClassVar[str] = "sent"
        sent: str
        title: str

    def judge(fact: CashDeposited, books: object, today: date) -> checks.Finding | None:
        return None if fact.amount_fen > 0 else checks.Finding("amount_impossible", "amount_fen")

    def deposited(db: Any, entry: Any, fact: CashDeposited) -> None:
        db.execute("INSERT INTO deposits VALUES (?, ?, ?)", [fact.slip, fact.amount_fen, entry.id])

    def noticed(db: Any, entry: Any, fact: NoticeSent) -> None:
        db.execute("INSERT INTO notices VALUES (?, ?)", [fact.sent, fact.title])

    before = protocol.cash_of

    def cash_of(kind: str, body: Mapping[str, Any]) -> int:
        amount = body.get("amount_fen") if kind == KIND else None
        return -amount if type(amount) is int else before(kind, body)

    for each in (CashDeposited, NoticeSent):
        facts.KINDS[each.KIND] = each
    sent.KINDS = (*sent.KINDS, NoticeSent)
    checks._CHECKS[CashDeposited] = judge
    siblings.TOLD = siblings.TOLD | {KIND}
    protocol.cash_of = cash_of
    applying._APPLY[KIND], applying._APPLY[NOTICE] = deposited, noticed
