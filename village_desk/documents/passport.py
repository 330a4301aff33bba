"""The passport of a batch (上报批次交接单): half a page that goes with the week and is stamped on both sides.

It carries sums and no names. Chinese only, like all papers: its words stand in the code as they print.
"""

from village_desk.documents import fonts, passport_form
from village_desk.documents.paper import A5_ACROSS, Paper, Sheet
from village_desk.documents.passport_words import Passport, PassportLine, qr_text

__all__ = ["Passport", "PassportLine", "draw", "qr_text"]


def draw(passport: Passport) -> Paper:
    """The passport as a PDF of one page, A5 across. Refused ``no_glyph`` when a word on it cannot be drawn."""
    fonts.require(passport.made_by, passport.made_by)
    fonts.require(passport.village_name, passport.village_name)
    sheet = Sheet(A5_ACROSS, f"上报批次交接单 {passport.desk} {passport.number}")
    passport_form.draw(sheet, passport)
    sheet.end_page()
    return sheet.finish()
