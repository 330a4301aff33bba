"""The parts of a workbook's container: read, and written again with some of them changed. Equal parts, equal bytes."""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from sync.agreement.values import value
from village_desk.workbooks.formats import file_kinds

CONTENT_TYPES = "[Content_Types].xml"
BOOK = "xl/workbook.xml"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the earliest that a container can hold, so that the hour of filling leaves no trace."""
_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".zip")
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


@value
class Relation:
    """What a part refers to. ``kind`` is the last word of the relation's type; ``target`` a part, or an address."""

    id: str
    kind: str
    target: str
    is_outside: bool


class Parts:
    """The parts of a container whose bytes were checked (``Package.data``). Changes are kept until ``written``."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            self._parts = {name: file.read(name) for name in file.namelist() if not name.endswith("/")}
        self._names = {name.lower(): name for name in self._parts}

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._parts))

    def has(self, name: str) -> bool:
        """Whether there is such a part, large and small letters being one."""
        return name.lower() in self._names

    def content(self, name: str) -> bytes:
        """The bytes of a part; Refused ``not_a_workbook`` if it is missing."""
        if not self.has(name):
            raise file_kinds.damaged()
        return self._parts[self._names[name.lower()]]

    def tree(self, name: str) -> _Element:
        """The tree of a part. Refused ``not_a_workbook`` where it is no XML."""
        return parsed(self.content(name))

    def change(self, name: str, content: bytes) -> None:
        """Puts other bytes into a part, or adds one."""
        known = self._names.setdefault(name.lower(), name)
        self._parts[known] = content

    def change_tree(self, name: str, tree: _Element) -> None:
        """The same with a tree."""
        self.change(name, written(tree))

    def drop(self, name: str) -> None:
        """Takes a part away."""
        del self._parts[self._names.pop(name.lower())]

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What a part refers to, in the file's order."""
        member = relations_of(part)
        if not self.has(member):
            return ()
        folder = posixpath.dirname(part)
        return tuple(_relation(folder, each) for each in self.tree(member).iterfind("{*}Relationship"))

    def add_relation(self, part: str, kind: str, target: str) -> str:
        """Makes a part refer to another; gives the relation's id. ``kind`` is the whole type."""
        member = relations_of(part)
        tree = self.tree(member) if self.has(member) else parsed(_NO_RELATIONS)
        taken = {each.get("Id") for each in tree.iterfind("{*}Relationship")}
        name = next(each for each in map("rId{}".format, range(1, len(taken) + 2)) if each not in taken)
        namespace = etree.QName(tree).namespace
        etree.SubElement(tree, f"{{{namespace}}}Relationship", Id=name, Type=kind, Target=f"/{target}")
        self.change_tree(member, tree)
        return name

    def written(self) -> bytes:
        """The container's bytes: the same for the same parts."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            for name, content in self._parts.items():
                info = zipfile.ZipInfo(name, _FIRST_DAY)
                packed = name.lower().endswith(_PACKED)
                info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                info.create_system = 0
                file.writestr(info, content)
        return buffer.getvalue()


def parsed(content: bytes) -> _Element:
    """The tree of XML that comes from a container that was checked."""
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        raise file_kinds.damaged() from None


def written(tree: _Element) -> bytes:
    """A tree as a part's bytes."""
    return etree.tostring(tree.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def child(parent: _Element, name: str) -> _Element:
    """A new last child in the namespace of its parent."""
    return etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")


def relations_of(part: str) -> str:
    """The member with the relations of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(folder: str, each: _Element) -> Relation:
    target = (each.get("Target") or "").replace("\\", "/")
    outside = each.get("TargetMode") == "External"
    inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    kind = (each.get("Type") or "").rpartition("/")[2]
    return Relation(each.get("Id") or "", kind, target if outside else posixpath.normpath(inside), outside)
