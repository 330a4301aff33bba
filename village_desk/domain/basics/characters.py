"""One form for the characters of names that computers write in several. Folds, never guesses.

Variants, radicals, compatibility forms, and the private codes that old Chinese programs used for characters without a
code.
"""

import re
import unicodedata

_RADICALS = (
    "　厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵　旡日月歺　民氵氺灬爫爫丬牛"
    "犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑"
    "钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀　"
)
"""The ideograph that each radical of U+2E80 to U+2EF3 looks like (Unicode's EquivalentUnifiedIdeograph.txt); a space
where there is none, or where NFKC knows it.
"""

_LATE = {
    **{0xE816: "𠂇", 0xE817: "𠂉", 0xE818: "𠃌", 0xE831: "𡗗", 0xE83B: "𢦏", 0xE855: "𤇾"},
    **{0xE81E: "龴", 0xE826: "龵", 0xE82B: "龶", 0xE82C: "龷", 0xE832: "龸", 0xE843: "龹", 0xE854: "龺", 0xE864: "龻"},
}
"""The last of the 80 to get codes of their own, in GB 18030-2005 and -2022: Python's codec is older than that."""

_FIRST_CODE, _LAST_CODE = 0xE815, 0xE864
_ODD = re.compile("[\u2e80-\u2fdf\ue815-\ue864\uf900-\ufaff\ufe00-\ufe0e\U0002f800-\U0002fa1f\U000e0100-\U000e01ef]")


def _old_code(code: int) -> str:
    """What stands at a private code of old GBK: the 80 lie in a row, as the places FE50 to FEA0 (without FE7F) do."""
    place = 0x50 + code - _FIRST_CODE
    return _LATE.get(code) or bytes([0xFE, place + (place >= 0x7F)]).decode("gb18030")


_FORMS = {
    **{code: _old_code(code) for code in range(_FIRST_CODE, _LAST_CODE + 1)},
    **{0x2E80 + place: form for place, form in enumerate(_RADICALS) if form != "\u3000"},
}


def normal(text: str) -> str:
    """The text with every character in its one form: 王\ue863 is 王䶮, ⽟珍 is 玉珍, and a variant is its base."""
    return _ODD.sub(_normal, text)


def is_normal(text: str) -> bool:
    """Whether every character is one that ``normal`` leaves as it is."""
    return _ODD.search(text) is None


def _normal(found: re.Match[str]) -> str:
    character = found[0]
    if "\ufe00" <= character <= "\ufe0e" or character >= "\U000e0100":
        return ""
    form = _FORMS.get(ord(character), "")
    if form:
        return normal(form)
    return unicodedata.normalize("NFKC" if character < "\u3000" else "NFC", character)
