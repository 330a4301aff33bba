"""Whether a name can be printed: asked when it comes in, not only when somebody waits for the paper."""

import re

from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_COMMON = re.compile("[\u4e00-\u9fef· -~]*")
"""Characters that the first font surely has (a test checks it): for such names no font is loaded."""


def doubt(name: str) -> Refused | None:
    """Why no paper can carry the name, and what to do; None when every character has a font."""
    if _COMMON.fullmatch(name):
        return None
    from village_desk.documents import fonts  # reportlab: only for a rare character

    missing = fonts.missing(name)
    if not missing:
        return None
    codes = _("、").join(_("“{character}”（U+{code:04X}）").format(character=each, code=ord(each)) for each in missing)
    message = _("姓名里的{codes}没有字体，打不到凭条和花名册上").format(codes=codes)
    cure = _("请对照身份证看这个字有没有输错；没有错，请在打印以前让镇所技术人员装上有这个字的字体")
    return Refused(message, cure, "name_unprintable", "name")
