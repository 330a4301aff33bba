"""The desk without a window, for support staff and scripts: each command is one use case of the desk.

Every command takes ``--json`` and ``--desk``. How one ends, and its exit code: ``commanding.py``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk import places
from village_desk.commands import (
    attach,
    departing,
    duplicates_above,
    frame,
    group_cadres,
    held,
    keeping,
    moving,
    pair,
    receipt_options,
    registering,
    worklist,
)
from village_desk.commands.books import drawer, reports
from village_desk.commands.frame import FILE, FOLDER, CommandResult, bar, opened, pin
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.receipts import Channel, Payer, PaymentKind
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk
    from village_desk.services.columns import ColumnsUnknown, ListKind
    from village_desk.services.paying import PayoutPreview, Second


WORKBOOK = FILE


_assignments = frame.pairs(_("--column 请写成“列名=名称”，如 --column '县级加发=addition'"), at_last=True)


_COLUMN = click.option(
    "--column", multiple=True, callback=_assignments, help=_("说明一列是什么：列名=名称，可写多次；说一次就记得")
)


@click.group(invoke_without_command=True, help=_("村级养老保险协办台。不带命令就打开窗口。"))
@click.option("--desk", "file", type=FILE, help=_("协办台文件（也可用环境变量 VILLAGE_DESK_FILE）"))
@click.version_option(package_name="village-desk")
@click.pass_context
def main(context: click.Context, file: Path | None) -> None:
    """No command opens the window. Every file that the program makes is readable by this user only."""
    os.umask(0o077)
    context.obj = file or places.desk_file()
    if context.invoked_subcommand is None:
        from village_desk.ui import app

        sys.exit(app.run(context.obj))


def command(
    words: str, group: click.Group = main, name: str = ""
) -> Callable[[Callable[..., CommandResult]], click.Command]:
    """A command in the program's own group or another one, as ``frame.command``."""
    return frame.command(words, group, name)


@command(_("建一个新的协办台文件"))
@click.option("--village", required=True, help=_("12 位村级区划代码"))
@click.option("--name", required=True, help=_("村（社区）名称"))
@click.option("--letter", default="A", show_default=True, help=_("本台电脑的字母"))
@click.option("--coordinator", default="", help=_("协办员姓名，印在凭条上"))
@click.option("--hotline", default="", help=_("咨询电话，印在凭条上"))
@click.option("--policy", "chosen", default="", help=_("程序带的政策，如 hubei-2024；不写就先用国家的"))
def new(file: Path, village: str, name: str, letter: str, coordinator: str, hotline: str, chosen: str) -> CommandResult:
    """Make a new desk file."""
    from village_desk.desk import Desk
    from village_desk.domain.villages import Village
    from village_desk.services.care import beginning

    answers = beginning.read(coordinator, hotline, chosen)
    with Desk.begin(file, pin(), Village.read(village, name, letter), answers) as desk:
        result = {"desk": desk.village.desk, "name": desk.village.name, "file": str(desk.path)}
        words = _("已建好 {name}（{desk}）：{file}").format(**result)
        found = desk.policies.proposed(desk.today())
        lines = [words, desk.policies.proposal_words(desk.today())]
        adopting = _("要用它：village-desk policy adopt {name} --since {since}")
        lines += [adopting.format(name=each.policy.id, since=each.since) for each in found]
        return CommandResult(result | {"policies": [each.policy.id for each in found]}, "\n".join(lines))


@command(_("导入花名册，拿不准的行暂扣并说明原因"))
@click.argument("workbook", type=WORKBOOK)
@click.option("--dry-run", is_flag=True, help=_("只看结果，不导入"))
@click.option("--problems", type=FILE, help=_("把暂扣的行写成表格，改好可再导入"))
@_COLUMN
def import_roster(
    file: Path, workbook: Path, dry_run: bool, problems: Path | None, column: dict[str, str]
) -> CommandResult:
    """Take a roster in; rows that cannot be trusted are held and reported."""
    from village_desk.commands import output_lists
    from village_desk.services import columns
    from village_desk.services.columns import ColumnsUnknown, ListKind

    with opened(file) as desk:
        try:
            assigned = columns.by_words(ListKind.ROSTER, desk.importing.headings(workbook), column) if column else None
            preview = desk.importing.read(workbook, bar(_("读表")), assigned)
        except ColumnsUnknown as why:
            return _unknown(ListKind.ROSTER, why)
        if problems:
            desk.importing.try_problems(preview, problems)
        if not dry_run:
            desk.importing.take(preview, bar(_("导入")))
            desk.keeping.back_up_when_due()
        if problems:
            desk.importing.write_problems(preview, problems)
        return CommandResult(output_lists.preview(preview), output_lists.preview_words(preview, dry_run))


@command(_("按姓名、拼音、首字母、身份证后四位、电话尾号、组、户号找人"))
@click.argument("text")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 200))
def find(file: Path, text: str, limit: int) -> CommandResult:
    """Find people by name, pinyin, initials, last four digits, phone tail, group or house."""
    from village_desk.commands import output

    with opened(file) as desk:
        found = desk.finding.find(text, limit)
        return CommandResult([output.found(each) for each in found], output.found_words(found))


@command(_("收一年的养老保险费，开凭条；--household 一户一次收，一人一张凭条，有一人收不了就都不收"))
@click.argument("identity_number", metavar="IDENTITY", required=False)
@click.option("--household", metavar="HOUSE", default="", help=_("户号，或这一户里一个人的身份证号：收一户的"))
@click.option("--group", default="", help=_("村民小组，如 3：收一组里 --pays 写到的人，有一人收不了就都不收"))
@click.option(
    "--pays",
    multiple=True,
    metavar="WHO[=TIER]",
    help=_("一户或一组里谁缴、哪一档，可写多次；一户的不写就是该缴的都按常缴的档次"),
)
@click.option("--given", default="", help=_("收到多少现金，元：算找零或多出的，不够就不收"))
@click.option("--year", type=int, help=_("缴费年度"))
@click.option("--tier", help=_("档次，元；补足的写全年合计补到多少，分次的写整档"))
@click.option(
    "--kind",
    type=click.Choice([each.value for each in PaymentKind]),
    help=_("怎么算：补足（二次缴费）写 top_up，分次缴写 instalment；其他不用写"),
)
@click.option("--assessed-by", default="", help=_("补缴的核定单号或核定人"))
@click.option("--payer", type=click.Choice([each.value for each in Payer]), default="self", show_default=True)
@click.option("--payer-name", default="", help=_("代缴人姓名"))
@click.option("--relation", default="", help=_("代缴人与参保人的关系"))
@click.option("--government-part", default="0", help=_("政府代缴部分，元；政策写明的由程序算，不用写"))
@click.option("--channel", type=click.Choice([each.value for each in Channel]), default="village_cash")
@click.option("--again", default="", help=_("同一年再收一次的原因"))
@click.option("--sure", multiple=True, help=_("问“是不是真的要收”时，照提示写，表示确实要收"))
@click.option("--out", type=FILE, help=_("凭条 PDF 存到哪里；不写就以后用 receipt 命令存"))
@receipt_options.on_paper
def collect(
    file: Path, identity_number: str | None, household: str, group: str, pays: tuple[str, ...], given: str, **what: Any
) -> CommandResult:
    """Take a contribution, or those of a house or a group. Only ``came-out`` confirms that the paper came out."""
    from village_desk.commands import house_fees, output
    from village_desk.services.collecting import Payment

    on = what["on"] = receipt_options.chosen(what.pop("paper"), what.pop("offset"))
    if household:
        return house_fees.collect(file, household, pays, given, what)
    if group:
        return house_fees.collect_group(file, group, pays, given, what)
    if not identity_number or what["year"] is None or what["tier"] is None:
        raise click.UsageError(_("一个人的，请写 IDENTITY、--year、--tier；一户、一组的，请写 --household、--group"))
    out: Path | None = what["out"]
    with opened(file) as desk:
        payment = Payment(
            person=desk.finding.by_identity(identity_number).id,
            year=what["year"],
            tier_fen=_amount("tier", what["tier"]),
            payer=Payer(what["payer"]),
            payer_name=what["payer_name"],
            relation=what["relation"],
            government_fen=_amount("government_part", what["government_part"]),
            channel=Channel(what["channel"]),
            again=what["again"],
            sure=frozenset(what["sure"]),
            kind=PaymentKind(what["kind"]) if what["kind"] else None,
            assessed_by=what["assessed_by"],
        )
        question = desk.collecting.choices(payment.person).who_pays(payment)
        if question is not None:
            raise question
        desk.papers.draft(payment)  # a name that no font can print is refused before any money is taken
        if out:
            places.try_writing(out)  # and so is a folder that cannot be written to
        receipt = desk.collecting.collect(payment)
        if out:
            places.write(out, desk.papers.receipt(receipt.number, on).pdf)
        return CommandResult(output.receipt(receipt, out), output.receipt_words(receipt, out))


@command(_("全部由别人代缴的一年：记下，不收现金，不开凭条"))
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--year", type=int, required=True, help=_("缴费年度"))
@click.option("--tier", required=True, help=_("档次，元"))
@click.option("--government-part", default="0", help=_("政府代缴部分，元；政策写明的由程序算，不用写"))
@click.option("--sure", multiple=True, help=_("问“是不是真的要记”时，照提示写，表示确实要记"))
def book(
    file: Path, identity_number: str, year: int, tier: str, government_part: str, sure: tuple[str, ...]
) -> CommandResult:
    """Book a year for which others pay all: no cash, no receipt."""
    from village_desk.services.collecting import Payment

    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number)
        stated = _amount("government_part", government_part)
        payment = Payment(person.id, year, _amount("tier", tier), government_fen=stated, sure=frozenset(sure))
        booked = desk.collecting.book(payment)
        result = {"person": person.id, "name": person.name, "year": year, "tier_fen": booked.tier_fen}
        result |= {"government_fen": booked.government_fen, "paid_for": booked.paid_for}
        words = _("{name} {year} 年由他人全额代缴 {amount} 元，已记下，没有收现金")
        return CommandResult(result, words.format(name=person.name, year=year, amount=money.short(booked.tier_fen)))


@command(_("撤销一年的代缴记账"))
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--year", type=int, required=True, help=_("缴费年度"))
@click.option("--reason", required=True, help=_("撤销原因"))
def unbook(file: Path, identity_number: str, year: int, reason: str) -> CommandResult:
    """Take back a year that was booked as paid by others."""
    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number)
        desk.collecting.unbook(person.id, year, reason)
        words = _("{name} {year} 年的代缴记账已撤销").format(name=person.name, year=year)
        return CommandResult({"person": person.id, "name": person.name, "year": year, "booked": False}, words)


@command(_("看一个人可以缴哪些年、选哪些档、谁出多少"))
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--year", type=int, help=_("缴费年度；不写就是今年"))
@click.option("--kind", type=click.Choice([each.value for each in PaymentKind]), help=_("怎么算：top_up、instalment"))
def offers(file: Path, identity_number: str, year: int | None, kind: str | None) -> CommandResult:
    """Show the years that a person may pay, and the tiers of one year with who pays what."""
    from village_desk.commands import output_offers

    with opened(file) as desk:
        choices = desk.collecting.choices(desk.finding.by_identity(identity_number).id)
        wanted = PaymentKind(kind) if kind else None
        found = choices.offers(year or choices.on.year, wanted)
        result = output_offers.result(choices, year or choices.on.year, found)
        return CommandResult(result, output_offers.words(choices, year or choices.on.year, found))


def _amount(field: str, text: str) -> int:
    """The fen of an amount as typed. Refused beside its field."""
    try:
        return money.read(text)
    except Refused as refused:
        raise Refused(refused.message, refused.cure, refused.code, field) from None


_ANEW = click.option("--anew", is_flag=True, help=_("花名册打印过：按现在的组重新编页，另成一版"))


@command(_("把一张凭条存成 PDF；打出来过的会写明补打"))
@click.argument("number", metavar="RECEIPT")
@click.option("--out", type=FILE, required=True, help=_("凭条 PDF 存到哪里"))
@receipt_options.on_paper
def receipt(file: Path, number: str, out: Path, paper: str, offset: str) -> CommandResult:
    """Make the paper of a receipt again, from the stored facts."""
    from village_desk.commands import output

    on = receipt_options.chosen(paper, offset)
    with opened(file) as desk:
        places.write(out, desk.papers.receipt(number, on).pdf)
        found = desk.collecting.receipt(number)
        return CommandResult(output.receipt(found, out), output.receipt_words(found, out))


@command(_("凭条一览，合计在末尾；--out 存成一个 PDF，一张一页（不写日期和人，就是还没确认打出来的）"))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("这一天收的，如 2026-11-03"))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help=_("一览：从 --day 到这一天；不写 --day 就是从头起"))
@click.option(
    "--state", default="all", help=_("一览：all 全部，standing 有效，void 作废，unprinted 没打印，refused 退回")
)
@click.option("--text", default="", help=_("一览：姓名或凭条号里的一部分"))
@click.option("--household", metavar="IDENTITY", default="", help=_("这个人一户今年的"))
@click.option("--out", type=FILE, help=_("PDF 存到哪里；不写就只列出来"))
@receipt_options.on_paper
def receipts(
    file: Path,
    day: datetime | None,
    until: datetime | None,
    state: str,
    text: str,
    household: str,
    out: Path | None,
    **on: str,
) -> CommandResult:
    """The receipts as a list; with ``--out`` as one PDF: of a day, of a house, or all without a confirmed paper."""
    from village_desk.commands import house_fees

    if day and household:
        raise Refused(_("--day 和 --household 只写一个"), _("请去掉一个"), "options")
    paper = receipt_options.chosen(**on)
    if out is None:
        return house_fees.listed(file, day, until, state, text, household)
    with opened(file) as desk:
        wanted = desk.collecting.unprinted()
        if day:
            wanted = desk.collecting.of_day(day.date())
        elif household:
            wanted = desk.collecting.of_household(desk.finding.by_identity(household).id)
        bundle = desk.papers.receipts(wanted, bar(_("排版")), paper)
        places.write(out, bundle.paper.pdf)
    words = [_("{count} 张凭条：{out}。打到纸上以后，用 came-out 记一下").format(count=len(bundle.receipts), out=out)]
    left_out = [f"{each.message}。{each.cure}" for each in bundle.left_out]
    words += [_("没有打：{why}").format(why=each) for each in left_out]
    result = {"receipts": bundle.numbers, "pdf": str(out), "pages": bundle.paper.pages, "left_out": left_out}
    return CommandResult(result, "\n".join(words))


@command(_("一天收了多少现金、几笔、作废几笔"))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("哪一天，如 2026-11-03；不写是今天"))
def cash(file: Path, day: datetime | None) -> CommandResult:
    """The money of a day."""
    from village_desk.commands import house_fees

    return house_fees.cash(file, day)


@command(_("纸打出来了：凭条写凭条号（几张一起也行），发放花名册写月份（如 2026-11）"), name="came-out")
@click.argument("what", metavar="RECEIPT|MONTH", nargs=-1, required=True)
@click.option("--sure", multiple=True, help=_("记过打出的又打了一张：照提示写，表示确实是另一张"))
@_ANEW
def confirm_printed(file: Path, what: tuple[str, ...], sure: tuple[str, ...], anew: bool) -> CommandResult:
    """A person says that receipts, or a month's signing roster, are on paper."""
    with opened(file) as desk:
        if len(what) == 1 and what[0][:1].isdigit():
            return _roster_confirmed(desk, Month.read(what[0]), anew)
        copies = desk.papers.copies(what, sure)
        desk.papers.confirm_all_printed(copies)
    if len(copies) > 1:
        return CommandResult({"receipts": [*copies]}, _("{count} 张凭条已记为打出").format(count=len(copies)))
    [(number, prints)] = copies.items()
    return CommandResult({"receipt": number, "prints": prints}, _("凭条 {number} 已记为打出").format(number=number))


def _roster_confirmed(desk: Desk, month: Month, anew: bool) -> CommandResult:
    pages = desk.papers.confirm_roster_printed(month, anew)
    words = _("{month} 花名册 {pages} 页，已记为打出").format(month=month.in_chinese(), pages=pages)
    return CommandResult({"month": str(month), "pages": pages}, words)


@command(_("作废一张凭条；已结账、已上报或者不是当天的，红字冲销"))
@click.argument("number", metavar="RECEIPT")
@click.option("--reason", required=True, help=_("作废原因"))
def void(file: Path, number: str, reason: str) -> CommandResult:
    """Make a receipt void, or take it back by a red entry."""
    with opened(file) as desk:
        receipt = desk.collecting.void(number, reason)
        words = _("{taken_back}：{reason}").format(taken_back=receipt.taken_back_in_words, reason=receipt.void_reason)
        state = "red" if receipt.red else "void"
        found = {"receipt": receipt.number, "state": state, "red": receipt.red, "reason": receipt.void_reason}
        return CommandResult(found, words)


@command(_("收下镇所的发放名单，核对，排出签字花名册"))
@click.argument("list_", metavar="LIST.xlsx", type=WORKBOOK)
@click.option("--out", type=FILE, required=True, help=_("花名册 PDF 存到哪里"))
@click.option("--replace", is_flag=True, help=_("这个月已有名单：换成这一份"))
@click.option("--supplement", is_flag=True, help=_("这个月已有名单：这是补发，两份都留"))
@click.option("--sure", multiple=True, help=_("问“是不是真的是补发”时，照提示写，表示确实是"))
@_ANEW
@_COLUMN
def payout_roster(
    file: Path, list_: Path, out: Path, anew: bool, column: dict[str, str], **second_list: Any
) -> CommandResult:
    """Take the township's payout list in, match it with the roster, and make the signing roster."""
    from village_desk.commands import output_lists
    from village_desk.services import columns
    from village_desk.services.columns import ColumnsUnknown, ListKind
    from village_desk.services.paying import Second

    replace, supplement = second_list["replace"], second_list["supplement"]
    if replace and supplement:
        raise click.UsageError(_("--replace 是换成这一份，--supplement 是两份都留：请只写一种"))
    second = Second.REPLACES if replace else Second.SUPPLEMENTS if supplement else None
    with opened(file) as desk:
        try:
            assigned = columns.by_words(ListKind.PAYOUT, desk.paying.headings(list_), column) if column else None
            preview = desk.paying.read(list_, bar(_("读名单")), assigned)
        except ColumnsUnknown as why:
            return _unknown(ListKind.PAYOUT, why)
        try:
            places.try_writing(out)
            list_id = _taken(desk, preview, second, second_list["sure"])
        except ColumnsUnknown as why:
            return _unknown(ListKind.PAYOUT, why)
        except Asked:
            raise
        except Refused as why:
            why = frame.by_command(why)
            return CommandResult(
                output_lists.payouts_refused(preview, why), output_lists.payouts_refused_words(preview, why), 1
            )
        roster = desk.papers.signing_roster(list_id, bar(_("排版")), anew)
        places.write(out, roster.paper.pdf)
        return CommandResult(output_lists.payouts(preview, roster), output_lists.payouts_words(preview, roster, out))


def _taken(desk: Desk, preview: PayoutPreview, second: Second | None, sure: tuple[str, ...]) -> str:
    """The id of the list, which is taken in unless it is here; ``second`` holds for a list that is here as well.

    A list that cannot be printed is refused before anything is recorded.
    """
    if known := desk.paying.known(preview):
        if second:
            desk.paying.settle(known, second, sure)
        return known
    desk.papers.payout_draft(preview)
    return desk.paying.take(preview, bar(_("核对")), second, sure)


def _unknown(kind: ListKind, why: ColumnsUnknown) -> CommandResult:
    """A workbook whose columns must be assigned first: they are listed, with the option that assigns them."""
    from village_desk.commands import output_lists

    return CommandResult(output_lists.columns_refused(kind, why), output_lists.columns_refused_words(kind, why), 1)


@command(_("把待上报的记录发给镇所，收回答复"))
@click.option("--to", "url", default="", help=_("镇所地址；不写就用设置里的"))
@click.option("--stick", type=FOLDER, help=_("不联网，写到这个 U 盘（文件夹）"))
@click.option("--facts-only", is_flag=True, help=_("只报记录，附件下次再传"))
@click.option("--check-only", is_flag=True, help=_("只看哪些会被镇所退回，不上报"))
def send(file: Path, url: str, stick: Path | None, facts_only: bool, check_only: bool) -> CommandResult:
    """Send unsent work to the township and take its answers, or write a stick; or only predict the answers."""
    from village_desk.commands import forms, output
    from village_desk.services.attaching import Unsent

    if stick and (url or facts_only):
        raise click.UsageError(_("--stick 是写 U 盘，--to 和 --facts-only 是走网络：请只写一种"))
    if check_only and (stick or url or facts_only):
        raise click.UsageError(_("--check-only 只看不报：请不要和 --to、--stick、--facts-only 一起写"))
    with opened(file) as desk:
        if check_only:
            predicted = desk.road.predict()
            refused = any(each.refused for each in predicted)
            return CommandResult(output.predicted(predicted), output.predicted_words(predicted), int(refused))
        if stick:
            written = desk.exchanging.write_stick(stick, bar(_("写 U 盘")))
            return CommandResult(output.stick_written(written), written.in_words())
        sent = desk.exchanging.send(url, bar(_("上报")))
        desk.keeping.back_up_when_due()
        apart, words = ({}, "") if facts_only else attach.send(desk, url)
        facts = sent if facts_only else replace(sent, unsent=Unsent(0, 0))  # contents are reported after sending them
        waiting, install = forms.waiting(desk) if sent.received.messages else ([], "")
        lines = "\n".join(filter(None, [output.sent_words(facts), install, words]))
        return CommandResult(output.sent(sent) | {"forms_waiting": waiting} | apart, lines)


@command(_("读 U 盘上镇所的答复和下发的名单、政策"))
@click.option("--stick", type=FOLDER, required=True, help=_("U 盘（文件夹）"))
def take(file: Path, stick: Path) -> CommandResult:
    """Take the township's answers and messages from a stick."""
    from village_desk.commands import output

    with opened(file) as desk:
        found = desk.exchanging.read_stick(stick, bar(_("读 U 盘")))
        desk.keeping.back_up_when_due()
        return CommandResult(output.stick_read(found), output.stick_read_words(found))


for _group in (
    attach.commands,
    keeping.commands,
    pair.commands,
    registering.commands,
    moving.of_people,
    departing.commands,
    reports.commands,
    drawer.commands,
):
    for _each in _group.commands.values():
        main.add_command(_each)


main.add_command(moving.commands)
main.add_command(group_cadres.commands)
main.add_command(held.commands)
main.add_command(worklist.commands)
main.add_command(duplicates_above.commands)
main.add_command(departing.months)


def _registers() -> click.Group:
    from village_desk.commands import registers

    return registers.commands


def _forms() -> click.Group:
    from village_desk.commands import forms

    return forms.commands


def _members() -> click.Group:
    from village_desk.commands import members

    return members.commands


def _relations() -> click.Group:
    from village_desk.commands import relations

    return relations.commands


main.add_command(frame.Later("relation", _("亲属：记子女、配偶、父母，划掉"), _relations))
main.add_command(frame.Later("member", _("特殊群体：记属于、到期、不属于，按名单收下"), _members))


def _notes() -> click.Group:
    from village_desk.commands import noting

    return noting.commands


main.add_command(frame.Later("note", _("记载：以前缴的年度、起领月份、账户余额、死亡；划掉记错的"), _notes))
main.add_command(frame.Later("form", _("表格：有哪些、检查、添加、填好"), _forms))
main.add_command(frame.Later("registers", _("打名单：人员名单、催缴入户名单、缴费收入日记、发放签收表"), _registers))


@command(_("人数、凭条、各年金额、待上报、最近一批"))
def status(file: Path) -> CommandResult:
    """People, receipts, money by year, unsent facts, the last batch."""
    from village_desk.commands import output

    with opened(file) as desk:
        return CommandResult(output.status(desk), output.status_words(desk))


@command(_("检查流水、合计、凭条号，以及各表是否与流水一致"))
def check(file: Path) -> CommandResult:
    """Check chain, totals, receipt numbers, and the tables against the journal; exit 1 with the first fault."""
    from village_desk.commands import output

    with opened(file) as desk:
        found = desk.keeping.check(bar(_("检查")))
        counts = {"facts": found.facts, "people": found.people, "receipts": found.receipts}
        words = _("完好：{facts} 条流水，{people} 人，{receipts} 张凭条").format(**counts)
        result = {"well": found.well, "fault": found.fault, "doubt": found.doubt, **counts}
        room = output.space(desk.keeping.space())
        words = "\n".join(filter(None, (found.fault or words, found.doubt, room["warning"])))
        return CommandResult(result | {"backups": room}, words, int(not found.well))


@command(_("丢掉各表，由流水重建"))
def rebuild(file: Path) -> CommandResult:
    """Drop the tables and replay the journal."""
    with opened(file) as desk:
        facts = desk.keeping.rebuild(bar(_("重建")))
        return CommandResult({"facts": facts}, _("已由 {facts} 条流水重建").format(facts=facts))


@command(_("这个人的缴费年限、能不能领、能领多少、下一步做什么"))
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=_("按哪一天，如 2026-11-01"))
@click.option("--sheet", type=FILE, help=_("把估算单 PDF 存到哪里"))
def assess(file: Path, identity_number: str, on: datetime | None, sheet: Path | None) -> CommandResult:
    """Assess one person by the policy of the desk."""
    from village_desk.commands import output_scheme
    from village_desk.services import explaining

    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number)
        found = desk.assessing.assess(person.id, on.date() if on else None)
        if sheet:
            places.write(sheet, desk.papers.estimate(person.id).pdf)
        doubts = desk.registering.doubts(person)
        words = [*explaining.assessment(found), *(_("请核对：{doubt}").format(doubt=each) for each in doubts)]
        return CommandResult({**output_scheme.assessment(person, found), "doubts": doubts}, "\n".join(words))


@main.group(help=_("政策文件：查看、试算"))
def policy() -> None:
    """The policy commands need no desk."""


@command(_("试算政策文件自带的例子，或另一个文件里的例子"), policy)
@click.argument("policy_file", metavar="FILE", type=WORKBOOK)
@click.option("--cases", "others", type=WORKBOOK, help=_("另一个例子文件"))
def try_(file: Path, policy_file: Path, others: Path | None) -> CommandResult:
    """Run the worked cases of a policy; exit 1 when one differs."""
    from village_desk.commands import output_scheme
    from village_desk.services import policies

    results = policies.try_cases(policy_file, others)
    return CommandResult(*output_scheme.cases(results), int(not all(each.passed for each in results)))


@command(_("检查一份政策文件：有没有写错，哪些没有写，算例对不对"), policy, "check")
@click.argument("policy_file", metavar="FILE", type=WORKBOOK)
def check_policy(file: Path, policy_file: Path) -> CommandResult:
    """Say what a policy file lacks; exit 1 when one of its cases differs."""
    from village_desk.commands import output_scheme
    from village_desk.desk import now
    from village_desk.services import policies

    found = policies.check(policy_file, now().date())
    return CommandResult(*output_scheme.checked(found), int(not found.well))


@command(_("存一份示例政策文件，照着改成本县的"), policy)
@click.option("--out", type=FILE, required=True, help=_("存到哪里，如 我县.toml"))
def example(file: Path, out: Path) -> CommandResult:
    """Write the example of a county's policy file."""
    from village_desk.services import policies

    places.write(out, policies.text_of(Path(policies.EXAMPLE)).encode())
    words = _("示例已存到 {out}。请用“记事本”照本县文件改，先改 id、name、jurisdiction；改完用 policy check 检查")
    return CommandResult({"file": str(out)}, words.format(out=out))


@command(_("用大白话列出某一天有效的政策"), policy)
@click.argument("policy_file", metavar="FILE", type=WORKBOOK)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=_("按哪一天，如 2026-11-01"))
def show(file: Path, policy_file: Path, on: datetime | None) -> CommandResult:
    """Print the values of a policy that hold on a day."""
    from village_desk.commands import output_scheme
    from village_desk.desk import now
    from village_desk.services import policies

    found, day = policies.from_file(policy_file), (on or now()).date()
    return CommandResult(*output_scheme.sections(policies.described(found, day)))


@command(_("本村有哪些政策可以用：程序带的，或镇所下发的"), policy)
def propose(file: Path) -> CommandResult:
    """The policies that may be adopted here, each with the day from which it is proposed."""
    with opened(file) as desk:
        found = desk.policies.proposed(desk.today())
        words = desk.policies.proposal_words(desk.today()) or _("本村的政策已经定下，没有别的要选")
    result = [
        {"policy": each.policy.id, "name": each.policy.name, "since": each.since.isoformat(), "sent": each.from_above}
        for each in found
    ]
    lines = [f"{each.policy.id}  --since {each.since}  《{each.policy.name}》" for each in found]
    return CommandResult(result, "\n".join([words, *lines]))


@command(_("本台从某一天起改用这份政策"), policy)
@click.argument("policy_file", metavar="FILE", type=WORKBOOK)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help=_("从哪一天起，不写就是今天"))
def adopt(file: Path, policy_file: Path, since: datetime | None) -> CommandResult:
    """Decide by another policy from a day on."""
    from village_desk.commands import output_scheme
    from village_desk.services import policies

    with opened(file) as desk:
        day = since.date() if since else desk.today()
        text = policies.text_of(policy_file) if policy_file.suffix else ""
        wrong = [each.name for each in policies.try_cases(policy_file) if not each.passed] if text else []
        found = desk.policies.adopt(policy_file.name, day, text)
        words = [found.in_words(), *([output_scheme.wrong_cases(wrong)] if wrong else [])]
        return CommandResult({**output_scheme.adoption(found), "cases_wrong": wrong}, "\n".join(words))


@command(_("用示范村把主要工作从头做一遍，不提问"))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help=_("演示文件放在哪里"))
def demo(file: Path, out: Path | None) -> CommandResult:
    """The whole main job on the sample village, without a question."""
    from village_desk.commands import demo as play
    from village_desk.desk import Desk

    result, words = play.run(out, lambda line: click.echo(line, err=True))
    if play.has_display():
        from village_desk.ui import app

        click.echo(words, err=True)
        app.run(Path(result["desk"]), Desk.open(Path(result["desk"]), play.PIN))
    return CommandResult(result, words)
