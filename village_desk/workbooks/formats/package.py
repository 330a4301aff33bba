"""The zipped container of .xlsx files, checked before it is opened, so that no bomb goes off. Reads, never writes."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from village_desk.words import _
from village_desk.workbooks.formats import file_kinds

MEGABYTE = 1 << 20
LARGEST_MEMBER = 200 * MEGABYTE
LARGEST_SUM = 400 * MEGABYTE
LARGEST_RATIO = 100
MOST_MEMBERS = 5_000
SMALL = 10 * MEGABYTE
"""Below this a member may be packed as tightly as it likes."""

_ROOT, _MAIN = "_rels/.rels", "xl/workbook.xml"


class Package:
    """An .xlsx file held in memory, checked when it is made.

    ``data`` is the file in the form that every reader knows: names with slashes, the workbook in its usual place.
    Refused ``bomb`` for sizes that no roster has, ``not_a_workbook`` for another zip file or a damaged one.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._check()
            self._members = {_usual(name).lower(): name for name in self._zip.namelist()}
            self._settle()
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
            raise file_kinds.damaged() from None

    def sheets(self) -> Iterator[tuple[str, bytes]]:
        """Name and XML of each sheet, in the workbook's order."""
        targets = self._targets()
        for sheet in self._tree(_MAIN).iterfind(".//{*}sheets/{*}sheet"):
            member = self._members.get(targets.get(_relation(sheet), ""))
            if member is None:
                raise file_kinds.damaged()
            yield sheet.get("name", ""), self._zip.read(member)

    def is_calculated(self) -> bool:
        """Whether the results of formulas are there: a writer that cannot calculate asks Excel to do so on opening."""
        settings = self._tree(_MAIN).find("{*}calcPr")
        return settings is None or settings.get("fullCalcOnLoad", "0") in ("0", "false")

    def _targets(self) -> dict[str, str]:
        relations = self._tree("xl/_rels/workbook.xml.rels").iterfind("{*}Relationship")
        return {each.get("Id", ""): _inside(each.get("Target", "")).lower() for each in relations}

    def _tree(self, member: str) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(self._zip.read(self._members[member]))
        except (LookupError, ValueError, ElementTree.ParseError):
            raise file_kinds.damaged() from None

    def _settle(self) -> None:
        """Packs the file anew when its members have unusual names that Excel accepts all the same."""
        main = self._main()
        if main == _MAIN and not any("\\" in name for name in self._zip.namelist()):
            self._check_kind()
            return
        moved = {main: _MAIN, _relations_of(main): _relations_of(_MAIN)}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            for name in self._zip.namelist():
                usual = _usual(name)
                file.writestr(moved.get(usual.lower(), usual), self._zip.read(name))
        self.data = buffer.getvalue()
        self._zip = zipfile.ZipFile(buffer)
        self._members = {name.lower(): name for name in self._zip.namelist()}
        self._check_kind()

    def _main(self) -> str:
        """The member that the file's own relations call its document: mostly ``xl/workbook.xml``."""
        if _MAIN in self._members or _ROOT not in self._members:
            return _MAIN
        relations = self._tree(_ROOT).iterfind("{*}Relationship")
        mains = [each.get("Target", "") for each in relations if each.get("Type", "").endswith("/officeDocument")]
        main = _usual(mains[0]).strip("/").lower() if mains else _MAIN
        return main if main.startswith("xl/") and main.endswith(".xml") and main in self._members else _MAIN

    def _check(self) -> None:
        members = self._zip.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise file_kinds.protected()
        whole = sum(member.file_size for member in members)
        if whole > LARGEST_SUM or len(members) > MOST_MEMBERS or any(map(_is_bomb, members)):
            raise file_kinds.too_large(_("工作簿解压后大得不正常，没有打开"))
        for member in members:
            self._check_member(member)

    def _check_kind(self) -> None:
        if _MAIN in self._members:
            return
        if any(name.startswith("word/") for name in self._members):
            raise file_kinds.not_a_workbook(_("这个文件是 Word 文档，不是表格"))
        if "xl/workbook.bin" in self._members or "content.xml" in self._members:
            cure = _("请用原来的程序打开它，另存为 .xlsx，再导入")
            raise file_kinds.not_a_workbook(_("这种格式的表格读不了"), cure)
        raise file_kinds.archive()

    def _check_member(self, member: zipfile.ZipInfo) -> None:
        """Unpacks once: the sizes that the directory promises must be true, and no XML may define entities."""
        data = self._zip.read(member)
        is_xml = member.filename.endswith((".xml", ".rels"))
        if is_xml and (b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data[:64]):
            raise file_kinds.damaged()


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    if member.file_size > LARGEST_MEMBER:
        return True
    return member.file_size > SMALL and member.file_size > LARGEST_RATIO * max(1, member.compress_size)


def _relation(sheet: ElementTree.Element) -> str:
    """The relation's id, ``r:id``: its namespace differs between the two dialects of the format."""
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _relations_of(member: str) -> str:
    folder, name = posixpath.split(member)
    return f"{folder}/_rels/{name}.rels"


def _usual(name: str) -> str:
    return name.replace("\\", "/")


def _inside(target: str) -> str:
    """The member that a relation of the workbook points to."""
    plain = _usual(target)
    return posixpath.normpath(plain.lstrip("/") if plain.startswith("/") else f"xl/{plain}")
