"""What somebody typed into a field of a person, read as the field wants it. Asks nothing of the desk."""

from collections.abc import Mapping
from datetime import date

from sync.agreement.facts.attachments import DIGEST
from village_desk.domain import village_groups
from village_desk.domain.basics import identity, money
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import FIELDS, Content
from village_desk.words import _


def read_all(typed: Mapping[str, str], today: date) -> dict[str, str | int]:
    """The values of fields from their texts, by their names in ``Resident``; amounts are typed in yuan.

    A group is read as a number or a name and gives both of its fields. Refused beside the field that cannot be read.
    """
    found: dict[str, str | int] = {}
    for name, text in typed.items():
        content = FIELDS[name].content
        if content is Content.GROUP:
            group = village_groups.read(text)
            found |= {name: group.number, "group_name": group.name}
        else:
            found[name] = read(name, _fen(name, text) if content is Content.FEN else text, today)
    return found


def read(name: str, value: str | int, today: date) -> str | int:
    """The value of one field, by its name in ``Resident``; amounts are fen. Refused beside the field."""
    content = FIELDS[name].content
    if content is Content.IDENTITY:
        return str(identity.read(str(value), today))
    if content is Content.NAME:
        if not texts.name(str(value)):
            raise Refused(_("没有填姓名"), _("请照身份证填写"), "name_missing", name)
        texts.refuse_pictures(str(value))
        return texts.name(str(value))
    return _whole(name, value) if content.type is int else _text(name, texts.plain(str(value)))


def count_words(text: str, today: date) -> tuple[str, bool]:
    """What an identity number says while it is typed, and whether it is right: 还差 3 位, 对了, or what is wrong."""
    missing = _DIGITS - len(identity.clean(text))
    if missing == _DIGITS:
        return "", False
    if missing:
        words = _("还差 {count} 位") if missing > 0 else _("多了 {count} 位")
        return words.format(count=abs(missing)), False
    try:
        number = identity.read(text, today)
    except Refused as refused:
        return str(refused), False
    return _("对了：{sex}，{birth} 出生").format(sex=number.sex.in_words(), birth=number.birth), True


_DIGITS = 18


def _text(name: str, text: str) -> str:
    info = FIELDS[name]
    if info.content is Content.PICTURE and text and not DIGEST.fullmatch(text):
        cure, option = _("请在附件里打开照片，点“用作照片”"), _("请用 attach --photo 加照片")
        raise Refused(_("这不是一份附件"), cure, "photo", name, by_command=option)
    if info.longest and len(text) > info.longest:
        message = _("{field}超过 {most} 个字").format(field=_(FIELDS[name].words), most=info.longest)
        raise Refused(message, _("请写短一些"), "too_long", name)
    return text


def _whole(name: str, value: str | int) -> int:
    text = texts.plain(str(value)).removesuffix(_("组")).removeprefix(_("第"))
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Refused(_("{field}应为数字").format(field=_(FIELDS[name].words)), _("请重新填写"), "number", name)
    return int(text)


def _fen(name: str, text: str) -> int:
    try:
        return money.read(text or "0")
    except Refused as refused:
        raise Refused(refused.message, refused.cure, refused.code, name) from None
