"""The receipt of a contribution (代收凭条): three copies on one A4 page, all from one slip (domain.md Part 5).

It is a handing-in slip, not the official ticket, and says so. Official forms are Chinese only, so their words
stand in the code as they print and do not go through the catalogue; only refusals do.
"""

from dataclasses import replace

from village_desk.documents import fonts, receipt_form
from village_desk.documents.paper import A4, Paper, Sheet
from village_desk.documents.receipt_slip import ReceiptSlip, qr_text

__all__ = ["ReceiptSlip", "draw", "qr_text"]


def draw(slip: ReceiptSlip) -> Paper:
    """The receipt as a PDF of one page. Refused ``no_glyph`` when a word on it cannot be drawn."""
    slip = replace(slip, void_reason=" ".join(slip.void_reason.split()))  # typed by hand: it may hold line breaks
    _require_glyphs(slip)
    sheet = Sheet(A4, f"代收凭条 {slip.number}".rstrip())
    receipt_form.draw(sheet, slip)
    sheet.end_page()
    return sheet.finish()


def _require_glyphs(slip: ReceiptSlip) -> None:
    fonts.require(slip.person_name, slip.person_name, slip.payer, slip.household, slip.group_name)
    fonts.require(slip.collected_by, slip.collected_by)
    fonts.require(slip.village_name, slip.village_name, slip.channel, slip.void_reason, slip.hotline, slip.number)
