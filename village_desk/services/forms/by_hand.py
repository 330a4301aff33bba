"""What somebody types for a field that the desk does not know, before the form is printed: read by the field's kind."""

from __future__ import annotations

from collections.abc import Mapping

from village_desk.domain.basics import days, identity, money
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import FieldKind, FormField, FormFields, Value
from village_desk.words import _


def read(fields: FormFields, typed: Mapping[str, str]) -> dict[str, Value]:
    """The values by the fields' own names; what is empty is left out.

    Refused ``unknown_field`` with the nearest name, or at the field (its name) whose words are no date, month, amount
    or number.
    """
    found = {_field(fields, name): words.strip() for name, words in typed.items()}
    return {each.name: _value(each, words) for each, words in found.items() if words}


def _field(fields: FormFields, name: str) -> FormField:
    field = fields.find(name)
    if field is None:
        near = fields.nearest(name)
        cure = _("是不是“{near}”？").format(near=near) if near else _("字段名见“表格里能写什么”")
        by_command = cure if near else _("字段名见 form fields")
        message = _("没有“{name}”这个字段").format(name=name)
        raise Refused(message, cure, "unknown_field", name, by_command=by_command)
    return field


def _value(field: FormField, words: str) -> Value:
    if field.kind is FieldKind.PICTURE:
        raise Refused(_("“{name}”是图片，不能填字").format(name=field.name), _("请贴在纸上"), "picture", field.name)
    try:
        return _by_kind(field.kind, words)
    except Refused as wrong:
        words = identity.mask_known(wrong.message)  # it repeats what was typed, a number in the wrong field too
        raise Refused(f"{field.name}：{words}", wrong.cure, wrong.code, field.name) from wrong


def _by_kind(kind: FieldKind, words: str) -> Value:
    match kind:
        case FieldKind.DATE:
            return days.read(words)
        case FieldKind.MONTH:
            return Month.read(words)
        case FieldKind.MONEY:
            return money.read(words)
        case FieldKind.NUMBER:
            return _number(words)
    return words


def _number(words: str) -> int:
    plain = texts.plain(words)
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise Refused(_("“{words}”不是整数").format(words=words), _("请只填数字"), "number")
    return int(plain)
