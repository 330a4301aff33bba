"""The estimate sheet (养老金估算单): one A5 page that the person takes home, in type that elders can read.

It is an estimate and no decision, and says so. Chinese only, like all papers: its words stand in the code as they
print; only refusals go through the catalogue.
"""

from village_desk.documents import estimate_form, estimate_words, fonts
from village_desk.documents.estimate_words import EstimateSheet
from village_desk.documents.paper import A5, Paper, Sheet

__all__ = ["EstimateSheet", "draw"]


def draw(estimate: EstimateSheet) -> Paper:
    """The sheet as a PDF of one page. Refused ``no_glyph`` when a word on it cannot be drawn."""
    _require_glyphs(estimate)
    sheet = Sheet(A5, f"养老金估算单 {estimate.assessment.on}")
    estimate_form.draw(sheet, estimate)
    sheet.end_page()
    return sheet.finish()


def _require_glyphs(estimate: EstimateSheet) -> None:
    fonts.require(estimate.person_name, estimate.person_name)
    fonts.require(estimate.made_by, estimate.made_by)
    said = (*estimate_words.steps(estimate.assessment), estimate_words.small_print(estimate))
    fonts.require(estimate.village_name, estimate.village_name, estimate.hotline, *said)
