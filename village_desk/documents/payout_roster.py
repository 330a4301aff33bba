"""The payout signing roster (待遇发放签字花名册, F11): a month's payees with room to sign, A4 across.

Official forms are Chinese only, so their words stand in the code as they print and do not go through the catalogue;
only refusals do.
"""

from village_desk.documents import fonts, roster_form, roster_pages
from village_desk.documents.paper import A4_ACROSS, Paper, Sheet
from village_desk.documents.roster_form import page_mark
from village_desk.documents.roster_lines import PayoutRoster, RosterLine, row_codes
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.words import _

__all__ = ["PayoutRoster", "RosterLine", "draw", "page_mark", "row_codes"]


def draw(roster: PayoutRoster, progress: Progress = silent) -> Paper:
    """The roster as a PDF, groups in order. Tells ``progress`` each finished page.

    Refused ``empty`` without payees, ``no_glyph`` when a word on it cannot be drawn; raises Cancelled.
    """
    if not roster.lines:
        raise Refused(_("这份名单里没有领款人"), _("请先导入镇所发来的发放名单"), "empty")
    _require_glyphs(roster)
    sheet = Sheet(A4_ACROSS, f"待遇发放签字花名册 {roster.village_name} {roster.month}")
    pages = roster_pages.pages(roster.lines, roster_form.ROOM)
    for page in pages:
        roster_form.draw_page(sheet, roster, page, len(pages))
        sheet.end_page()
        progress(page.number, len(pages))
    return sheet.finish()


def _require_glyphs(roster: PayoutRoster) -> None:
    fonts.require(roster.village_name, roster.village_name, roster.desk)
    fonts.require(roster.made_by, roster.made_by)
    for line in roster.lines:
        fonts.require(line.name, line.name, line.note, line.code, line.group_name)
