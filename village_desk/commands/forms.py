"""The commands of forms, each one use case of the desk; loaded when one is wanted."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from village_desk import places
from village_desk.commands import frame
from village_desk.commands.frame import FILE, CommandResult, bar, opened
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk
    from village_desk.domain.form_fields import FormField
    from village_desk.services.forms.catalogue import Form
    from village_desk.services.forms.installing import Installed
    from village_desk.services.forms.printing_forms import FilledForm

Word = TypeVar("Word", bound=Enum)

commands = click.Group()
"""Where they stand until ``program.py`` asks for one of them."""


def waiting(desk: Desk) -> tuple[list[str], str]:
    """The names of what the township sent and nobody has put in use, and a line for each with the command."""
    names = [each.form for each in desk.installed_forms.received()]
    words = _("镇所下发的“{form}”还没装上：form install {form}，不要的 form withdraw {form} --waiting")
    return names, "\n".join(words.format(form=each) for each in names)


_typed = frame.pairs(_("--set 请写成“字段=内容”，如 --set '户籍地址=沟二社区三组'"))


@frame.command(_("本台有哪些表格"), commands, name="list")
def list_(file: Path) -> CommandResult:
    """List the forms, and those of the township that are not in use."""
    with opened(file) as desk:
        listed = desk.forms.listed()
        left = [(each, "received") for each in desk.installed_forms.received()]
        left += [(each, "damaged") for each in desk.installed_forms.damaged()]
        left += [(each, "not_used") for each in desk.installed_forms.not_used()]
        words = [*map(_form_words, listed), *(f"{each.number:<4}{each.form}  {_LEFT[state]}" for each, state in left)]
        values = [_form(each) | {"state": "in_use"} for each in listed]
        values += [{"name": each.form, "number": each.number, "sha256": each.sha256, "state": it} for each, it in left]
        return CommandResult(values, "\n".join(words))


_LEFT = {
    "received": _("镇所下发，收到了还没装上：form install 名称；不要的 form withdraw 名称 --waiting"),
    "damaged": _("镇所下发，收到的是坏的，请镇所重发"),
    "not_used": _("镇所下发过，现在没有用；要用就 form install 名称"),
}


@frame.command(_("检查一个 Excel 文件能不能当表格用：哪一格、为什么、怎么改"), commands)
@click.argument("workbook", metavar="FILE", type=FILE)
@click.option("--posting", is_flag=True, help=_("要贴出去公示：不许印完整的号码"))
def check(file: Path, workbook: Path, posting: bool) -> CommandResult:
    """Check a workbook as a form; needs no desk. Exit 1 where it can be none."""
    from village_desk.services.forms import checking

    found = checking.check(checking.read_file(workbook), posting)
    words = [*found.refusals, *found.remarks] or [_("可以用")]
    words += [_("填谁：{whom}").format(whom=found.guessed.in_words())] if found.guessed else []
    result = {
        "fit": not found.refusals,
        "refusals": list(found.refusals),
        "remarks": list(found.remarks),
        "whole_numbers": found.whole_numbers,
        "subject": found.guessed.value if found.guessed else "",
    }
    return CommandResult(result, "\n".join(words), 1 if found.refusals else 0)


@frame.command(_("装上一张表格：本村自制的写文件，镇所下发的写名称"), commands)
@click.argument("what", metavar="FILE|NAME")
@click.option("--name", default="", help=_("表格的名称，如 参保登记表；不写就用文件名"))
@click.option("--number", default="", help=_("编号，如 F1"))
@click.option("--moment", default="其他", help=_("什么时候用：新参保、变更、领取、停止、对账、公示、其他"))
@click.option(
    "--for", "subject", default="", help=_("填谁：person、household、people、payouts、village；不写就看表里的字段")
)
def install(file: Path, what: str, name: str, number: str, moment: str, subject: str) -> CommandResult:
    """Install a workbook, or a form that the township sent."""
    from village_desk.services.forms.catalogue import Moment, Subject
    from village_desk.services.forms.installing import Described

    with opened(file) as desk:
        if Path(what).suffix:
            named = name or Path(what).stem
            whom = _word(Subject, subject) if subject else None
            done = desk.installed_forms.install_file(Path(what), Described(named, number, _word(Moment, moment), whom))
        else:
            done = desk.installed_forms.install_received(what)
        lines = [_("装好了：{form}").format(form=done.form), *done.remarks]
        return CommandResult(_installed(done), "\n".join(lines))


@frame.command(_("停用一张另装的表格；程序自带的同名的又用上。镇所下发还没装的，就是不要这张"), commands)
@click.argument("name", metavar="NAME")
@click.option("--reason", default="", help=_("为什么停用，或为什么不要"))
@click.option("--waiting", is_flag=True, help=_("不要镇所新下发、还没装的这张；正在用的同名的不动"))
def withdraw(file: Path, name: str, reason: str, waiting: bool) -> CommandResult:
    """Withdraw an installed form, or decline what the township sent."""
    with opened(file) as desk:
        in_use = any(each.form == name for each in desk.installed_forms.in_use())
        if waiting or not in_use:
            desk.installed_forms.decline(name, reason)
        else:
            desk.installed_forms.withdraw(name, reason)
        words = _("停用了：{form}") if in_use and not waiting else _("不要镇所下发的这张：{form}")
        return CommandResult({"withdrawn": name, "declined": waiting or not in_use}, words.format(form=name))


@frame.command(_("填好一张表：PDF 可直接打印，XLSX 可再改；几个人就一人一份"), commands)
@click.argument("name", metavar="NAME")
@click.argument("identities", metavar="IDENTITY...", nargs=-1)
@click.option("--out", type=FILE, required=True, help=_("存成哪个文件：.pdf 或 .xlsx"))
@click.option("--all", "everybody", is_flag=True, help=_("不写人：花名册上的每个人"))
@click.option("--group", default="", help=_("不写人：这个组的，如 3，或王家湾组"))
@click.option("--unpaid", is_flag=True, help=_("不写人：今年还没缴的"))
@click.option("--year", type=int, help=_("哪一年，如对账单的年度；不写是去年"))
@click.option("--month", default="", help=_("哪个月的发放名单，如 2026-11；不写是最近一个月"))
@click.option("--set", "typed", multiple=True, callback=_typed, help=_("本机不知道的一项：字段=内容，可写多次"))
def fill(
    file: Path,
    name: str,
    identities: tuple[str, ...],
    out: Path,
    year: int | None,
    month: str,
    typed: dict[str, str],
    **listed: Any,
) -> CommandResult:
    """Fill a form for people and write it as a PDF or a workbook."""
    from village_desk.services.forms.printing_forms import Wanted, drawing_remarks

    kind = _kind_of(out)
    places.try_writing(out, kind)
    with opened(file) as desk:
        people = _people(desk, desk.forms.named(name), identities, **listed)
        wanted = Wanted(name, people, year, Month.read(month) if month else None, typed)
        filled = desk.forms.fill(wanted, bar(_("填表")))
        remarks = filled.remarks()
        if kind == places.WORKBOOK:
            _write_workbook(out, _one_workbook(filled))
        else:
            drawn = desk.forms.drawn(filled, bar(_("排版")))
            remarks += drawing_remarks(drawn)
            places.write(out, drawn.paper.pdf)
        desk.forms.record(filled)
    result = {**_form(filled.form), "file": str(out), "copies": len(filled.workbooks), "blanks": list(filled.blanks)}
    return CommandResult({**result, "remarks": remarks}, "\n".join([_("存好了：{file}").format(file=out), *remarks]))


@frame.command(_("表格里能写的字段：花括号里写字段名"), commands)
@click.option("--out", type=FILE, help=_("连写法一起存成可照抄的 Excel：.xlsx"))
def fields(file: Path, out: Path | None) -> CommandResult:
    """List the dictionary of fields; it is the same for all desks."""
    from village_desk.services.forms import catalogue, field_guide

    found = list(catalogue.fields())
    if out is not None:
        if _kind_of(out) != places.WORKBOOK:
            raise Refused(_("字段表只能存成 .xlsx"), _("请改文件名的后缀"), "file_kind")
        places.write(out, field_guide.workbook(catalogue.fields()))
        return CommandResult({"file": str(out), "fields": len(found)}, _("存好了：{file}").format(file=out))
    return CommandResult([_field(each) for each in found], "\n".join(_field_words(each) for each in found))


def _people(
    desk: Desk, form: Form, identities: tuple[str, ...], everybody: bool, group: str, unpaid: bool
) -> tuple[str, ...]:
    """Who is named or listed, each once. Refused ``options`` for both, or where the form is about nobody."""
    is_listed = everybody or unpaid or bool(group)
    if is_listed and (identities or not form.subject.is_of_people):
        words = _("写了人，就不用再写 --all、--group、--unpaid") if identities else _("“{form}”不用选人")
        raise Refused(words.format(form=form.title), _("请去掉 --all、--group、--unpaid"), "options")
    return _listed(desk, group, unpaid) if is_listed else _named(desk, identities)


def _listed(desk: Desk, group: str, unpaid: bool) -> tuple[str, ...]:
    from village_desk.domain import village_groups
    from village_desk.services.finding import Only

    found = desk.finding.listing(village_groups.read(group) if group else None, only=Only.UNPAID if unpaid else None)
    if not len(found):
        raise Refused(_("名单上没有人"), _("请放宽条件再填"), "empty")
    return tuple(each.resident.id for each in found.part(0, len(found)))


def _named(desk: Desk, identities: tuple[str, ...]) -> tuple[str, ...]:
    """The people of these numbers. Of many, the one that is nobody's is named by its place, and masked."""
    from village_desk.domain.basics import identity

    found = []
    for place, each in enumerate(identities, 1):
        try:
            found.append(desk.finding.by_identity(each).id)
        except Refused as no:
            if len(identities) > 1:
                number = identity.mask_in(each)
                which = _("第 {n} 个").format(n=place)
                which += "" if number in no.message else _("（{number}）").format(number=number)
                no.message = _("{which}：{why}").format(which=which, why=no.message)
            raise
    return tuple(dict.fromkeys(found))


def _word(kind: type[Word], written: str) -> Word:
    """The word of an enum. Refused with those there are."""
    known = [each.value for each in kind]
    if written not in known:
        cure = _("可写：{known}").format(known=_("、").join(known))
        raise Refused(_("“{word}”不认识").format(word=written), cure, "form_word")
    return kind(written)


def _kind_of(out: Path) -> bytes:
    kinds = {".pdf": places.PAPER, ".xlsx": places.WORKBOOK}
    kind = kinds.get(out.suffix.lower())
    if kind is None:
        raise Refused(_("“{name}”不是 .pdf 也不是 .xlsx").format(name=out.name), _("请改文件名的后缀"), "file_kind")
    return kind


def _write_workbook(out: Path, content: bytes) -> None:
    """Write a filled form. Refused ``other_file`` onto another workbook: it may be the form itself, or a roster."""
    if out.exists() and out.read_bytes() != content:
        message = _("“{name}”已经有了，里面是别的内容，不会覆盖").format(name=out.name)
        raise Refused(message, _("请换一个文件名"), "other_file")
    places.write(out, content)


def _one_workbook(filled: FilledForm) -> bytes:
    if len(filled.workbooks) > 1:
        raise Refused(_("一个 Excel 文件只放一个人的表"), _("请一次写一个人，或存成 PDF"), "one_workbook")
    return filled.workbooks[0]


def _installed(done: Installed) -> dict[str, Any]:
    return {
        "form": done.form,
        "subject": done.for_whom,
        "guessed": done.guessed,
        "changed": done.changed,
        "replaces": done.replaces,
        "whole_numbers": done.whole_numbers,
        "remarks": list(done.remarks),
    }


def _form(each: Form) -> dict[str, Any]:
    return {
        "name": each.name,
        "number": each.number,
        "subject": each.subject.value,
        "moment": each.moment.value,
        "posting": each.posting,
        "origin": each.origin.value,
        "sha256": each.sha256,
    }


def _form_words(each: Form) -> str:
    return f"{each.number:<4}{each.name}  {each.moment.value}  {each.subject.in_words()}  {each.origin.in_words()}"


def _field(each: FormField) -> dict[str, Any]:
    return {
        "name": each.name,
        "aliases": list(each.aliases),
        "kind": each.kind.value,
        "of": each.of.value,
        "personal": each.personal,
        "hint": each.hint,
    }


def _field_words(each: FormField) -> str:
    aliases = _("（也可写 {names}）").format(names=_("、").join(each.aliases[:4])) if each.aliases else ""
    return f"{each.of.value}  {{{each.name}}}  {each.hint}{aliases}"
