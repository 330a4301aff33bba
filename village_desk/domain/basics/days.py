"""A day as people type it. Nothing is guessed: a day that is not in the calendar is refused."""

import re
from datetime import date

from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_WRITTEN = re.compile(r"([0-9]{4})[-年./]([0-9]{1,2})[-月./]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")


def read(text: str) -> date:
    """The day written as ``2026-11-02``, ``20261102`` or ``2026年11月2日``; Refused for any other text."""
    plain = texts.plain(text).replace(" ", "")
    match = _WRITTEN.fullmatch(plain)
    if match:
        try:
            return date(*(int(part) for part in match.groups() if part))
        except ValueError:
            raise Refused(_("没有 {text} 这一天").format(text=plain), _("请核对月份和日子"), "date") from None
    raise Refused(
        _("“{text}”不是日期").format(text=plain) if plain else _("没有填日期"), _("请写成 2026-11-02"), "date"
    )
