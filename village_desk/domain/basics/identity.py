"""Numbers that identify people, accounts and places: identity numbers (GB 11643-1999), bank cards, division codes.

Checks whether a number can be trusted, says what is wrong, and masks it for paper and screen. Knows no people.
"""

import re
from datetime import date

from sync.agreement import identity as shared
from sync.agreement.identity import mask as mask
from sync.agreement.values import value
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.sexes import Sex
from village_desk.words import _

_LONGEST = 24
"""The longest text taken for a number, with the spaces that people put into one."""
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_CODE = re.compile(r"[0-9]{12}")
_RUN = re.compile(r"[0-9](?:[ -]?[0-9]){8,}[ -]?[0-9Xx]")
_OF_PEOPLE = re.compile(
    r"(?<!\d)(?:[1-9](?:[ -]?\d){16}[ -]?[\dXxＸｘ]|[1１][ -]?[3-9３-９](?:[ -]?\d){9}|62(?:[ -]?\d){14,17})(?!\d)"
)
"""Numbers of people by their shapes, full-width digits too: of identity, of mobile phones, of UnionPay's cards."""


@value
class IdentityNumber:
    """A resident identity number that passed every check. ``str()`` gives all 18 characters: mask it before showing."""

    number: str

    @property
    def birth(self) -> date:
        """The day of birth that stands in the number."""
        return shared.birth(self.number)

    @property
    def sex(self) -> Sex:
        """Odd in the 17th place is male, even female."""
        return Sex.MALE if shared.is_male(self.number) else Sex.FEMALE

    def masked(self) -> str:
        """``429004********7380``: enough to tell people apart at the desk."""
        return mask(self.number)

    def __str__(self) -> str:
        return self.number


def read(text: str, today: date) -> IdentityNumber:
    """The identity number as typed or found in a cell, cleaned: full-width digits, spaces, apostrophe, lower-case x.

    Refused with a code for the fault: ``id_missing``, ``id_damaged``, ``id_length``, ``id_date``, ``id_check_digit``.
    Nothing is guessed or padded. A 15-digit number is refused too, with advice on its 18 digits.
    """
    number = clean(text)
    if not number:
        raise _refusal("id_missing", _("没有身份证号"), _("请补上 18 位身份证号"))
    if _SCIENTIFIC.fullmatch(number):
        raise damaged()
    if len(number) == 15 and number.isascii() and number.isdigit():
        raise _refusal(
            "id_length",
            _("这是 15 位的老号码"),
            _("请对照身份证：第 6 位后面补上 19，最后补上 {last}，就是 18 位的新号").format(
                last=from_fifteen(number)[-1]
            ),
        )
    if len(number) == 18 and not shared.SHAPE.fullmatch(number):
        raise _refusal("id_length", _("身份证号里有不该有的字"), _("前 17 位应是数字，最后一位是数字或 X"))
    if not shared.SHAPE.fullmatch(number):
        raise _refusal(
            "id_length",
            _("身份证号应为 18 位，这里是 {count} 位").format(count=len(number)),
            _("请对照身份证重新填写"),
        )
    doubt = shared.doubt(number, today)
    if doubt == "id_date":
        raise _refusal(doubt, _("身份证号里的出生日期不存在"), _("请对照身份证重新填写"))
    if doubt:
        raise _refusal(doubt, _("身份证号最后一位校验不对，有一位写错了"), _("请对照身份证逐位核对"))
    return IdentityNumber(number)


def clean(text: str) -> str:
    """The characters of an identity number as typed, without spaces, quotes and dashes, upper-case; not yet checked."""
    return re.sub(r"[\s'’‘`\"-]", "", texts.plain(text)).upper() if not _SCIENTIFIC.fullmatch(text.strip()) else text


def is_one(text: str) -> bool:
    """Whether a text is the 18 characters of an identity number and nothing else, right or wrong."""
    return 18 <= len(text) <= _LONGEST and shared.SHAPE.fullmatch(clean(text)) is not None


def holds(text: str) -> bool:
    """Whether a text contains a full identity number, with any spacing."""
    return shared.WITHIN.search(clean(text)) is not None


def damaged() -> Refused:
    """The refusal for a number that Excel kept as a number: its last digits are gone and cannot be brought back."""
    return _refusal(
        "id_damaged",
        _("身份证号被 Excel 存成了数字，后几位已经丢了"),
        _("请把这一列设成“文本”格式，再照身份证重填"),
    )


def from_fifteen(number: str) -> str:
    """The 18-character form of a 15-digit number of before 1999: 19 put in, check digit added."""
    longer = number[:6] + "19" + number[6:]
    return longer + shared.check_character(longer)


def mask_in(text: str) -> str:
    """Any text with every run of ten or more digits masked like a number: whatever somebody wrote into a cell."""
    return _RUN.sub(lambda run: mask(run[0]) if len(run[0]) > 12 else mask_account(run[0]), text)


def mask_known(text: str) -> str:
    """Words with the identity numbers, mobile numbers and bank cards in them masked, by their shapes; all else stays.

    For words among which other long numbers belong: of tickets, of dossiers.
    """
    return _OF_PEOPLE.sub(lambda run: mask_in(clean(run[0])), text)


def mask_account(account: str) -> str:
    """A bank account as the county masks it (F5): first three, stars, last four."""
    return account[:3] + "***" + account[-4:] if len(account) > 7 else "*" * len(account)


def card_doubt(account: str) -> str:
    """Why a bank account looks mistyped, in words, or nothing. It never blocks: passbooks have no Luhn digit."""
    if not re.fullmatch(r"[0-9]{12,30}", account):
        return _("账号应为 12 到 30 位数字")
    from stdnum import luhn  # loaded with the first account

    is_wrong = len(account) in (16, 19) and not luhn.is_valid(account)
    return _("卡号校验不对，请对照银行卡核对") if is_wrong else ""


def division_code(text: str) -> str:
    """A 12-digit division code of a village or neighbourhood; Refused for any other text."""
    code = texts.plain(text)
    if not _CODE.fullmatch(code):
        raise Refused(_("村级区划代码应为 12 位数字"), _("如 429004103002"), "division_code", "village")
    return code


def _refusal(code: str, message: str, cure: str) -> Refused:
    return Refused(message, cure, code, "id_number")
