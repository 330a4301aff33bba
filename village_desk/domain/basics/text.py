"""Text as it arrives from keyboards and workbooks, made plain: full-width letters, odd spaces, dots in names."""

import re

from village_desk.domain.basics import characters
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")
_NOT_PLAIN = re.compile(rf"[\uff01-\uff5e\s{_INVISIBLE.pattern[1:]}")
"""What most texts lack, so that one look over them is enough: everything that ``plain`` may change."""
_PICTURE = re.compile("[\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]+")
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅．.●･\u0387", "·"))
_ASIDE = re.compile(r"(.{2,}?)[(\[【〔]([^)\]】〕]{1,20})[)\]】〕]?")


def plain(text: str) -> str:
    """The text with full-width ASCII made narrow, invisible characters dropped, and runs of space made one."""
    if not _NOT_PLAIN.search(text):
        return text
    return _SPACES.sub(" ", _INVISIBLE.sub("", text.translate(_WIDE))).strip()


def address(text: str) -> str:
    """A web address as meant: with https unless the text gives a scheme."""
    found = plain(text)
    return f"https://{found}" if "." in found and "://" not in found else found


def name(text: str) -> str:
    """A name for keeping: Chinese names hold no spaces, and the dot of minority names is U+00B7 (阿依古丽·买买提).

    Every character is in its one form (``characters.normal``).
    """
    narrow = characters.normal(plain(text))
    if " " in narrow and re.search(r"[A-Za-z] [A-Za-z]", narrow):
        return narrow
    return narrow.replace(" ", "").translate(_DOTS)


def name_and_aside(found: str) -> tuple[str, str]:
    """A name and the words in brackets behind it: 张建国(已故), 马玉芬(马玉兰)."""
    parts = _ASIDE.fullmatch(found)
    return (parts[1], parts[2]) if parts else (found, "")


def is_same_name(one: str, other: str) -> bool:
    """Whether two names differ only in how their characters are written, or in words in brackets behind them."""
    return one == other or name_and_aside(name(one))[0] == name_and_aside(name(other))[0]


def refuse_pictures(found: str) -> None:
    """Refused ``name_picture`` for a name that contains an emoji of a telephone's keyboard: no font prints it."""
    picture = _PICTURE.search(found)
    if picture:
        message = _("姓名里有“{picture}”，打不到纸上").format(picture=picture[0])
        raise Refused(message, _("请照身份证改正"), "name_picture", "name")
