"""The state of the road in words: unsent work, its age, the last contact, the next try."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from village_desk.domain.basics import moments
from village_desk.services.road.results import BatchLine, RoadState
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import column
from village_desk.ui.kit.labels import label
from village_desk.ui.pages.township.batches import last_words
from village_desk.ui.sender import SendingPlan
from village_desk.words import _


class RoadWords(QWidget):
    """The lines above the buttons of the road; those without anything to say are not there."""

    def __init__(self) -> None:
        super().__init__()
        self._digits = label(role="section", name="pairing_digits", wrap=True)
        self._sentence = label(role="section", name="road_sentence", wrap=True)
        self._last = label(name="road_last", wrap=True)
        self._cure = label(role="strong", name="road_cure", wrap=True)
        self._under = label(role="muted", name="road_under", wrap=True)
        self.setLayout(column(self._digits, self._sentence, self._last, self._cure, self._under, gap=4))

    def show_road(
        self, road: RoadState, batches: Sequence[BatchLine], url: str, plan: SendingPlan, now: datetime
    ) -> None:
        """Show the state; ``batches``: latest first; ``url``: the township's address, empty without one."""
        self._digits.setText(_("等镇所同意配对，两边这 16 位数字要一样：{digits}").format(digits=road.digits))
        self._digits.setVisible(bool(road.digits))
        self._sentence.setText(_("；").join(filter(None, (_refused(road), _waiting(road, now), _for_later(road)))))
        self._last.setText(_last(road, batches, plan, now))
        self._last.setVisible(bool(self._last.text()))
        self._cure.setText(road.last.cure if road.last and road.last.wants_a_hand and road.waiting else "")
        self._cure.setVisible(bool(self._cure.text()))
        self._under.setText(_under(road, url))


def _refused(road: RoadState) -> str:
    if road.to_mend:
        return _("镇所退回 {count} 条要改").format(count=len(road.to_mend))
    return _("退回的 {count} 条改好了，随下一批上报").format(count=len(road.refused)) if road.refused else ""


def _for_later(road: RoadState) -> str:
    return _("{count} 条镇所升级后再认，不用重做").format(count=road.for_later) if road.for_later else ""


def _waiting(road: RoadState, now: datetime) -> str:
    if not road.waiting:
        return _("记下的都报上去了")
    if road.oldest is None:
        return _("有 {count} 条还没上报").format(count=road.waiting)
    days = road.days(now)
    if not days:
        return _("有 {count} 条还没上报，都是今天的").format(count=road.waiting)
    words = _("有 {count} 条还没上报，最早的是 {day}的，已经 {days} 天")
    return words.format(count=road.waiting, day=wording.day(road.oldest), days=days)


def _last(road: RoadState, batches: Sequence[BatchLine], plan: SendingPlan, now: datetime) -> str:
    """The last contact, and the desk's next step by itself."""
    happened = road.last.in_words(now) if road.last else last_words(batches)
    return _("；").join(filter(None, (happened.rstrip("。"), _next(plan, now))))


def _next(plan: SendingPlan, now: datetime) -> str:
    if plan.running:
        return _("正在上报")
    return _("{when} 再试").format(when=moments.short(plan.next_at, now)) if plan.next_at else ""


def _under(road: RoadState, url: str) -> str:
    """The township's address, its last contact, and that nothing is lost, unless the main sentence says so already."""
    without = _("没有镇所网址，用 U 盘来回。") if road.met else _("还没有和镇所配对。")
    where = _("镇所地址：{url}").format(url=url) if url else without
    last_time = _("镇所上次回话：{when}").format(when=moments.full(road.answered_at)) if road.answered_at else ""
    has_message = road.last is not None and road.last.message
    calm = _("没网也不要紧，记下的都留在本机。") if road.waiting and not has_message else ""
    return "　".join(filter(None, (where, last_time, calm)))
