"""A policy file read whole: its head, its documents, and the tables of every mechanism."""

from collections.abc import Sequence
from typing import Any

from village_desk.domain.basics.sources import Certainty, Source
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, open_table
from village_desk.domain.policy.registry import MECHANISMS
from village_desk.words import _


def read(text: str, source: str, mechanisms: Sequence[Mechanism[Any]] = MECHANISMS) -> Policy:
    """The policy in a file. ``source`` is the file's name in refusals.

    Refused (code ``policy``) with file, line, key and reason when anything in it is wrong; nothing is guessed.
    """
    return read_table(open_table(text, source), mechanisms)


def read_table(file: PolicyTable, mechanisms: Sequence[Mechanism[Any]] = MECHANISMS) -> Policy:
    """The same from a file that is already taken apart."""
    for row in file.tables("documents"):
        _read_document(row)
    policy = Policy(
        id=file.text("id"),
        name=file.text("name"),
        jurisdiction=_read_jurisdiction(file),
        period=file.period(),
        source=file.source(),
        mechanisms=tuple(mechanisms),
        rules={each.kind: each.read(file) for each in mechanisms},
        case_tables=tuple(file.tables("cases")),
    )
    file.done()
    for each in mechanisms:
        each.check(policy, file)
    return policy


def _read_document(row: PolicyTable) -> None:
    key = row.text("key")
    if key in row.file.documents:
        row.wrong("key", _("文件名“{key}”重复").format(key=key))
    dated = row.day("dated") if row.has("dated") else None
    sure = row.word("certainty", Certainty)
    row.file.documents[key] = Source(row.text("number", ""), row.text("title"), dated, sure, row.text("note", ""))
    row.done()


def _read_jurisdiction(file: PolicyTable) -> str:
    code = file.text("jurisdiction")
    if len(code) not in (6, 9, 12) or not code.isascii() or not code.isdigit():
        file.wrong("jurisdiction", _("区划代码应为 6、9 或 12 位数字，如 429004"))
    return code
