"""A filled form as it is read: the first visible sheet's cells, rows, columns, merges, pictures and printing options.

Reads the file's own words (ECMA-376 part 1, 18.3) into values; measures nothing and draws nothing.
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from sync.agreement.values import value
from village_desk.documents.sheets.anchors import Anchor, anchors
from village_desk.documents.sheets.container import Container, damaged, relation_of
from village_desk.documents.sheets.looks import Look, Looks, Typeface
from village_desk.documents.sheets.page_setup import PageSetup, page_setup
from village_desk.documents.sheets.references import Span, column_of, number_of, span_of, unescaped

Run = tuple[str, Typeface | None]
"""Words of one typeface; that of the cell's look if there is none of their own."""


@value
class FilledCell:
    """A cell as it stands in the file. ``runs`` are the words of text, ``number`` is what else it holds.

    ``unread`` is a formula that has no value.
    """

    style: int
    runs: tuple[Run, ...] = ()
    number: float | None = None
    is_centred: bool = False
    unread: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the cell holds nothing: no words, no number, no formula."""
        return self.number is None and not self.unread and not any(words for words, _face in self.runs)


@value
class RowLook:
    """A row: its height in points if it has one, whether it is hidden, the style of cells that it lacks."""

    height: float | None = None
    hidden: bool = False
    style: int | None = None


@value
class ColumnLook:
    """Columns ``first`` to ``last``: width in characters if they have one, whether hidden, style of cells they lack."""

    first: int
    last: int
    width: float | None
    hidden: bool
    style: int


@dataclass(slots=True)
class FilledSheet:
    """The sheet that is printed. Rows and columns are counted from 1."""

    container: Container
    name: str
    looks: Looks
    setup: PageSetup
    cells: dict[int, dict[int, FilledCell]] = field(default_factory=dict)
    rows: dict[int, RowLook] = field(default_factory=dict)
    columns: list[ColumnLook] = field(default_factory=list)
    merges: list[Span] = field(default_factory=list)
    pictures: list[Anchor] = field(default_factory=list)
    default_width: float | None = None
    base_width: int = 8
    default_height: float = 13.5
    others_hidden: bool = False
    starts_1904: bool = False

    def look(self, cell: FilledCell) -> Look:
        """How the cell looks."""
        return self.looks.of(cell.style)


def read(data: bytes) -> FilledSheet:
    """The first visible sheet of a workbook; Refused ``damaged`` when it cannot be read."""
    try:
        return _read(Container(data))
    except (ValueError, AttributeError, IndexError, KeyError):  # a number that is none, a place that is not there
        raise damaged() from None


def _read(container: Container) -> FilledSheet:
    main = container.main()
    book, parts = container.tree(main), container.related(main)
    place, sheet = _first_visible(book)
    member = parts[relation_of(sheet)][0]
    named = {kind: target for target, kind in parts.values()}
    root = container.tree(member)
    looks = Looks(container, named.get("styles", ""), named.get("theme", ""))
    found = FilledSheet(container, sheet.get("name", ""), looks, page_setup(root, _defined(book, place)))
    settings = book.find("{*}workbookPr")
    found.starts_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    _read_format(root, found)
    shared = _shared(container, named.get("sharedStrings", ""), looks)
    _read_cells(root, found, shared)
    found.merges = [span_of(each.get("ref", "")) for each in root.iterfind("{*}mergeCells/{*}mergeCell")]
    found.pictures = list(anchors(container, member, root))
    return found


def _first_visible(book: Element) -> tuple[int, Element]:
    sheets = book.findall("{*}sheets/{*}sheet")
    return next((each for each in enumerate(sheets) if each[1].get("state", "visible") == "visible"), (0, sheets[0]))


def _defined(book: Element, place: int) -> dict[str, str]:
    """The names that the workbook defines for this sheet: the print area and the titles."""
    names = book.iterfind("{*}definedNames/{*}definedName")
    return {each.get("name", ""): each.text or "" for each in names if each.get("localSheetId") == str(place)}


def _read_format(root: Element, found: FilledSheet) -> None:
    default = root.find("{*}sheetFormatPr")
    if default is not None:
        width = default.get("defaultColWidth")
        found.default_width = None if width is None else number_of(width)
        found.base_width = int(default.get("baseColWidth", "8"))
        found.default_height = number_of(default.get("defaultRowHeight", "13.5"))
        found.others_hidden = default.get("zeroHeight") in _YES
    for each in root.iterfind("{*}cols/{*}col"):
        width = each.get("width")
        found.columns.append(
            ColumnLook(
                int(each.get("min", "1")),
                int(each.get("max", "1")),
                None if width is None else number_of(width),
                each.get("hidden") in _YES,
                int(each.get("style", "0")),
            )
        )


def _read_cells(root: Element, found: FilledSheet, shared: list[tuple[Run, ...]]) -> None:
    space = f"{root.tag.rpartition('}')[0]}}}" if "}" in root.tag else ""
    reader = _Cells(space, shared, found.looks)
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = int(row.get("r", number + 1))
        found.rows[number] = _row_look(row)
        column, cells = 0, {}
        for each in row:
            column = column_of(each.get("r", "")) or column + 1
            cells[column] = reader.cell(each)
        found.cells[number] = cells


def _row_look(row: Element) -> RowLook:
    height, style = row.get("ht"), row.get("s") if row.get("customFormat") in _YES else None
    return RowLook(
        None if height is None else number_of(height),
        row.get("hidden") in _YES,
        None if style is None else int(style),
    )


_YES = ("1", "true", "on")


class _Cells:
    """The reading of cells, with the tags of this sheet's dialect."""

    def __init__(self, space: str, shared: list[tuple[Run, ...]], looks: Looks) -> None:
        self._value, self._formula, self._text = f"{space}v", f"{space}f", f"{space}is"
        self._shared, self._looks = shared, looks

    def cell(self, element: Element) -> FilledCell:
        """The cell of a ``<c>``."""
        style, kind = int(element.get("s", "0")), element.get("t", "n")
        if kind == "inlineStr":
            inside = element.find(self._text)
            return FilledCell(style, () if inside is None else _runs(inside, self._looks))
        value = element.findtext(self._value)
        if not value:
            formula = element.findtext(self._formula)
            return FilledCell(style, unread=f"={formula}" if formula is not None and kind != "str" else "")
        return self._of(style, kind, value)

    def _of(self, style: int, kind: str, value: str) -> FilledCell:
        if kind == "s":
            return FilledCell(style, self._shared[int(value)])
        if kind == "n":
            return FilledCell(style, number=number_of(value))
        if kind == "b":
            return FilledCell(style, ((("FALSE", "TRUE")[value in _YES], None),), is_centred=True)
        return FilledCell(style, ((unescaped(value), None),), is_centred=kind == "e")


def _shared(container: Container, member: str, looks: Looks) -> list[tuple[Run, ...]]:
    if not member or not container.has(member):
        return []
    return [_runs(each, looks) for each in container.tree(member).iterfind("{*}si")]


def _runs(element: Element, looks: Looks) -> tuple[Run, ...]:
    """The words of an ``<is>`` or ``<si>``: plain, or in runs with a typeface each."""
    runs: list[Run] = []
    for part in element:
        name = part.tag.rpartition("}")[2]
        if name == "t":
            runs.append((unescaped(part.text or ""), None))
        elif name == "r":
            face = part.find("{*}rPr")
            words = unescaped(part.findtext("{*}t") or "")
            runs.append((words, None if face is None else looks.face(face)))
    return tuple(run for run in runs if run[0])
