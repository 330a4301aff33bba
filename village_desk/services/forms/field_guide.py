"""What may stand between the braces of a form, said for whoever makes one: the help page and the workbook show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import FieldKind, FormField, FormFields, Of, Value
from village_desk.words import _


@value
class GuideWay:
    """One field said in another way: as it is ``written``, and a ``sample`` of what it prints."""

    written: str
    sample: str


@value
class GuideLine:
    """One thing to copy. ``written``: as it stands in the cell; ``says``: what it prints; ``also``: other names.

    ``ways``: the same field said in other ways.
    """

    written: str
    says: str
    also: tuple[str, ...] = ()
    ways: tuple[GuideWay, ...] = ()


@value
class GuideChapter:
    """Lines under a heading."""

    title: str
    lines: tuple[GuideLine, ...]


_KINDS = {
    FieldKind.TEXT: _("文字"),
    FieldKind.DATE: _("日期"),
    FieldKind.MONTH: _("年月"),
    FieldKind.MONEY: _("金额（元）"),
    FieldKind.NUMBER: _("数字"),
    FieldKind.CHOICE: _("选一个"),
    FieldKind.PICTURE: _("图片"),
}
_SAMPLES: Mapping[FieldKind, Value] = {
    FieldKind.DATE: date(2026, 3, 8),
    FieldKind.MONTH: Month(2026, 3),
    FieldKind.MONEY: 123450,
    FieldKind.NUMBER: 1234,
}
_NUMBERS = {"电话": "13812345678", "账号": "6222021234567890128"}
"""Made up; a field whose name has none of the words holds the identity number that the standard itself shows."""
_IDENTITY = "11010519491231002X"
_TITLES = {
    Of.PERSON: _("人"),
    Of.HOUSEHOLD: _("户"),
    Of.VILLAGE: _("村"),
    Of.COORDINATOR: _("协办员"),
    Of.YEAR: _("年度"),
    Of.BUSINESS: _("业务"),
}


def chapters(fields: FormFields) -> list[GuideChapter]:
    """The ways of writing first, then the fields by whom or what they say something of."""
    found = [GuideChapter(_("写法"), _writing())]
    for of in Of:
        lines = tuple(_line(each) for each in fields if each.of is of)
        found.append(GuideChapter(_TITLES[of], lines))
    return found


def workbook(fields: FormFields) -> bytes:
    """The same as an .xlsx to copy from: a line each."""
    from village_desk.workbooks.formats import plain_book

    heads = (_("分类"), _("写在格子里"), _("印出来是"), _("也可以写"), _("换个写法"))
    return plain_book.write(_("表格字段"), dict(zip(heads, (10, 26, 46, 60, 60), strict=True)), list(_rows(fields)))


def _rows(fields: FormFields) -> Iterator[tuple[str, ...]]:
    for chapter in chapters(fields):
        for line in chapter.lines:
            ways = _("；").join(f"{each.written} → {each.sample}" for each in line.ways)
            yield chapter.title, line.written, line.says, _("、").join(line.also), ways


def _line(field: FormField) -> GuideLine:
    says = _("{kind}，{hint}").format(kind=_KINDS[field.kind], hint=field.hint) if field.hint else _KINDS[field.kind]
    return GuideLine(f"{{{field.name}}}", says, field.aliases, tuple(_ways(field)))


def _ways(field: FormField) -> Iterator[GuideWay]:
    """``:年月日``, ``:大写`` and so on, as far as they mean something for the field, each with what it prints."""
    from village_desk.workbooks.forms import value_words
    from village_desk.workbooks.forms.placeholders import Place

    value = _sample(field)
    for way in value_words.offered(field):
        words = value_words.in_words(field, value, Place(field.name, way=way), on_list=False)
        yield GuideWay(f"{{{field.name}:{way}}}", _boxes(field) if way == value_words.OPTIONS else words)
    if field.personal:
        digit = value_words.in_words(field, value, Place(field.name, digit=3), on_list=False)
        yield GuideWay(f"{{{field.name}#3}}", digit)


def _sample(field: FormField) -> Value:
    return _SAMPLES.get(field.kind) or next((n for words, n in _NUMBERS.items() if words in field.name), _IDENTITY)


def _boxes(field: FormField) -> str:
    from village_desk.workbooks.forms import ticking
    from village_desk.workbooks.forms.placeholders import TICKED

    words = ticking.with_boxes(field.options)
    return _("按当地政策列出，自己的那个打勾") if field.by_policy else TICKED + words[1:]


def _writing() -> tuple[GuideLine, ...]:
    return (
        GuideLine("{姓名}", _("一个值。格子里只有它，数字和日期就按格子的格式")),
        GuideLine("{登记日期:年月日}", _("换个说法：冒号后面写 年月日、大写、掩码、全 等")),
        GuideLine("{公民身份号码#3}", _("只印第 3 位，一格一位的号码框用")),
        GuideLine("{.公民身份号码:全}", _("名单上号码自动遮住中间，写“全”才印完整；一个人自己的表本来就印完整")),
        GuideLine("{性别}男□　女□", _("打勾：和值一样的那个打勾")),
        GuideLine("{性别}男（ ）女（ ）", _("打勾：√ 打在括号里")),
        GuideLine("{特殊群体}□低保　□特困　□其他", _("打勾：表上没有的值勾“其他”")),
        GuideLine("{缴费档次:选项}", _("按当地政策列出每个档次，自己的那档打勾")),
        GuideLine("{职保:选项}", _("印出 □是　□否，自己的那个打勾")),
        GuideLine("{照片}", _("照片：单独占一格，可以合并单元格")),
        GuideLine("{.姓名}", _("名单：这一行每人重复一次")),
        GuideLine("{成员.姓名}", _("一张表上的第二份名单，写名单的名字：成员、档次")),
        GuideLine("{组.名称}", _("每个小组开头的一行")),
        GuideLine("{小计.金额}", _("每个小组后面的一行：合计")),
        GuideLine("{本页.金额}", _("每一页底下的一行：本页合计")),
        GuideLine("{合计.金额}", _("名单后面的一行：总合计；人数写 {合计.人数}")),
        GuideLine("{成员合计.人数}", _("第二份名单的合计：名单的名字加“合计”")),
        GuideLine("\\{", _("只是一个花括号，不是字段")),
    )
