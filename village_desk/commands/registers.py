"""The commands of registers: which there are, and one as a PDF; loaded when one is wanted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk import places
from village_desk.commands import frame
from village_desk.commands.frame import FILE, CommandResult, bar, opened
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk
    from village_desk.services.counter.till import ShownReceipts
    from village_desk.services.registers.kinds import Kind, Narrowed
    from village_desk.services.registers.workbooks import BookKind

commands = click.Group()
"""Where they stand until ``program.py`` asks for one of them."""


@frame.command(_("有哪些名单可以打"), commands, "list")
def list_(file: Path) -> CommandResult:
    """The kinds of registers, and what each is for. Needs no desk."""
    from village_desk.services.registers.kinds import Kind

    words = [f"{each.value}　{each.in_words()}：{each.use()}" for each in Kind]
    return CommandResult(
        [{"kind": each.value, "name": each.in_words(), "use": each.use()} for each in Kind], "\n".join(words)
    )


@frame.command(_("把一种名单存成 PDF；有哪些，见 registers list"), commands, "print")
@click.argument("kind")
@click.option("--group", default="", help=_("只要这个组的：3，或王家湾组"))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("日记：只要这一天的，如 2026-11-03；不写是今年的"))
@click.option("--unpaid", is_flag=True, help=_("只要今年还没缴的"))
@click.option("--what", default="", help=_("发放签收表：发的是什么"))
@click.option("--out", type=FILE, required=True, help=_("PDF 存到哪里"))
def print_(file: Path, kind: str, day: datetime | None, what: str, out: Path, **whom: Any) -> CommandResult:
    """One register as a PDF; places that no font can draw are left blank and named."""
    from village_desk.services import printable

    chosen, narrowed = _kind(kind), _narrowed(whom["group"], whom["unpaid"])
    _refuse_what_does_not_fit(chosen, day, what, bool(whom["group"] or whom["unpaid"]))
    with opened(file) as desk:
        places.try_writing(out)
        paper = desk.registers.draw(chosen, narrowed, day.date() if day else None, what, bar(_("排版")))
        places.write(out, paper.pdf)
    result = {
        "kind": chosen.value,
        "pdf": str(out),
        "pages": paper.pages,
        "by_hand": printable.by_hand_listed(paper.by_hand),
    }
    words = _("{name} {pages} 页：{out}").format(name=chosen.in_words(), pages=paper.pages, out=out)
    return CommandResult(result, "\n".join(filter(None, (words, printable.by_hand(paper.by_hand)))))


_LISTS = ["people", "receipts", "payouts", "batches", "returned", "held"]
"""The lists, as ``BookKind`` has them; the help of a command needs no service."""


@frame.command(
    _("把一份单子存成 Excel，或 --pdf 打成纸：人员、凭条、发放、批次、退回、暂扣"),
    commands,
    "workbook",
)
@click.argument("kind", type=click.Choice(_LISTS))
@click.option("--group", default="", help=_("人员：只要这个组的：3，或王家湾组"))
@click.option("--unpaid", is_flag=True, help=_("人员：只要今年还没缴的"))
@click.option("--list", "list_id", default="", help=_("发放名单：哪一份；不写是最近收下的"))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("凭条：这一天的，如 2026-11-03；不写是今年的"))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help=_("凭条：从 --day 到这一天"))
@click.option("--state", default="all", help=_("凭条：all、standing、void、unprinted、refused"))
@click.option("--text", default="", help=_("凭条：姓名或凭条号里的一部分"))
@click.option("--columns", default="", help=_("只要这些列，逗号隔开；不写是全部"))
@click.option("--pdf", is_flag=True, help=_("打成纸：存成 PDF，有金额的带合计"))
@click.option("--out", type=FILE, required=True, help=_("存到哪里"))
def workbook(file: Path, kind: str, columns: str, pdf: bool, out: Path, **which: Any) -> CommandResult:
    """A list as a workbook or on paper; numbers masked, nothing in it is a formula."""
    from village_desk.services.registers.workbooks import BookKind

    chosen, wanted = BookKind(kind), [each for each in columns.replace("，", ",").split(",") if each]
    with opened(file) as desk:
        places.try_writing(out, *(() if pdf else (places.WORKBOOK,)))
        about = _about(desk, chosen, which)
        if pdf:
            made = desk.workbooks.paper(chosen, about, wanted, bar(_("排版"))).pdf
        else:
            made = desk.workbooks.book(chosen, about, wanted, bar(_("名单")))
        places.write(out, made)
    words = _("{name}存好了：{out}").format(name=chosen.in_words(), out=out)
    return CommandResult({"kind": kind, "pdf" if pdf else "workbook": str(out)}, words)


def _about(desk: Desk, kind: BookKind, which: dict[str, Any]) -> str:
    """Which lines of a list are wanted, as ``Workbooks.book`` has it."""
    from village_desk.services.registers.workbooks import BookKind

    if kind is BookKind.PEOPLE:
        return _narrowed(which["group"], which["unpaid"]).place()
    if kind is BookKind.PAYOUTS:
        latest = max(((each.taken_at, each.id) for each in desk.paying.lists()), default=(None, ""))[1]
        return which["list_id"] or latest
    return _shown(desk, which).place() if kind is BookKind.RECEIPTS else ""


def _shown(desk: Desk, which: dict[str, Any]) -> ShownReceipts:
    from datetime import date

    from village_desk.services.counter.till import ReceiptFilter, ShownReceipts

    known, today = {each.value: each for each in ReceiptFilter}, desk.today()
    if which["state"] not in known:
        words = _("没有“{state}”这种状态").format(state=which["state"])
        raise Refused(words, _("请写：") + "、".join(known), "state", "state")
    first = which["day"].date() if which["day"] else date(today.year, 1, 1)
    last = which["until"].date() if which["until"] else first if which["day"] else today
    return ShownReceipts(first, last, known[which["state"]], which["text"])


@frame.command(_("已收下的发放名单的签字花名册；打过以后可以只要一个组、一页，页码和合计不变"), commands, "roster")
@click.argument("month", metavar="MONTH")
@click.option("--list", "list_id", default="", help=_("哪一份名单；不写是这个月最近收下的"))
@click.option("--group", default="", help=_("只要有这个组的那几页：3，或王家湾组"))
@click.option("--page", type=click.IntRange(min=1), help=_("只要这一页"))
@click.option("--out", type=FILE, required=True, help=_("PDF 存到哪里"))
def roster(file: Path, month: str, list_id: str, group: str, page: int | None, out: Path) -> CommandResult:
    """The signing roster of a list that was taken, or a part of one that was printed."""
    from village_desk.domain import village_groups
    from village_desk.services import printable
    from village_desk.services.signing_rosters import RosterPart

    if group and page:
        raise Refused(_("--group 和 --page 只写一个"), _("请去掉一个"), "options")
    part = RosterPart(village_groups.read(group) if group else None, page or 0)
    with opened(file) as desk:
        places.try_writing(out)
        drawn = desk.papers.signing_roster(list_id or _latest(desk, Month.read(month)), bar(_("排版")), part=part)
        places.write(out, drawn.paper.pdf)
    by_hand, of_all = drawn.paper.by_hand, len(drawn.printed.pages)
    words = _("花名册 {pages} 页（整册 {whole} 页）：{out}").format(pages=drawn.paper.pages, whole=of_all, out=out)
    result = {
        "pdf": str(out),
        "pages": drawn.paper.pages,
        "whole_pages": of_all,
        "printed_before": drawn.again,
        "by_hand": printable.by_hand_listed(by_hand),
    }
    return CommandResult(result, "\n".join(filter(None, (words, printable.by_hand(by_hand)))))


def _latest(desk: Desk, month: Month) -> str:
    """The id of the list of a month that was taken last. Refused ``unknown_list``."""
    found = [(each.taken_at, each.id) for each in desk.paying.lists() if each.month == month]
    if not found:
        words = _("没有收过 {month} 的发放名单").format(month=month.in_chinese())
        raise Refused(words, _("先用 payout-roster 收下名单"), "unknown_list")
    return max(found)[1]


def _kind(word: str) -> Kind:
    from village_desk.services.registers.kinds import Kind

    known = {each.value: each for each in Kind}
    if word not in known:
        cure = _("可以写：{kinds}").format(kinds=_("、").join(known))
        raise Refused(_("没有这种名单：{word}").format(word=word), cure, "unknown_register")
    return known[word]


def _narrowed(group: str, unpaid: bool) -> Narrowed:
    from village_desk.domain import village_groups
    from village_desk.services.finding import Only
    from village_desk.services.registers.kinds import Narrowed

    return Narrowed(village_groups.read(group) if group else None, only=Only.UNPAID if unpaid else None)


def _refuse_what_does_not_fit(kind: Kind, day: datetime | None, what: str, is_narrowed: bool) -> None:
    from village_desk.services.registers.kinds import Kind

    fits = {
        "--day": day is None or kind is Kind.DAY_BOOK,
        "--what": not what or kind is Kind.HANDOUT,
        "--group、--unpaid": not is_narrowed or kind.is_of_people,
    }
    for option, does in fits.items():
        if not does:
            words = _("{kind}用不上 {option}").format(kind=kind.in_words(), option=option)
            raise Refused(words, _("请去掉它"), "options")
