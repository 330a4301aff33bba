"""What a form's workbook may not hold besides cells: macros, charts, controls and their like. Reads parts only."""

from collections.abc import Iterator, Mapping

from village_desk.words import _
from village_desk.workbooks.forms.form_problem import Problem
from village_desk.workbooks.forms.form_sheet import FormSheet
from village_desk.workbooks.forms.parts import BOOK, Relation

_TAKE_OUT = _("请在 Excel 里删掉它，再添加")
_OF_BOOK: Mapping[str, tuple[str, str]] = {
    "vbaProject": (_("工作簿里有宏"), _("请在 Excel 里另存为 .xlsx（不带宏），再添加")),
    "externalLink": (_("工作簿连着别的文件"), _("请在 Excel 的“数据—编辑链接”里断开链接，再添加")),
    "xlMacrosheet": (_("工作簿里有宏表"), _TAKE_OUT),
}
_OF_SHEET: Mapping[str, str] = {
    "oleObject": _("表里有嵌入的对象"),
    "package": _("表里有嵌入的文件"),
    "control": _("表里有控件"),
    "ctrlProp": _("表里有控件"),
    "pivotTable": _("表里有数据透视表"),
    "slicer": _("表里有切片器"),
    "timeline": _("表里有日程表"),
    "queryTable": _("表里有外来数据"),
}
_SHAPES: Mapping[str, str] = {
    "sp": _("表里有文本框或图形"),
    "cxnSp": _("表里有线条图形"),
    "grpSp": _("表里有组合的图形"),
    "graphicFrame": _("表里有图表"),
    "contentPart": _("表里有手写的笔迹"),
}
_AS_CELLS = _("请把其中的字写进格子里，再删掉它")


def amiss(sheet: FormSheet) -> Iterator[Problem]:
    """What is wrong with the parts that the form reaches."""
    book = sheet.parts.relations(BOOK)
    for each in book:
        if each.kind in _OF_BOOK:
            words, cure = _OF_BOOK[each.kind]
            yield Problem("", words, cure)
    if any("cellimages" in each.target.lower() or "cellimage" in each.kind.lower() for each in book):
        yield Problem("", _("表里有嵌在格子里的图片（WPS）"), _("请在 WPS 里把图片改成“浮动图片”，再添加"))
    if any(each.kind == "worksheet" and each.target != sheet.member for each in book):
        yield Problem("", _("只用第一张看得见的工作表，其余的不印"), refuses=False)
    for each in sheet.parts.relations(sheet.member):
        yield from _of_sheet(sheet, each)


def _of_sheet(sheet: FormSheet, relation: Relation) -> Iterator[Problem]:
    if relation.kind in _OF_SHEET:
        yield Problem("", _OF_SHEET[relation.kind], _TAKE_OUT)
    if relation.is_outside or not sheet.parts.has(relation.target):
        return
    if relation.kind == "drawing":
        yield from _drawn(sheet, relation.target)
    if relation.kind == "vmlDrawing" and _has_old_shapes(sheet.parts.content(relation.target)):
        yield Problem("", _("表里有控件或旧式图形"), _TAKE_OUT)
    if relation.kind in ("comments", "threadedComment"):
        yield Problem("", _("批注留在工作簿里，不印到纸上"), refuses=False)


def _drawn(sheet: FormSheet, member: str) -> Iterator[Problem]:
    found = {str(each.tag).rpartition("}")[2] for each in sheet.parts.tree(member).iter() if isinstance(each.tag, str)}
    for name in sorted(found & set(_SHAPES)):
        yield Problem("", _SHAPES[name], _AS_CELLS)
    for each in sheet.parts.relations(member):
        if each.is_outside and each.kind == "image":
            yield Problem("", _("表里的图片连着别处的文件"), _("请把图片插入到表里，不要用链接"))


def _has_old_shapes(content: bytes) -> bool:
    """Whether the old drawing holds more than the shapes of notes; a picture of the header is one, too."""
    shapes = content.count(b"<v:shape ")
    return shapes > content.count(b'ObjectType="Note"') and b'ObjectType="' in content
