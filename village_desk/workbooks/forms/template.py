"""A workbook as a form: opened behind the gate for bombs, its places found, everything that cannot be filled named."""

import difflib
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml.etree import _Element

from sync.agreement.values import value
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.form_fields import FieldKind, FormContent, FormField, Record
from village_desk.words import _
from village_desk.workbooks.formats import file_kinds
from village_desk.workbooks.formats.file_kinds import FileKind
from village_desk.workbooks.formats.package import MEGABYTE, Package
from village_desk.workbooks.forms import bands, cell_words, form_parts, formulas, placeholders, value_words
from village_desk.workbooks.forms.bands import Block
from village_desk.workbooks.forms.cell_styles import CellStyles
from village_desk.workbooks.forms.cell_words import SharedStrings
from village_desk.workbooks.forms.dictionary import fields
from village_desk.workbooks.forms.form_problem import Problem as Problem
from village_desk.workbooks.forms.form_problem import few_cells, showable, together
from village_desk.workbooks.forms.form_sheet import FormSheet, Spot, name_of, style
from village_desk.workbooks.forms.formulas import Formula
from village_desk.workbooks.forms.parts import Parts
from village_desk.workbooks.forms.placeholders import Band, BracesAmiss, Marked, Place

LARGEST_FILE = 5 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 2_000, 100
_LARGEST_SHEET = 20 * MEGABYTE
_LARGEST_WHOLE = 60 * MEGABYTE
_MOST_ELEMENTS = 20_000
"""Rows that a sheet may speak of, empty ones too."""
_MOST_WORDS, _MOST_PLACES, _MOST_SUMMED = 1_000_000, 5_000, 5_000_000
"""Characters of all cells, places in them, and cells that all formulas together name: a file of a few kilobytes can say
one long text a hundred thousand times."""
HEADINGS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
"""The parts of a sheet with the words above and below each page."""
SUMMED_BANDS = (Band.GROUP, Band.GROUP_SUM, Band.PAGE_SUM, Band.WHOLE_SUM)
_NAME, _NUMBER, _BIRTH = "姓名", "公民身份号码", "出生日期"
_PARTS_OF_DAYS = ("年", "月", "日", "年月", "yyyy-mm", "yyyy.mm")
_POSTED, _HANGS = "公示", ("公示起", "公示止")
COUNT, TITLE = "人数", "名称"
"""The fields that only groups and sums have: how many records, and the group's name."""


@value
class Template:
    """A form that can be filled. ``cells``: those with places; ``headings``: those of headers and footers, by element.

    ``fields``: the names of the fields it asks for. ``whole_numbers``: it prints a number of a person whole all the
    same. ``lists_people``: its main list names people. ``posting``: it is put up on a wall; it may say so itself.
    """

    data: bytes
    sha256: str
    sheet: str
    cells: Mapping[Spot, Marked]
    headings: Mapping[str, Marked]
    blocks: tuple[Block, ...]
    formulas: Mapping[Spot, Formula]
    fields: tuple[str, ...]
    whole_numbers: bool
    lists_people: bool = False
    posting: bool = False

    def masks(self, place: Place) -> bool:
        """Whether numbers of people are masked there unless it asks for all: in lists, and everywhere on postings.

        What stands once on a form of one person is that person's own and whole, though a list of the household stands
        below; above a list that names people it is masked.
        """
        return self.posting or self.lists_people or place.band is not Band.NONE

    def placed(self) -> Iterator[tuple[str, Place]]:
        """Each place with the cell, or the heading, in which it stands."""
        for spot, marked in self.cells.items():
            yield from ((name_of(*spot), each) for each in marked.places)
        for name, marked in self.headings.items():
            yield from ((heading(name), each) for each in marked.places)

    @property
    def once(self) -> frozenset[str]:
        """The names of the fields that stand outside of the rows that repeat: one value is enough for the form."""
        marked = (*self.cells.values(), *self.headings.values())
        alone = (each for one in marked for each in one.places if each.band is Band.NONE)
        return frozenset(found.name for each in alone if (found := fields().find(each.field)))

    @property
    def has_pages(self) -> bool:
        """Whether it has sums of pages, so that filling must know how much room a page has."""
        return any(Band.PAGE_SUM in block.bands for block in self.blocks)


def read(data: bytes, posting: bool = False) -> Template:
    """The form in these bytes of an .xlsx file. Refused ``form`` with the first thing that makes it none."""
    template, problems = _Inspection(data).outcome()
    wrong = next((each for each in problems if each.refuses), None)
    if wrong is not None or template is None:
        found = wrong or Problem("", _("这个文件不是表格"))
        raise Refused(showable(f"{found.cell} {found.words}".strip()), showable(found.cure), "form")
    return replace(template, posting=posting or template.posting)


def check(
    data: bytes, printable: Callable[[str], str] = lambda words: "", posting: bool = False
) -> tuple[Problem, ...]:
    """Everything that is wrong with a workbook as a form, and what is only to be known (``refuses`` is False).

    ``printable`` gives the signs of some words that no font has, "" if all can be printed. ``posting``: the form is put
    up on a wall, and may print no number of a person whole.
    """
    inspection = _Inspection(data)
    template, problems = inspection.outcome()
    if template is not None:
        problems += [] if any(each.refuses for each in problems) else _of_trial(template)
        problems += inspection.unprintable(printable)
        problems += _of_whole_numbers(template, posting or template.posting)
        problems += _of_emptiness(template)
    return tuple(sorted(together(problems), key=lambda each: not each.refuses))


class _Inspection:
    """One look over a workbook."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._problems: list[Problem] = []
        self._words = self._places = self._cells = self._title_row = 0
        self._title = ""
        self._marked: dict[Spot, Marked] = {}
        self._headings: dict[str, Marked] = {}
        self._fixed: list[tuple[str, str]] = []
        self._worded: list[Spot] = []
        self._formulas: dict[Spot, Formula] = {}
        self._blocks: list[Block] = []
        self._template: Template | None = None
        fields()  # a mistake in our own dictionary is a bug, and no damage of the file
        try:
            self._look()
        except Refused as no:
            self._say("", no.message, no.cure)
        except (ValueError, LookupError):
            damaged = file_kinds.damaged()
            self._say("", damaged.message, damaged.cure)

    def outcome(self) -> tuple[Template | None, list[Problem]]:
        """The form, if the file could be looked at to its end, and all that was found."""
        return self._template, list(self._problems)

    def unprintable(self, printable: Callable[[str], str]) -> Iterator[Problem]:
        """The fixed words that no font has."""
        for where, words in self._fixed:
            odd = printable("".join(words.split()))  # a break of lines is none of the signs
            if odd:
                yield Problem(where, _("“{signs}”没有字体，印不出来").format(signs=odd), _("请换一个字或符号"))

    def _look(self) -> None:
        self._sheet = _open(self._data)
        self._strings = SharedStrings(self._sheet.parts, self._sheet.part_of_book("sharedStrings"))
        self._styles = CellStyles(self._sheet.parts, self._sheet.part_of_book("styles"))
        self._problems += form_parts.amiss(self._sheet)
        shared: dict[str, tuple[Spot, Formula]] = {}
        for place, cell in self._sheet.cells():
            self._cells += 1
            self._look_at(place, cell, shared)
        self._look_at_headings()
        self._blocks, amiss = bands.blocks(self._marked, self._sheet.merges(), self._labels())
        self._problems += amiss
        self._look_at_lists()
        self._look_at_formulas()
        self._look_at_notes()
        places = [each for marked in self._all_marked() for each in marked.places]
        many = _lists_people(self._blocks, self._marked)
        self._template = Template(
            self._data,
            hashlib.sha256(self._data).hexdigest(),
            self._sheet.name,
            self._marked,
            self._headings,
            tuple(self._blocks),
            self._formulas,
            tuple(dict.fromkeys(found.name for each in places if (found := fields().find(each.field)))),
            any(_is_whole(each, many or each.band is not Band.NONE) for each in places),
            many,
            self._is_hung_up(places),
        )

    def _is_hung_up(self, places: Sequence[Place]) -> bool:
        """Whether it says itself that it is a posting: in its title, its sheet's name, or by the days it hangs."""
        titled = any(_POSTED in texts.plain(each) for each in (self._title, self._sheet.name))
        return titled or any((found := fields().find(each.field)) and found.name in _HANGS for each in places)

    def _labels(self) -> set[Spot]:
        """The cells that hold fixed words alone."""
        return {found for found in self._worded if found not in self._marked}

    def _all_marked(self) -> Iterator[Marked]:
        yield from self._marked.values()
        yield from self._headings.values()

    def _say(self, where: str, words: str, cure: str = "", refuses: bool = True) -> None:
        self._problems.append(Problem(where, words, cure, refuses))

    def _look_at(self, place: Spot, cell: _Element, shared: dict[str, tuple[Spot, Formula]]) -> None:
        where = name_of(*place)
        if cell.get("vm"):
            self._say(where, _("这格是嵌在格子里的图片"), _("请在 Excel 里把图片改成“放置在单元格上方”"))
            return
        formula = cell.find("{*}f")
        item = self._strings.item(cell)
        if formula is None and item is None and cell.find("{*}v") is None:
            return
        if place[0] > MOST_ROWS or place[1] > MOST_COLUMNS:
            raise Refused(
                _("{cell} 太远了").format(cell=where), _("一张表最多 2000 行、100 列，请删掉多余的行列"), "form"
            )
        if self._styles.is_spelled(style(cell)):
            self._say(where, _("数字格式“中文大写”印不出来"), _("请改用 {金额:大写} 这样的写法"))
        if formula is not None:
            self._look_at_formula(place, formula, shared)
        elif item is not None:
            self._look_at_words(where, place, cell_words.text(item))

    def _look_at_words(self, where: str, place: Spot, words: str) -> None:
        self._words += len(words)
        self._places += sum(words.count(brace) for brace in "{｛")
        if self._words > _MOST_WORDS or self._places > _MOST_PLACES:
            raise Refused(_("表里的字多得不正常，没有打开"), _("请删掉多余的字，再添加"), "form")
        marked = self._parsed(where, words)
        if marked.fixed.strip():
            self._title_row = self._title_row or place[0]
            self._title += "".join(marked.fixed.split()) if place[0] == self._title_row else ""
        self._fixed.append((where, marked.fixed))
        if words.strip():
            self._worded.append(place)
        if marked.marks:
            self._marked[place] = marked

    def _parsed(self, where: str, words: str) -> Marked:
        if not placeholders.has_braces(words):
            return Marked(words, ())
        try:
            marked = placeholders.parse(words, _is_choice)
        except BracesAmiss:
            cure = _("字段要写成 {姓名}；要印花括号本身，请写成 \\{ 和 \\}")
            self._say(where, _("花括号不成对，或者里面是空的"), cure)
            return Marked(words, ())
        self._problems += (each for place in marked.places for each in _of_place(where, place, marked))
        return marked

    def _look_at_headings(self) -> None:
        for element in self._sheet.tree.iterfind("{*}headerFooter/*"):
            name = str(element.tag).rpartition("}")[2]
            where = heading(name)
            marked = self._parsed(where, element.text or "") if name in HEADINGS else Marked("", ())
            if any(each.band not in (Band.NONE, Band.WHOLE_SUM) for each in marked.places):
                self._say(where, _("页眉页脚里不能有名单的字段"))
            if marked.marks:
                self._headings[name] = marked

    def _look_at_lists(self) -> None:
        """Sums of a list that the form does not have are sums of nothing."""
        lists = {each.list for each in self._blocks}
        for place, marked in self._marked.items():
            for each in marked.places:
                if each.band is Band.WHOLE_SUM and each.list not in lists:
                    cure = _sum_cure(each, lists)
                    self._say(name_of(*place), _("“{words}”没有名单可加").format(words=each.written), cure)

    def _look_at_formula(self, place: Spot, element: _Element, shared: dict[str, tuple[Spot, Formula]]) -> None:
        text, number = element.text or "", element.get("si") or ""
        try:
            if element.get("t", "normal") not in ("normal", "shared"):
                raise formulas.NotSupported
            if text:
                self._formulas[place] = formulas.read(text)
                shared[number] = place, self._formulas[place]
            elif number in shared:
                first, formula = shared[number]
                self._formulas[place] = formulas.copied(formula, place[0] - first[0], place[1] - first[1])
        except formulas.NotSupported:
            if "DISPIMG" in text.upper():
                cure = _("请在 WPS 里把图片改成“浮动图片”")
                self._say(name_of(*place), _("这格是嵌在格子里的图片（WPS）"), cure)
                return
            cure = _("只能用 SUM 和加减乘除，只能用本表的格子")
            self._say(name_of(*place), _("公式 ={text} 不支持").format(text=text[:60]), cure)

    def _look_at_formulas(self) -> None:
        areas = [each.area for formula in self._formulas.values() for each in formulas.references(formula)]
        sizes = ((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in areas)
        if sum(min(each, self._cells) for each in sizes) > _MOST_SUMMED:
            raise Refused(_("表里的公式多得不正常，没有打开"), _("请删掉多余的公式，再添加"), "form")
        _order, circle = formulas.in_order(self._formulas)
        if circle is not None:
            self._say(name_of(*circle), _("公式绕回了自己"), _("请改公式，不要让格子算自己"))
        for place, formula in self._formulas.items():
            for block in self._blocks:
                self._look_at_formula_beside(place, formula, block)

    def _look_at_formula_beside(self, place: Spot, formula: Formula, block: Block) -> None:
        """A formula that names repeating rows: in a record its own cells, outside only a sum over plain records."""
        rows = block.rows
        areas = [(each, each.area) for each in formulas.references(formula)]
        named = [each for each, area in areas if area[0] < rows.stop and area[2] >= rows.start]
        if not named:
            return
        own = next((set(band) for band in block.bands.values() if place[0] in band), None)
        if own is not None and all({each.area[0], each.area[2]} <= own for each in named):
            return
        if own is None and block.is_plain and all(_is_summed(each, formula) for each in named):
            return
        self._say(name_of(*place), _("公式里有会重复的行"), _("请改用 {合计.金额}、{小计.金额} 或 {本页.金额}"))

    def _look_at_notes(self) -> None:
        tree = self._sheet.tree
        if tree.find("{*}conditionalFormatting") is not None:
            self._say("", _("条件格式留在工作簿里，不印到纸上"), refuses=False)
        if tree.find("{*}legacyDrawingHF") is not None:
            self._say("", _("页眉页脚里的图片留在工作簿里，不印到纸上"), refuses=False)
        if self._blocks and _is_on_one_page(tree):
            cure = _("请在“页面布局”里把“高度”改成自动")
            paged = any(Band.PAGE_SUM in each.bands for each in self._blocks)
            self._say("", _("名单被设成缩到一页高，人多了字会很小"), cure, paged)
        if self._blocks and tree.find("{*}tableParts") is not None:
            cure = _("请在 Excel 的“表设计”里点“转换为区域”")
            self._say("", _("会重复的行在套用了表格格式的区域里"), cure)


def heading(name: str) -> str:
    """How an element of headers and footers is called."""
    return _("页脚") if name.endswith("Footer") else _("页眉")


def _open(data: bytes) -> FormSheet:
    """The form's sheet. Refused for what is no .xlsx file, or one that would fill the memory."""
    if len(data) > LARGEST_FILE:
        raise Refused(_("文件超过 5 MB，太大了"), _("请删掉多余的图片和工作表，再添加"), "form")
    if file_kinds.kind(data) is not FileKind.ZIPPED:
        raise Refused(_("这不是 .xlsx 表格"), _("请在 Excel 或 WPS 里打开它，另存为 .xlsx，再添加"), "form")
    package = Package(data)
    parts = Parts(package.data)
    if sum(len(parts.content(each)) for each in parts) > _LARGEST_WHOLE:
        raise file_kinds.too_large(_("工作簿解压后大得不正常，没有打开"))
    _must_be_small(package)
    sheet = FormSheet(parts)
    if str(sheet.tree.tag).startswith("{http://purl.oclc.org/"):
        raise Refused(_("这是“严格”格式的 .xlsx"), _("请在 Excel 里另存为“Excel 工作簿(*.xlsx)”，再添加"), "form")
    return sheet


def _must_be_small(package: Package) -> None:
    for name, xml in package.sheets():
        if len(xml) > _LARGEST_SHEET or xml.count(b"row ") > 4 * _MOST_ELEMENTS:
            raise file_kinds.too_large(_("工作表“{name}”大得不正常，没有打开").format(name=name))


def _sum_cure(place: Place, lists: Collection[str]) -> str:
    """How the sum of a list that the form has is written, where it has one."""
    other = next(iter(sorted(lists)), "")
    if place.list or not other:
        return _("请在上面加一行 {.姓名} 这样的字段")
    written = f"{{{other}{Band.WHOLE_SUM.value}.{place.field}}}"
    return _("“{list}”的合计写成 {written}").format(list=other, written=written)


def _is_choice(name: str) -> bool:
    found = fields().find(name)
    return found is not None and (found.kind is FieldKind.CHOICE or found.by_policy)


def _is_whole(place: Place, is_list: bool) -> bool:
    found = fields().find(place.field)
    return found is not None and value_words.is_whole(found, place.way, is_list)


def _of_emptiness(template: Template) -> Iterator[Problem]:
    """A workbook without a field is a form all the same: a sheet to be written by hand. It may be the wrong file."""
    if not template.fields:
        cure = _("要自动填的格子，请写 {姓名} 这样的字段")
        yield Problem("", _("表里没有字段，每次印出来都一样"), cure, refuses=False)


def _lists_people(blocks: Sequence[Block], cells: Mapping[Spot, Marked]) -> bool:
    """Whether the main list names people, so that the form is about many."""
    rows = {row for block in blocks if not block.list for row in block.records}
    return any(_names_somebody(each) for spot, one in cells.items() if spot[0] in rows for each in one.places)


def _names_somebody(place: Place) -> bool:
    found = fields().find(place.field)
    return place.band is Band.RECORD and found is not None and (found.personal or found.name == _NAME)


def _of_whole_numbers(template: Template, posting: bool) -> Iterator[Problem]:
    if template.whole_numbers and posting:
        cure = _("贴出去的表只能写 {公民身份号码:掩码} 这样的字段")
        why = _("表上写着公示：") if template.posting else ""
        yield Problem("", why + _("这张表会印出完整的身份证号、电话或账号，不能公示"), cure)
    elif posting and _tells_middle(template):
        cure = _("请去掉身份证号，或把出生日期写成 {出生日期:年}")
        yield Problem("", _("出生日期正是身份证号里遮住的那几位，两样放在一起不能公示"), cure)
    else:
        yield from _of_numbers(template)


def _of_numbers(template: Template) -> Iterator[Problem]:
    """Which cells print numbers of people whole, and which cover them though nobody wrote so."""
    whole: list[str] = []
    covered: list[str] = []
    for where, place in template.placed():
        found = fields().find(place.field)
        if found is not None and value_words.is_whole(found, place.way, template.masks(place)):
            whole.append(where)
        elif found is not None and found.personal and place.way != value_words.MASKED:
            covered.append(where)
    if whole:
        words = _("这张表会印出完整的身份证号、电话或账号：{cells}")
        yield Problem("", words.format(cells=few_cells(whole)), refuses=False)
    if covered:
        words = _("名单上的号码遮住中间：{cells}").format(cells=few_cells(covered))
        yield Problem("", words, _("要印完整，请写 {公民身份号码:全}"), False)


def _tells_middle(template: Template) -> bool:
    """Whether a day of birth stands beside a masked number, which then can be read whole."""
    places = [each for marked in (*template.cells.values(), *template.headings.values()) for each in marked.places]
    names = {found.name for each in places if each.way not in _PARTS_OF_DAYS and (found := fields().find(each.field))}
    return {_NUMBER, _BIRTH} <= names


def _of_trial(template: Template) -> Iterator[Problem]:
    """What shows only when rows repeat, such as notes that cannot be read: found when a form is checked, not later."""
    from village_desk.workbooks.forms import filling  # which knows this module

    people: Sequence[Record] = ({}, {})
    try:
        filling.fill(template, FormContent({}, {each.list: people for each in template.blocks}))
    except (Refused, ValueError, LookupError):
        damaged = file_kinds.damaged()
        yield Problem("", damaged.message, damaged.cure)


def _of_place(where: str, place: Place, marked: Marked) -> Iterator[Problem]:
    """What is wrong with one place: its name, its list, its way, where it stands."""
    field = fields().find(place.field)
    if field is None:
        yield _unknown(where, place)
        return
    if place.list and place.list not in fields().lists:
        near = fields().nearest_list(place.list)
        cure = _("是不是“{near}”？").format(near=near) if near else _("主名单的字段写成 {.姓名}")
        yield Problem(where, _("没有“{name}”这个名单").format(name=place.list), cure)
    if place.way and place.way not in value_words.ways(field.kind):
        yield _wrong_way(where, place, field)
    yield from _of_nothing(where, place, field)
    if place.band in SUMMED_BANDS and not _has_sum(field, place.band):
        yield Problem(where, _("“{name}”不能相加").format(name=place.field), _("能相加的是金额和数目"))
    if field.kind is FieldKind.PICTURE and (place.band is not Band.NONE or marked.lone != place):
        yield Problem(where, _("照片要单独占一格，不能在名单里"), _("请给 {照片} 留一个（合并的）格子"))


def _unknown(where: str, place: Place) -> Problem:
    near = fields().nearest(place.field)
    cure = _("是不是“{near}”？").format(near=near) if near else _("请照字段表写；手写的地方不用写花括号")
    return Problem(where, _("没有“{name}”这个字段").format(name=place.field), cure)


def _of_nothing(where: str, place: Place, field: FormField) -> Iterator[Problem]:
    """What a place asks for though there never is such a thing: choices, or a digit. Only to be known."""
    if place.way == value_words.OPTIONS and not field.has_options:
        words = _("“{name}”没有可列的选项，只印它的值").format(name=place.field)
        yield Problem(where, words, _("请去掉“:选项”"), False)
    cure, longest = _("请检查 # 后面的数"), value_words.longest(field)
    if not place.digit and "#" in texts.plain(place.written).partition(":")[0]:
        yield Problem(where, _("“{name}”的位数从 1 数起").format(name=place.field), cure, False)
    if 0 < longest < place.digit:
        words = _("“{name}”只有 {longest} 位，第 {digit} 位总是空的")
        yield Problem(where, words.format(name=place.field, longest=longest, digit=place.digit), cure, False)


def _wrong_way(where: str, place: Place, field: FormField) -> Problem:
    known = value_words.offered(field)
    near = difflib.get_close_matches(place.way, known, 1, 0.5)
    words = _("“{name}”不能写成“{way}”").format(name=place.field, way=place.way)
    if near:
        return Problem(where, words, _("是不是“{near}”？").format(near=near[0]))
    return Problem(
        where, words, _("可以写成：{ways}").format(ways=_("、").join(known)) if known else _("请去掉冒号后的话")
    )


def _has_sum(field: FormField, band: Band) -> bool:
    return band is Band.GROUP or field.name == COUNT or field.kind.is_summed


def _is_summed(reference: formulas.Reference, formula: Formula) -> bool:
    """Whether the reference stands alone between the brackets and commas of a SUM, or is a range, which always does."""
    if reference.last is not None:
        return True
    at = formula.index(reference)
    return at > 0 and formula[at - 1] in ("SUM(", ",") and formula[at + 1] in (",", ")")


def _is_on_one_page(tree: _Element) -> bool:
    """Whether the sheet is made so small that it fits a number of pages: then no page has a sum of its own."""
    fits, setup = tree.find("{*}sheetPr/{*}pageSetUpPr"), tree.find("{*}pageSetup")
    high = setup.get("fitToHeight", "1") if setup is not None else "1"
    return fits is not None and fits.get("fitToPage") in ("1", "true") and high != "0"
