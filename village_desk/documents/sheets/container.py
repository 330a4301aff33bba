"""The zipped container of a filled form: its members and how they refer to each other. Reads, never writes.

Forms are checked when they are installed and written by the desk; what is refused here is a file that is damaged.
"""

import io
import posixpath
import zipfile
import zlib
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_LARGEST = 64 << 20
"""Bytes of one unpacked member: ten times a list of 3,000 people."""

_ROOT = "_rels/.rels"


class Container:
    """An .xlsx file held in memory. Refused ``damaged`` when it, or a member that is asked for, cannot be read."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError):
            raise damaged() from None
        self._members = {name.replace("\\", "/").lower(): name for name in self._zip.namelist()}

    def main(self) -> str:
        """The member that holds the workbook, mostly ``xl/workbook.xml``."""
        for target, kind in self.relations(_ROOT).values():
            if kind == "officeDocument":
                return target
        raise damaged()

    def has(self, member: str) -> bool:
        """Whether there is such a member."""
        return member.lower() in self._members

    def content(self, member: str) -> bytes:
        """The bytes of a member."""
        try:
            known = self._zip.getinfo(self._members[member.lower()])
            if known.file_size > _LARGEST:
                raise damaged()
            return self._zip.read(known)
        except (LookupError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
            raise damaged() from None

    def tree(self, member: str) -> Element:
        """The tree of a member; one that defines entities is refused, since no office program writes it."""
        content = self.content(member)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise damaged()
        try:
            return ElementTree.fromstring(content)
        except (ElementTree.ParseError, ValueError):
            raise damaged() from None

    def related(self, member: str) -> dict[str, tuple[str, str]]:
        """What a member refers to: for each id the other member and the last word of the relation's type."""
        folder, name = posixpath.split(member)
        return self.relations(posixpath.join(folder, "_rels", f"{name}.rels"))

    def relations(self, member: str) -> dict[str, tuple[str, str]]:
        """The relations that stand in a ``.rels`` member; none when it is missing. Links out of the file are not."""
        if not self.has(member):
            return {}
        folder = posixpath.dirname(posixpath.dirname(member))
        found = {}
        for each in self.tree(member).iterfind("{*}Relationship"):
            if each.get("TargetMode") != "External":
                target = _inside(folder, each.get("Target", ""))
                found[each.get("Id", "")] = (target, each.get("Type", "").rpartition("/")[2])
        return found


def relation_of(element: Element, name: str = "id") -> str:
    """An attribute in the namespace of relations, ``r:id`` or ``r:embed``: it differs between the format's dialects."""
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")


def damaged() -> Refused:
    """The refusal of a file that is no whole workbook."""
    return Refused(_("这张表的 Excel 文件打不开"), _("请重新添加这张表，再填一次"), "damaged")


def _inside(folder: str, target: str) -> str:
    plain = target.replace("\\", "/")
    return posixpath.normpath(plain.lstrip("/") if plain.startswith("/") else posixpath.join(folder, plain))
