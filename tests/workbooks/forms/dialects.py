"""Forms as Excel, WPS, LibreOffice and others write them: the same words and numbers in the XML of each program.

A form is a table of cells by name; a dialect decides how the file says it. Nothing here is read from the program.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from html import escape

import openpyxl
import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"

Words = Mapping[str, str | float]
"""The cells of a form by name; words that begin with = are formulas."""

CHINESE_DAY = "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"
STYLES = {"text": 1, "money": 2, "day": 3, "general": 0}


@dataclass(frozen=True)
class Form:
    """A form: cells, merged areas, which cells have a format other than the general one, and its first print titles."""

    cells: Words
    merges: tuple[str, ...] = ()
    styles: Mapping[str, str] = field(default_factory=dict)
    titles: str = ""


@dataclass(frozen=True)
class Dialect:
    """How a program writes. ``strings``: shared, inline, rich (shared, every one in two runs)."""

    strings: str = "shared"
    prefix: str = ""
    normal: str = "Normal"
    root: str = ""
    row: str = ""
    declaration: str = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    has_places: bool = True
    shares_formulas: bool = False
    extras: tuple[str, ...] = ()
    application: str = "Microsoft Excel"
    sheet_name: str = "Sheet1"
    starts_1904: bool = False


_X14AC = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr xr2 xr3" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    'xmlns:xr2="http://schemas.microsoft.com/office/spreadsheetml/2015/revision2" '
    'xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3" '
    'xr:uid="{A1B2C3D4-0001-4000-8000-000000000001}"'
)
EXCEL = Dialect(root=_X14AC, row='spans="1:7" x14ac:dyDescent="0.2"', normal="常规")
WPS = Dialect(
    normal="常规",
    root='xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"',
    row='spans="1:7"',
    application="WPS Office",
    sheet_name="表 一",
)
LIBRE = Dialect(
    declaration='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    row='customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false"',
    application="LibreOffice/7.4.7.2$Linux_X86_64",
)
DIALECTS: dict[str, Dialect] = {
    "excel": EXCEL,
    "excel-rich": replace(EXCEL, strings="rich"),
    "excel-extras": replace(EXCEL, extras=("printer", "comments", "x14", "custom", "chain"), shares_formulas=True),
    "excel-mac": replace(EXCEL, starts_1904=True, application="Microsoft Macintosh Excel", extras=("second",)),
    "wps": replace(WPS, extras=("custom", "printer")),
    "wps-rich": replace(WPS, strings="rich", extras=("comments", "wpsext")),
    "libre": LIBRE,
    "libre-logo": replace(LIBRE, extras=("logo",)),
    "prefixed": Dialect(prefix="x:", strings="shared"),
    "inline": Dialect(strings="inline", application="Apache POI"),
    "unplaced": Dialect(strings="inline", has_places=False, application="EasyExcel"),
}


def made(form: Form, dialect: Dialect) -> bytes:
    """The form's file in a dialect."""
    return _Writing(form, dialect).zipped()


def by_openpyxl(form: Form) -> bytes:
    """The form as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for name, words in form.cells.items():
        sheet[name] = words
        sheet[name].number_format = FORMATS[form.styles.get(name, "general")]
    for each in form.merges:
        sheet.merge_cells(each)
    if form.titles:
        sheet.print_title_rows = form.titles
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_xlsxwriter(form: Form) -> bytes:
    """The form as XlsxWriter writes it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    looks = {name: book.add_format({"num_format": code}) for name, code in FORMATS.items()}
    for each in form.merges:
        sheet.merge_range(each, "")
    for name, words in form.cells.items():
        look = looks[form.styles.get(name, "general")]
        if isinstance(words, str) and words.startswith("="):
            sheet.write_formula(name, words, look)
        else:
            sheet.write(name, words, look)
    book.close()
    return buffer.getvalue()


FORMATS = {"general": "General", "text": "@", "money": "#,##0.00", "day": "yyyy-mm-dd"}
MAKERS: dict[str, Callable[[Form], bytes]] = {
    **{name: partial(made, dialect=dialect) for name, dialect in DIALECTS.items()},
    "openpyxl": by_openpyxl,
    "xlsxwriter": by_xlsxwriter,
}


class _Writing:
    def __init__(self, form: Form, dialect: Dialect) -> None:
        self.form, self.dialect = form, dialect
        self.strings: list[str] = []
        self.relations: list[tuple[str, str]] = []
        self.types: list[tuple[str, str]] = []
        self.parts: dict[str, str | bytes] = {}

    def zipped(self) -> bytes:
        sheet = self.sheet()
        parts = {
            "[Content_Types].xml": "",
            "_rels/.rels": self.rels(
                [("officeDocument", "xl/workbook.xml"), ("extended-properties", "docProps/app.xml")]
            ),
            "xl/workbook.xml": self.book(),
            "xl/styles.xml": self.styles(),
            SHEET: sheet,
            "docProps/app.xml": f"<Properties xmlns='x'><Application>{self.dialect.application}</Application>"
            "</Properties>",
            **self.parts,
        }
        of_book = [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
        if "second" in self.dialect.extras:
            of_book.append(("worksheet", "worksheets/sheet2.xml"))
            parts["xl/worksheets/sheet2.xml"] = self.tagged("worksheet", "", self.tag("sheetData"))
        if self.strings:
            parts["xl/sharedStrings.xml"] = self.tagged("sst", f'count="{len(self.strings)}"', "".join(self.strings))
            of_book.append(("sharedStrings", "sharedStrings.xml"))
        if "chain" in self.dialect.extras:
            of_book.append(("calcChain", "calcChain.xml"))
            parts["xl/calcChain.xml"] = self.tagged("calcChain", "", '<c r="A1" i="1"/>')
            self.types.append(("xl/calcChain.xml", "application/x-calcChain+xml"))
        if "custom" in self.dialect.extras:
            parts["customXml/item1.xml"] = "<b:Sources xmlns:b='urn:x'/>"
        parts["xl/_rels/workbook.xml.rels"] = self.rels(of_book)
        if self.relations:
            parts["xl/worksheets/_rels/sheet1.xml.rels"] = self.rels(self.relations)
        parts["[Content_Types].xml"] = self.content_types()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in parts.items():
                file.writestr(name, content)
        return buffer.getvalue()

    def tag(self, name: str, attributes: str = "", inside: str = "") -> str:
        full = self.dialect.prefix + name
        head = f"{full} {attributes}".strip()
        return f"<{head}>{inside}</{full}>" if inside else f"<{head}/>"

    def tagged(self, name: str, attributes: str = "", inside: str = "") -> str:
        """A whole part."""
        prefix = self.dialect.prefix.removesuffix(":")
        space = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
        return self.dialect.declaration + self.tag(name, f'{space} xmlns:r="{OFFICE}" {attributes}', inside or " ")

    def book(self) -> str:
        second = self.tag("sheet", 'name="别的" sheetId="2" r:id="rId3"') if "second" in self.dialect.extras else ""
        name = self.dialect.sheet_name
        sheets = self.tag("sheets", "", self.tag("sheet", f'name="{name}" sheetId="1" r:id="rId1"') + second)
        start = self.tag("workbookPr", f'date1904="{int(self.dialect.starts_1904)}"')
        first, last = (self.form.titles or "1:1").split(":")
        names = self.tag(
            "definedNames",
            "",
            self.tag("definedName", 'name="_xlnm.Print_Titles" localSheetId="0"', f"'{name}'!${first}:${last}")
            + self.tag("definedName", 'name="_xlnm.Print_Area" localSheetId="0"', f"'{name}'!$A$1:$G$12"),
        )
        return self.tagged("workbook", "", start + sheets + names)

    def styles(self) -> str:
        tag = self.tag
        look = 'numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
        numbers = [tag("xf", look.format(each)) for each in (0, 49, 4, 164)]
        return self.tagged(
            "styleSheet",
            "",
            tag(
                "numFmts",
                'count="1"',
                tag("numFmt", f'numFmtId="164" formatCode="{CHINESE_DAY}"'),
            )
            + tag("fonts", 'count="1"', tag("font", "", tag("sz", 'val="11"') + tag("name", 'val="宋体"')))
            + tag("fills", 'count="1"', tag("fill", "", tag("patternFill", 'patternType="none"')))
            + tag("borders", 'count="1"', tag("border"))
            + tag("cellStyleXfs", 'count="1"', tag("xf", 'numFmtId="0" fontId="0" fillId="0" borderId="0"'))
            + tag("cellXfs", 'count="4"', "".join(numbers))
            + tag("cellStyles", 'count="1"', tag("cellStyle", f'name="{self.dialect.normal}" xfId="0" builtinId="0"')),
        )

    def sheet(self) -> str:
        rows: dict[int, dict[int, str]] = {}
        for name in self.form.cells:
            rows.setdefault(row_of(name), {})[column_of(name)] = name
        data = "".join(self.row(number, rows.get(number, {})) for number in range(1, max(rows) + 1))
        tag = self.tag
        merges = "".join(tag("mergeCell", f'ref="{each}"') for each in self.form.merges)
        inside = (
            tag("sheetPr", "", tag("pageSetUpPr", 'fitToPage="0"'))
            + tag("dimension", 'ref="A1:G12"')
            + tag(
                "sheetViews", "", tag("sheetView", 'workbookViewId="0"', tag("selection", 'activeCell="A9" sqref="A9"'))
            )
            + tag("sheetFormatPr", 'defaultRowHeight="14.25"')
            + tag("cols", "", tag("col", 'min="1" max="7" width="12.5" customWidth="1"'))
            + tag("sheetData", "", data)
            + (tag("mergeCells", f'count="{len(self.form.merges)}"', merges) if merges else "")
            + tag("phoneticPr", 'fontId="0" type="noConversion"')
            + tag(
                "dataValidations",
                'count="1"',
                tag("dataValidation", 'type="list" sqref="B9:B10"', tag("formula1", "", "&quot;男,女&quot;")),
            )
            + tag("pageMargins", 'left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"')
            + tag("pageSetup", 'paperSize="9" orientation="portrait"' + self.printer())
            + tag("headerFooter", "", tag("oddFooter", "", "&amp;C第 &amp;P 页"))
        )
        return self.tagged("worksheet", self.dialect.root, inside + self.extras())

    def row(self, number: int, cells: Mapping[int, str]) -> str:
        if not cells and not self.dialect.has_places:
            return self.tag("row")
        place = f'r="{number}" ' if self.dialect.has_places else ""
        last = max(cells, default=0)
        every = [cells.get(column, "") for column in range(1, last + 1)]
        inside = "".join(self.cell(name) for name in every if name or not self.dialect.has_places)
        return self.tag("row", f"{place}{self.dialect.row}", inside)

    def cell(self, name: str) -> str:
        if not name:
            return self.tag("c")
        words = self.form.cells[name]
        place = f'r="{name}" ' if self.dialect.has_places else ""
        look = f's="{STYLES[self.form.styles.get(name, "general")]}"'
        if isinstance(words, float | int):
            return self.tag("c", place + look, self.tag("v", "", str(words)))
        if words.startswith("="):
            return self.tag("c", place + look, self.tag("f", "", escape(words[1:])) + self.tag("v", "", "0"))
        item = self.item(words)
        if self.dialect.strings == "inline":
            return self.tag("c", f'{place}{look} t="inlineStr"', self.tag("is", "", item))
        self.strings.append(self.tag("si", "", item))
        return self.tag("c", f'{place}{look} t="s"', self.tag("v", "", str(len(self.strings) - 1)))

    def item(self, words: str) -> str:
        if self.dialect.strings != "rich":
            return self.tag("t", 'xml:space="preserve"', escape(words))
        middle = len(words) // 2
        looks = self.tag("rPr", "", self.tag("b") + self.tag("sz", 'val="11"') + self.tag("rFont", 'val="宋体"'))
        runs = (("", words[:middle]), (looks, words[middle:]))
        sound = self.tag("rPh", 'sb="0" eb="1"', self.tag("t", "", "SOUND"))
        made = (look + self.tag("t", 'xml:space="preserve"', escape(part)) for look, part in runs if part)
        return "".join(self.tag("r", "", each) for each in made) + sound

    def printer(self) -> str:
        if "printer" not in self.dialect.extras:
            return ""
        self.parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256))
        self.relations.append(("printerSettings", "../printerSettings/printerSettings1.bin"))
        return f' r:id="rId{len(self.relations)}"'

    def extras(self) -> str:
        found = ""
        if "logo" in self.dialect.extras:
            self.parts["xl/drawings/drawing1.xml"] = LOGO
            self.parts["xl/drawings/_rels/drawing1.xml.rels"] = self.rels([("image", "../media/image1.png")])
            self.parts["xl/media/image1.png"] = PICTURE
            self.types.append(("xl/drawings/drawing1.xml", "application/vnd.openxmlformats-officedocument.drawing+xml"))
            self.relations.append(("drawing", "../drawings/drawing1.xml"))
            found += self.tag("drawing", f'r:id="rId{len(self.relations)}"')
        if "comments" in self.dialect.extras:
            words = self.tag("text", "", self.tag("t", "", "请照身份证"))
            comment = self.tag("commentList", "", self.tag("comment", 'ref="B2" authorId="0"', words))
            author = self.tag("authors", "", self.tag("author", "", "镇所"))
            self.parts["xl/comments1.xml"] = self.tagged("comments", "", author + comment)
            self.parts["xl/drawings/vmlDrawing1.vml"] = NOTE
            self.relations += [("vmlDrawing", "../drawings/vmlDrawing1.vml"), ("comments", "../comments1.xml")]
            found += self.tag("legacyDrawing", f'r:id="rId{len(self.relations) - 1}"')
        if "x14" in self.dialect.extras:
            found += self.tag("extLst", "", self.tag("ext", 'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"', X14))
        if "wpsext" in self.dialect.extras:
            own = self.tag("ext", 'uri="{3C255B88-0001-4CDA-B8C0-000000000000}"', "<w:x xmlns:w='urn:wps'/>")
            found += self.tag("extLst", "", own)
        return found

    def rels(self, relations: list[tuple[str, str]]) -> str:
        each = "".join(
            f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(relations, 1)
        )
        return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'

    def content_types(self) -> str:
        main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        usual = [
            ("xl/workbook.xml", f"{main}.sheet.main+xml"),
            (SHEET, f"{main}.worksheet+xml"),
            ("xl/styles.xml", f"{main}.styles+xml"),
        ]
        usual += [("xl/sharedStrings.xml", f"{main}.sharedStrings+xml")] if self.strings else []
        parts = "".join(f'<Override PartName="/{name}" ContentType="{sort}"/>' for name, sort in usual + self.types)
        defaults = {"rels": f"{PACKAGE}/relationships", "xml": "application/xml", "png": "image/png"}
        defaults |= {"bin": "application/x-printer", "vml": "application/x-vml"}
        kinds = "".join(f'<Default Extension="{end}" ContentType="{sort}"/>' for end, sort in defaults.items())
        return f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">{kinds}{parts}</Types>'


def row_of(name: str) -> int:
    """5 of B5."""
    return int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def column_of(name: str) -> int:
    """2 of B5, for the first 26."""
    return ord(name[0]) - 64


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090775"
    "3de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
LOGO = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>10</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    "<xdr:to><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>11</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="logo"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
    f'<a:blip xmlns:r="{OFFICE}" r:embed="rId1"/><a:stretch/></xdr:blipFill><xdr:spPr/></xdr:pic><xdr:clientData/>'
    "</xdr:twoCellAnchor></xdr:wsDr>"
)
NOTE = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shape id="_x0000_s1025" type="#_x0000_t202"><x:ClientData ObjectType="Note">'
    "<x:Anchor>2, 15, 1, 10, 4, 15, 5, 4</x:Anchor><x:Row>1</x:Row><x:Column>1</x:Column>"
    "</x:ClientData></v:shape><br></xml>"
)
X14 = (
    '<x14:dataValidations xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list">'
    "<x14:formula1><xm:f>别的!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>C9</xm:sqref></x14:dataValidation></x14:dataValidations>"
)
