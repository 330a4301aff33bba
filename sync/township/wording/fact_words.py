"""Facts, verdicts and fields in plain Chinese for the pages. Full numbers never stand in them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.agreement import facts, identity
from sync.agreement.person import FIELDS, Content, Mask
from sync.township.wording import figures

VERDICTS = {"accepted": "收下", "already_had": "已有", "refused": "退回", "kept": "升级后再认", "held": "等前一批"}
STATES = {"counted": "计入", "void": "已作废", "refused": "退回"}


def words(kind: str, about: str, body: Mapping[str, Any]) -> str:
    """The sentence of a fact, for any body."""
    try:
        fact = facts.read(kind, about, body)
    except facts.UnknownKind:
        return "本程序还不认识的一类记录"
    except facts.Misfit:
        return "内容不完整的记录"
    return facts.card_of(fact).sentence(fact).spelled()


def value(name: str, held: Any) -> str:
    """The value of a field of a person as pages and sheets show it: numbers masked, money in yuan."""
    info = FIELDS[name]
    if info.mask is not Mask.NEVER:
        return identity.mask(str(held)) if info.content is Content.IDENTITY else figures.mask_end(str(held))
    if info.content is Content.PICTURE:
        return "有"
    if type(held) is not int:
        return identity.mask_within(str(held))
    return f"{figures.yuan(held)} 元" if info.content is Content.FEN else str(held)


def on_page(held: Any, name: str) -> str:
    """The same beside the field's name on a page."""
    words = value(name, held)
    return f"第 {words} 组" if FIELDS[name].content is Content.GROUP else words


def kind(name: str) -> str:
    """What a kind of fact is called in lists."""
    return facts.CARDS[name].called if name in facts.CARDS else "本程序还不认识的记录" if name else "读不出来的行"


def sent_kind(name: str) -> str:
    """The name of a kind of message."""
    return facts.CARDS[name].called if name in facts.CARDS else "其他"


def verdict(name: str) -> str:
    """A verdict in a word."""
    return VERDICTS.get(name, name)


def state(name: str) -> str:
    """How a receipt stands, in a word."""
    return STATES.get(name, name)
