"""The output of the commands: each result as a JSON value for scripts and as a few lines for people. Numbers masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from village_desk.domain.basics import moments, money
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk
    from village_desk.domain.contacts import Contact
    from village_desk.domain.receipts import Receipt
    from village_desk.services.finding import Found
    from village_desk.services.keeping import Room
    from village_desk.services.road.precheck import Predicted
    from village_desk.services.road.results import Sent, StickRead, StickWritten
    from village_desk.services.worklist.reporting import YearTotal


_SHOWN = 40


def found(each: Found) -> dict[str, Any]:
    """One found person."""
    return {
        "id": each.resident.id,
        "name": each.resident.name,
        "id_number_masked": each.resident.id_number_masked,
        "group": each.resident.group,
        "group_name": each.resident.village_group.name,
        "household": each.resident.household,
        "head": each.resident.head,
        "age": each.age,
        "standing": each.standing.value,
        "struck_off": each.left,
        "paid_this_year": each.paid_this_year,
        "matched": [{"by": hit.by, "shown": hit.shown} for hit in each.why],
    }


def found_words(people: Iterable[Found]) -> str:
    """A line for each person, with group, house and number to distinguish people of one name."""
    lines = [
        _("{name}  {group}  户 {household}（{head}）  {number}  {age} 岁").format(
            name=each.resident.name,
            group=each.resident.village_group.in_words(),
            household=each.resident.household or "—",
            head=each.resident.head or "—",
            number=each.resident.id_number_masked,
            age=each.age,
        )
        + "".join(f"  {hit.shown}" for hit in each.why)
        + (_("  （已注销）") if each.left else "")
        for each in people
    ]
    return "\n".join(lines) or _("没有找到")


def receipt(taken: Receipt, paper: Path | None) -> dict[str, Any]:
    """A receipt and the path of its paper, if one was made."""
    return {
        "receipt": taken.number,
        "person": taken.person,
        "name": taken.name,
        "year": taken.year,
        "tier_fen": taken.tier_fen,
        "kind": taken.kind or "regular",
        "whole_fen": taken.whole_fen,
        "amount_fen": taken.amount_fen,
        "government_fen": taken.government_fen,
        "assessed_by": taken.assessed_by,
        "in_words": taken.in_words,
        "pdf": str(paper) if paper else None,
        "prints": taken.prints,
    }


def receipt_words(taken: Receipt, paper: Path | None) -> str:
    """The receipt in words for people, and the next step for its paper."""
    words = _("{name} {year} 年 {amount} 元（{words}），凭条 {number}").format(
        name=taken.name,
        year=taken.year,
        amount=money.short(taken.amount_fen),
        words=taken.in_words,
        number=taken.number,
    )
    if paper is None:
        return words + _("。还没有打，要打用 receipt {number} --out 文件").format(number=taken.number)
    if taken.prints:
        return _("{words}：{paper}").format(words=words, paper=paper)
    return _("{words}：{paper}。打到纸上以后，用 came-out {number} 记一下").format(
        words=words, paper=paper, number=taken.number
    )


def sent(done: Sent) -> dict[str, Any]:
    """The result of one conversation with the township."""
    return {
        "batch": done.batch,
        "batches": done.batches,
        "sent": done.sent,
        "accepted": done.accepted,
        "already_had": done.already_had,
        "refused": done.refused,
        "kept": done.kept,
        "waiting": done.waiting,
        "came_down": done.received.messages,
    }


def predicted(found: Sequence[Predicted]) -> dict[str, Any]:
    """The predicted findings of the township."""
    lines = [
        {
            "fact": each.fact,
            "person": each.person,
            "words": each.words,
            "field": each.field,
            "reason": each.reason,
            "cure": each.cure,
            "refused": each.refused,
            "kept": each.kept,
        }
        for each in found
    ]
    return {"refused": sum(each.refused for each in found), "lines": lines}


def predicted_words(found: Sequence[Predicted]) -> str:
    """The same for people."""
    line = _("{verdict}：{words}。{reason}。{cure}")
    lines = [
        line.format(verdict=_expected(each), words=each.words, reason=each.reason, cure=each.cure) for each in found
    ]
    return cut(lines) if lines else _("待上报的记录，镇所都会收下")


def _expected(line: Predicted) -> str:
    if line.kept:
        return _("会收好")
    return _("会退回") if line.refused else _("会提醒")


def sent_words(done: Sent) -> str:
    """The same for people."""
    return done.in_words() + _("。还有 {waiting} 条待上报").format(waiting=done.waiting)


def digits_words(digits: str) -> str:
    """Instructions for the digits of a pairing by stick."""
    return _("申请写到 U 盘上了。请镇所核对这 16 位数字，两边一样才算配对：{digits}").format(digits=digits)


def ask_words(digits: str) -> str:
    """The same for a desk that keeps its records: they can go along."""
    along = _("再用 send --stick 把记录也写到这个 U 盘上，一趟就办好")
    return f"{digits_words(digits)}\n{along}"


def come_back_words(digits: str) -> str:
    """The same for a PC in place of a lost one, whose records come back with the stick."""
    back = _("镇所同意以后，请他们把 U 盘再收一次；U 盘拿回来，再用一次同一条命令，旧记录才取得回")
    return f"{digits_words(digits)}\n{back}"


def stick_written(done: StickWritten) -> dict[str, Any]:
    """The result of writing a stick."""
    return {"batches": done.batches, "facts": done.facts, "cash_fen": done.cash_fen}


def stick_read(done: StickRead) -> dict[str, Any]:
    """The result of reading a stick."""
    return {**sent(done.sent), "gap": done.sent.received.gap, "ignored": list(done.ignored)}


def stick_read_words(done: StickRead) -> str:
    """The same for people, with every file that was left alone."""
    waiting = _("还有 {waiting} 条待上报").format(waiting=done.sent.waiting)
    return "\n".join([done.in_words(), waiting, *done.ignored])


def _money(totals: Iterable[YearTotal]) -> dict[str, Any]:
    return {
        str(each.year): {
            "receipts": each.receipts,
            "collected_fen": each.collected_fen,
            "voids": each.voids,
            "voided_fen": each.voided_fen,
            "net_fen": each.net_fen,
        }
        for each in totals
    }


def status(desk: Desk) -> dict[str, Any]:
    """The whole desk in figures."""
    road, clock = desk.road.state(), desk.judged()
    years = _money(desk.reporting.totals())
    last = next(iter(desk.road.batches(1)), None)
    return {
        "desk": desk.village.desk,
        "name": desk.village.name,
        "people": desk.finding.count(),
        "receipts": sum(each["receipts"] for each in years.values()),
        "money": years,
        "money_of_village": _money(desk.reporting.village_totals()),
        "waiting": road.waiting,
        "oldest_at": road.oldest.isoformat() if road.oldest else None,
        "refused": len(road.refused),
        "kept": road.for_later,
        "put_back": bool(desk.reporting.put_back()),
        "last_contact": _contact(road.last),
        "township_heard_at": road.answered_at.isoformat() if road.answered_at else None,
        "clock": {"suspect": clock.suspect, "doubt": clock.doubt.value, "today": clock.today.isoformat()},
        "last_batch": {"number": last.number, "facts": last.facts, "answered": bool(last.answered_at)}
        if last
        else None,
        "backups": space(desk.keeping.space()),
    }


def space(room: Room) -> dict[str, Any]:
    """The backups beside the file and the room for them, in bytes."""
    times = sorted(each.made_at.isoformat() for each in room.backups)
    return {
        "count": len(times),
        "oldest_at": times[0] if times else None,
        "newest_at": times[-1] if times else None,
        "bytes": room.held,
        "cap": room.cap,
        "file": room.left.file,
        "free": room.left.free,
        "further": room.left.further,
        "warning": room.left.warning(),
    }


def status_words(desk: Desk) -> str:
    """The same for people."""
    found = status(desk)
    lines = [
        f"{found['name']} {found['desk']}",
        _("花名册 {people} 人，凭条 {receipts} 张").format(**found),
    ]
    lines += [
        _("{year} 年：收 {collected} 元，作废 {voided} 元，实收 {net} 元").format(
            year=each.year,
            collected=money.figures(each.collected_fen),
            voided=money.figures(each.voided_fen),
            net=money.figures(each.net_fen),
        )
        for each in desk.reporting.totals()
    ]
    lines += _village_words(desk)
    lines.append(_("待上报 {waiting} 条，镇所退回 {refused} 条").format(**found))
    if found["kept"]:
        lines.append(_("镇所收着 {kept} 条，要等镇所升级后再认，不用重做").format(**found))
    lines += filter(None, [found["backups"]["warning"]])
    return "\n".join([*lines, *_road_words(desk)])


def _village_words(desk: Desk) -> list[str]:
    """The money of both PCs of a village that has two."""
    both = desk.reporting.village_totals()
    if both == desk.reporting.totals():
        return []
    words = _("全村两台电脑 {year} 年：实收 {net} 元")
    return [words.format(year=each.year, net=money.figures(each.net_fen)) for each in both]


def _road_words(desk: Desk) -> list[str]:
    """The age of unsent work, the last contact, and doubts about the clock; only lines that apply."""
    road, clock, now = desk.road.state(), desk.judged(), desk.now()
    oldest = _("最早的一条 {when}").format(when=moments.full(road.oldest)) if road.oldest else ""
    last = road.last.in_words(now) if road.last else ""
    last_time = _("镇所上次回话 {when}").format(when=moments.full(road.answered_at)) if road.answered_at else ""
    return list(filter(None, (oldest, last, last_time, clock.message())))


def _contact(last: Contact | None) -> dict[str, str] | None:
    if last is None:
        return None
    values = {"way": last.way.value, "at": last.at.isoformat(), "ending": last.ending.value}
    return values | {"code": last.code, "message": last.message, "cure": last.cure}


def cut(lines: list[str]) -> str:
    """The lines as one text; a long one is cut, with a note."""
    more = len(lines) - _SHOWN
    return "\n".join(
        lines if more <= 0 else [*lines[:_SHOWN], _("……还有 {more} 行，用 --json 看全部").format(more=more)]
    )
