"""Filled forms, kept as .xlsx workbooks, drawn as papers without an office suite: ``draw`` and ``page_room``."""

from village_desk.documents.sheets.form_drawing import WARNED, Drawn, LeftBlank, Shrunk, draw
from village_desk.documents.sheets.page_room import SheetRoom, page_room

__all__ = ["WARNED", "Drawn", "LeftBlank", "SheetRoom", "Shrunk", "draw", "page_room"]
