"""The road by stick, at the desk: puts what is open on a stick, reads the answers that came back on it.

No transaction is open while a file is. What is kept is kept by ``exchanging.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.errors import Damaged, NotTheTownship
from sync.desk import outbox
from sync.stick.stickfiles import Ignored
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import DeskError, Refused, Trouble
from village_desk.domain.basics.progress import Progress
from village_desk.services.road import township_key
from village_desk.services.road.stick_contents import ContentsWritten
from village_desk.store import history, recovering
from village_desk.store.database import Store
from village_desk.words import _

if TYPE_CHECKING:  # cryptography is loaded when a stick is first used
    from sync.agreement.protocol import Answered, Hello, KnownTownship
    from sync.wire.batch import SealedBatch
    from sync.wire.down import Read
    from sync.wire.keys import DeskKey


@dataclass(frozen=True, slots=True)
class StickWritten:
    """What was put on a stick: how many batches, the facts and the cash (fen) in them, and contents of attachments.

    ``restored``: the file is a backup, and what it lacks comes back with this very stick.
    """

    batches: int
    facts: int
    cash_fen: int
    contents: ContentsWritten = ContentsWritten()
    restored: bool = False

    def in_words(self) -> str:
        """What the page says when the stick may be pulled out."""
        back = _("本机是从备份恢复的：镇所写好后，一定把 U 盘拿回来读，备份以后报过的才取得回") if self.restored else ""
        return _("。").join(filter(None, (self._what(), back)))

    def _what(self) -> str:
        if not self.batches and not self.contents.written:
            return _("没有新的记录要上报，U 盘上写好了领答复的条子。可以拔 U 盘了")
        return _(
            "U 盘写好并核对过：{batches} 批，{facts} 条，代收 {money} 元{contents}。可以拔 U 盘了，请送到镇所"
        ).format(
            batches=self.batches,
            facts=self.facts,
            money=money.short(self.cash_fen),
            contents=self.contents.in_words(),
        )


def write(store: Store, key: DeskKey, seen: bytes, stick: Path, progress: Progress) -> StickWritten:
    """Put every open batch on the stick, what was ``seen`` of all that came down (``Hearing.seen``), and what is here.

    What another key sealed, before this desk got its present one, waits for its answer only and is asked for.

    Refused ``never_met``; raises the road's StickTrouble.
    """
    from sync.stick import courier, past_files
    from sync.wire import past

    known, desk = known_to(store), store.village().desk
    batches = outbox.open_batches(store.db)
    waiting = [each for each in batches if each.manifest.key != key.public]
    ours = [each for each in batches if each.manifest.key == key.public]
    courier.write_seen(stick, desk, seen)
    past_files.write_here(stick, desk, past.write_here(key, desk, outbox.known(store.db)))
    courier.write_up(stick, desk, known, ours, progress, waiting=waiting)
    restored = bool(history.unheard_lives(store.db).keys() & {"restored", "put_back"})
    cash = sum(each.manifest.cash_fen for each in ours)
    return StickWritten(len(ours), sum(each.facts for each in ours), cash, restored=restored)


def hear_hello(store: Store, stick: Path) -> Hello | None:
    """Where the township was restored from its backup, it says so on the stick: then every batch goes again.

    Which it still has it cannot be asked here, and one that it has is only answered once more. A hello to a desk that
    knew another timeline is an old stick, and is left alone. The hello of a stick of now. Refused ``never_met``.
    """
    known, desk = known_to(store), store.village().desk
    hello = next(filter(None, (_hello(stick, desk, known, key) for key in known.keys)), None)
    if hello is None:
        return None
    with store.writing() as db:
        township_key.hear_time(db, hello.time, None)
    if hello.timeline != known.timeline:
        with store.writing() as db:
            outbox.remember_township(db, replace(known, timeline=hello.timeline), store.clock())
            recovering.reopen(store, ())
    return hello


def _hello(stick: Path, desk: str, known: KnownTownship, asked: str) -> Hello | None:
    """What the township said to a desk that asked for this key of it, if it is of now."""
    from sync.stick import courier
    from sync.wire import messages, sealing

    data = courier.read_hello(stick, desk, asked)
    try:
        return messages.read_hello(data, known.keys, sealing.nonce(desk, asked, known.timeline)) if data else None
    except NotTheTownship:
        return None


def answers(
    store: Store, batches: list[SealedBatch], stick: Path, progress: Progress
) -> Iterator[tuple[SealedBatch, Answered | None]]:
    """The answers on the stick to these batches, each verified; None for one that is no answer of our township's."""
    from sync.stick import courier
    from sync.wire import messages

    known, wanted = known_to(store), {each.id: each for each in batches}
    for done, (batch_id, data) in enumerate(courier.read_answers(stick, store.village().desk, list(wanted))):
        progress(done, len(wanted))
        try:
            yield wanted[batch_id], messages.read_answer(data, known.keys, wanted[batch_id], known.timeline)
        except NotTheTownship:
            yield wanted[batch_id], None
    progress(len(wanted), len(wanted))


def came_down(store: Store, key: DeskKey, stick: Path) -> tuple[list[Read], tuple[str, ...]]:
    """What came down on the stick, verified; and the files that are none of ours, in words. Nothing is taken yet."""
    from sync.stick import courier
    from sync.wire import down, sealing

    known, desk = known_to(store), store.village().desk
    found, strange = [], []
    for name, sealed in courier.read_messages(stick, desk):
        if isinstance(sealed, Ignored):
            strange.append(_("{name}：{why}").format(name=name, why=sealed.why))
            continue
        try:
            found.append(down.read(sealing.unseal(sealed, key), known.keys, desk))
        except (Damaged, NotTheTownship) as reason:
            strange.append(_("{name}：{why}").format(name=name, why=_message_words(reason.code)))
    return found, tuple(strange)


def odd_ones(store: Store, stick: Path) -> tuple[str, ...]:
    """What was left alone on the stick, in words."""
    from sync.stick import courier

    found = courier.odd_ones(stick, store.village().desk)
    return tuple(_("{name}：{why}").format(name=each.name, why=each.why) for each in found)


def _message_words(code: str) -> str:
    """Why a file that should bring something down is left alone."""
    return {
        "not-sealed": _("不是镇所封好的，没有用"),
        "another-reader": _("不是封给这台电脑的，没有用"),
        "seal-broken": _("文件坏了，请镇所重写一次"),
        "township-key": _("不是本镇所签发的，没有用"),
        "another-desk": _("是给别的协办台的，没有用"),
    }.get(code, _("读不懂，没有用"))


def trouble(code: str) -> DeskError:
    """What is wrong with a stick, and what to do."""
    message, cure = _trouble().get(code, (_("U 盘读写出错，可能接触不好或已损坏"), _("请重新插好，不行就换一个 U 盘")))
    return Trouble(message, cure, code)


def _trouble() -> dict[str, tuple[str, str]]:
    return {
        "stick-full": (_("U 盘满了，没有写完"), _("请换一个 U 盘，或请人腾出地方再写")),
        "stick-read-only": (_("U 盘写不进去，可能开了写保护"), _("请关掉 U 盘上的写保护开关，或换一个 U 盘")),
        "stick-gone": (_("找不到 U 盘，可能中途拔出了"), _("请插好 U 盘，从头再做一次；记录都在本机，一条没丢")),
        "stick-differs": (_("写进 U 盘的内容读回来不一样，这个 U 盘靠不住"), _("请换一个 U 盘再写")),
        "stick-odd": (_("U 盘上的 VD 文件夹不对，里面有链接或同名的文件"), _("请换一个 U 盘，或请镇所看一看")),
    }


def known_to(store: Store) -> KnownTownship:
    """The township that this desk belongs to. Refused ``never_met``."""
    known = outbox.known_township(store.db)
    if known is None:
        raise Refused(
            _("本台还没有和镇所联系过，不能封好 U 盘上的资料"),
            _("请先联网上报一次，或请镇所给本台办配对"),
            "never_met",
        )
    return known
