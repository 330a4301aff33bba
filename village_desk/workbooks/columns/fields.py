"""The fields of a person, read from one cell each. Every reader raises Refused, never guesses."""

import re
import unicodedata
from datetime import date
from functools import partial

from village_desk.domain import village_groups
from village_desk.domain.basics import characters, identity
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.sexes import Sex
from village_desk.domain.village_groups import VillageGroup
from village_desk.words import _
from village_desk.workbooks.columns.lines import Line
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell

LONGEST_NAME = 40

_SEXES = {
    **dict.fromkeys(("男", "男性", "1", "01", "M"), Sex.MALE),
    **dict.fromkeys(("女", "女性", "2", "02", "F"), Sex.FEMALE),
}
_NO_SEX = {"0", "9", "未知", "不详"}
_SCIENTIFIC = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE)
_FORMULA = "=+-@"


def name(cell: Cell) -> str:
    """A person's name, without the spaces that line up columns and the words in brackets behind it.

    Refused when missing, no name, with a picture, or longer than 40.
    """
    found, _words = texts.name_and_aside(texts.name(cells.text(cell)))
    texts.refuse_pictures(found)
    if cells.is_blank(cell):
        raise Refused(_("没有姓名"), _("请补上姓名"), "name_missing")
    if not isinstance(cell, str) or found[0] in _FORMULA or not any(letter.isalpha() for letter in found):
        raise Refused(_("姓名一栏里不是姓名"), _("请填上姓名"), "name_unreadable")
    if len(found) > LONGEST_NAME:
        cure = _("请看是不是填错了列")
        raise Refused(_("姓名超过 {most} 个字").format(most=LONGEST_NAME), cure, "name_length")
    return found


def must_look_like_a_name(found: str) -> None:
    """Refused ``name_odd`` when a name contains digits, signs or private-use characters."""
    odd = [letter for letter in found if unicodedata.category(letter)[0] not in "LM" and letter not in "〇·- '."]
    if odd:
        cure = _("请对照身份证核对姓名")
        raise Refused(_("姓名里有“{odd}”").format(odd="".join(dict.fromkeys(odd))), cure, "name_odd")


def must_be_only_a_name(cell: Cell) -> None:
    """Refused with ``name_aside`` when words in brackets stand behind a name: only the name was taken."""
    found, words = texts.name_and_aside(texts.name(cells.text(cell)))
    if words:
        dead = re.search(_("故|死|亡|去世"), words)
        cure = _("若人已去世，请在本台记下死亡日期") if dead else _("请核对姓名；括号里的话可以写在备注一列")
        message = _("姓名后面还写着“{words}”，姓名记作“{name}”").format(words=words, name=found)
        raise Refused(message, cure, "name_aside")


def must_be_in_one_form(cell: Cell) -> None:
    """Refused with ``name_form`` when a name has a radical, an old code or a variant that was put into its one form."""
    written = cells.text(cell)
    if characters.is_normal(written):
        return
    put = {letter: characters.normal(letter) for letter in written if characters.normal(letter) not in ("", letter)}
    if put:
        codes = _("、").join(
            _("“{form}”（原来的编码 U+{code:04X}）").format(form=form, code=ord(letter)) for letter, form in put.items()
        )
        message = _("姓名里有旧编码、部首或兼容字，已换成{codes}").format(codes=codes)
        raise Refused(message, _("请对照身份证核对"), "name_form")


def check_name(line: Line, found: str) -> None:
    """Remarks on a line's name that looks odd, as read (``found``) or as written in the cell."""
    line.check("name", partial(must_look_like_a_name, found), holds=False)
    if found:
        line.check("name", partial(must_be_only_a_name, line.cell("name")), holds=False)
        line.check("name", partial(must_be_in_one_form, line.cell("name")), holds=False)


def id_number(cell: Cell, today: date) -> str:
    """The 18 characters of a valid identity number (GB 11643). Refused as ``identity.read``, and ``id_damaged``.

    ``id_damaged``: Excel kept it as a number, or wrote the lost digits as zeros.
    """
    if cells.lost_digits(cell):
        raise identity.damaged()
    if cells.is_date(cell):
        cure = _("请把这一格设成“文本”格式，再照身份证重填")
        raise Refused(_("这一格成了日期，不是身份证号"), cure, "id_length")
    found = identity.clean(cells.words(cell))
    try:
        return str(identity.read(found, today))
    except Refused as no:
        raise _nearer(found, no) from None


def _nearer(found: str, no: Refused) -> Refused:
    """The refusal with words for common causes: digits lost by Excel, a star or another sign in place of X."""
    if no.code == "id_check_digit" and found.endswith("000"):
        return identity.damaged()
    if no.code == "id_length" and re.fullmatch(r"[0-9]{17}[*×Ⅹ✕]", found):
        return Refused(_("身份证号最后一位写的不是数字或 X"), _("最后一位若是字母 X，请改成 X"), no.code)
    if no.code == "id_length" and "*" in found:
        return Refused(_("身份证号有几位被星号遮住了"), _("请填完整的号码"), no.code)
    if no.code == "id_length" and len(found) == 18:
        return Refused(_("身份证号里有认不出的字"), _("请对照身份证重新填写"), no.code)
    return no


def sex(cell: Cell) -> Sex | None:
    """The sex as written or coded (GB/T 2261.1); None for an empty cell, Refused for any other text."""
    written = cells.text(cell).upper()
    if cells.is_blank(cell) or written in _NO_SEX:
        return None
    if written not in _SEXES:
        raise Refused(_("性别“{written}”看不懂").format(written=written), _("请填男或女"), "sex_unreadable")
    return _SEXES[written]


def group(cell: Cell) -> VillageGroup:
    """A villagers' group, by number or name; none when nothing is written. Refused as ``village_groups.read``."""
    if cells.is_date(cell):
        cure = _("请把这一格设成“文本”格式，写成“3组”这样")
        raise Refused(_("组别被 Excel 改成了日期"), cure, "group_unreadable")
    return village_groups.read("" if cells.is_blank(cell) else cells.text(cell))


def household(cell: Cell) -> str:
    """A house number as written. Refused when Excel turned the number into a date, as with 3-12."""
    if cells.is_date(cell):
        cure = _("人照收，户编号先空着；请把这一列设成“文本”格式再填")
        raise Refused(_("户编号被 Excel 改成了日期"), cure, "household_date")
    return cells.words(cell)


def mark(cell: Cell) -> str:
    """A number of a file as written. Refused when Excel made a date of it, or a number that lost its last digits."""
    if cells.is_date(cell) or cells.lost_digits(cell):
        cure = _("人照收，这一项先空着；请把这一列设成“文本”格式再填")
        raise Refused(_("这个编号被 Excel 改成了日期或数字"), cure, "mark_damaged")
    return cells.words(cell)


def account(cell: Cell) -> str:
    """A bank account or card number without spaces. Refused when Excel made a number or a date of it."""
    if cells.is_date(cell) or cells.lost_digits(cell) or _SCIENTIFIC.fullmatch(cells.text(cell)):
        cure = _("人照收，账号先空着；请把这一列设成“文本”格式，照存折或银行卡重填")
        raise Refused(_("账号被 Excel 改成了数字或日期，已经不全"), cure, "account_damaged")
    return "" if cells.is_blank(cell) else re.sub(r"[\s'’‘`-]", "", cells.text(cell))


def number(cell: Cell) -> int:
    """A whole number, 0 for an empty cell. Refused with ``number`` when something else is written."""
    written = cells.words(cell)
    if not re.fullmatch(r"[0-9]{0,9}", written):
        raise Refused(_("“{written}”不是数字").format(written=written), _("人照收，这一项先空着；请填数字"), "number")
    return int(written or 0)


def must_look_like_an_account(found: str) -> None:
    """Refused with ``account_odd`` when an account looks mistyped."""
    doubt = identity.card_doubt(found) if found else ""
    if doubt:
        raise Refused(doubt, _("人照收，账号照原样记；请核对"), "account_odd")
