"""Filled forms, kept as .xlsx workbooks, drawn as papers without an office suite: ``draw`` for one, ``draw_all``."""

from village_desk.documents.sheets.form_drawing import WARNED, Drawn, LeftBlank, Shrunk, Undrawn, draw, draw_all
from village_desk.documents.sheets.page_room import SheetRoom, page_room

__all__ = ["WARNED", "Drawn", "LeftBlank", "SheetRoom", "Shrunk", "Undrawn", "draw", "draw_all", "page_room"]
