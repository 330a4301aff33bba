"""The results of taking and of writing a stick at the township, each in words for the clerk. Values only."""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Mapping
from dataclasses import field

from sync.agreement import money
from sync.agreement.values import value
from sync.stick.courier import StickAsk
from sync.stick.stickfiles import Ignored
from sync.township.sticks.past import Lack
from sync.township.trust.file_pairing import Requested

_WORDS = {
    "not-sealed": "不是封好的批次，没有用",
    "another-reader": "是给别的镇所的，没有动",
    "seal-broken": "文件坏了，请村里重新写一次 U 盘",
    "request": "读不懂，没有用",
    "desk-unknown": "没有登记过这台协办台，没有收",
    "desk-key": "密钥和登记的不一样，没有收",
    "key-replaced": "这台协办台已换成另一台电脑，没有收",
    "key-revoked": "这台协办台的密钥已作废，没有收",
    "chain-fork": "和收过的记录接不上，像是从旧备份恢复的，没有收",
    "past-first": "这台电脑缺它自己报过的旧记录，要先取回；这一批下次再收",
    "told-before": "里面的记录都收过了，村里也不再报它，没有再收",
    "invite-unknown": "配对文件不是本所发的，或已换了新的，没有收",
    "invite-used": "这个配对文件已被另一台电脑用过，请问清楚，要配就重发",
    "invite-expired": "配对文件过期了，请重发",
    "format-unknown": "读不懂，没有用",
    "attachment-unnamed": "附件的记录还没有收到，没有收；请村里连同记录再送一次",
    "attachment-kind": "附件的格式和登记的不一样，没有收",
    "attachment-digest": "附件的内容和登记的不一样，没有收",
    "attachment-quota": "这个村的附件太多，超过上限，没有收",
    "schema-too-new": "协办台的程序比本所新，请先升级本所的程序",
}


@value
class Taken:
    """A batch that was on the stick: ``state`` is answered or held; ``waits_for``: the batch that is missing, or 0."""

    desk: str
    id: str
    number: int
    facts: int
    fen: int
    state: str
    waits_for: int = 0

    def in_words(self) -> str:
        """One line for the clerk."""
        words = f"{self.desk} 第 {self.number} 批 {self.facts} 条 {money.figures(self.fen)} 元："
        return words + ("已收，有答复" if self.state == "answered" else f"先收着，等第 {self.waits_for} 批")


@value
class Content:
    """A content of an attachment that was on the stick and is here now, with its signed confirmation."""

    desk: str
    sha256: str
    kept: bytes


WRITE_FIRST = "请村里先把记录写到 U 盘（协办台上点“写到 U 盘”，或 send --stick），拿来收了才知道配对好了"
"""The cure for a stick with nothing but the request of a desk that was let in: it holds nothing to answer."""


@value
class Visit:
    """The contents of one stick: batches, contents of attachments, pairing requests, and files left alone.

    ``lacks``: each desk's list of its batches beside the township's. ``let_in``: the stick still holds the request of
    a desk that is paired already.
    """

    asks: tuple[StickAsk, ...]
    taken: tuple[Taken, ...]
    ignored: tuple[Ignored, ...]
    requests: tuple[Requested, ...] = ()
    contents: tuple[Content, ...] = ()
    lacks: Mapping[str, Lack] = field(default_factory=dict)
    let_in: bool = False

    @property
    def empty(self) -> bool:
        """Whether the stick held nothing for this township."""
        return not (self.asks or self.taken or self.requests or self.contents or self.let_in)

    @property
    def desks(self) -> list[str]:
        """The desks whose files are on the stick."""
        return sorted({each.desk for some in (self.asks, self.taken, self.contents) for each in some})

    def in_words(self) -> list[str]:
        """A line for each request, each batch and each file that was left alone."""
        brought = {each.desk for each in self.asks}
        lines = [
            f"{each.desk} 申请配对，请和村里核对这 16 位数字：{each.digits}。同意以后"
            + ("把这个 U 盘再收一次" if each.desk in brought else WRITE_FIRST)
            for each in self.requests
        ]
        if self.let_in and not brought:
            lines.append(f"这个 U 盘上只有配对申请，已经同意过了。{WRITE_FIRST}")
        lines += [each.in_words() for each in self.taken]
        counted = Counted(each.desk for each in self.contents)
        lines += [f"{desk} 附件 {count} 个：已收" for desk, count in sorted(counted.items())]
        return lines + [f"{each.name}：{each.why}" for each in self.ignored]


@value
class Written:
    """The files written onto the stick: the number of answers, and for each desk the number of unconfirmed messages.

    ``past``: for each desk the number of its missing batches given back.
    """

    answers: int
    messages: dict[str, int]
    past: dict[str, int] = field(default_factory=dict)

    def in_words(self) -> list[str]:
        """Lines for the clerk and for the list on the stick."""
        sent = [f"{desk}：镇所下发 {count} 件" for desk, count in self.messages.items() if count]
        back = "{desk}：这台电脑没有的旧记录写上了 {count} 批。请把 U 盘交回村里，读了才取得回"
        sent += [back.format(desk=desk, count=count) for desk, count in self.past.items() if count]
        return [f"镇所写了答复 {self.answers} 份", *sent]


def trouble(code: str) -> str:
    """A trouble with the stick, in words for the clerk."""
    return {
        "stick-full": "U 盘满了，答复没有写完，请换一个 U 盘",
        "stick-read-only": "U 盘写不进去，请关掉写保护开关。批次已收下，答复还没写",
        "stick-gone": "找不到 U 盘，请插好再收一次",
        "stick-differs": "写进 U 盘的内容读回来不一样，请换一个 U 盘",
        "stick-odd": "U 盘上的 VD 文件夹不对，里面有链接或同名的文件，没有用",
    }.get(code, "U 盘读写出错，请重新插好，不行就换一个")


def left(name: str, code: str) -> Ignored:
    """A file that was left alone, and why."""
    return Ignored(name, why(code))


def why(code: str) -> str:
    """Why something is left alone."""
    return _WORDS.get(code, f"没有收（{code}）")
