"""Files that no office program writes: refused as damaged or drawn, never a bug and never without end."""

import re

import pytest

from tests.documents.sheets import trial_forms
from tests.documents.sheets.trial_forms import SHEET, with_parts
from village_desk.documents import sheets
from village_desk.domain.basics.errors import Refused


def changed(old: str, new: str) -> bytes:
    """The claim with its logo, in whose sheet, styles and drawing the pattern is replaced once."""
    form, parts = trial_forms.f4_with_logo(), {}
    for member, content in trial_forms.members(form).items():
        if member in (SHEET, "xl/styles.xml", "xl/drawings/drawing1.xml"):
            parts[member] = re.sub(old, new, content.decode(), count=1).encode()
    assert parts != {member: trial_forms.members(form)[member] for member in parts}
    return with_parts(form, parts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('ht="34"', 'ht="nan"'),
        ('width="12"', 'width="1e400"'),
        ("<v>15000.0</v>", "<v>inf</v>"),
        ('<c r="A1"', '<c r="A1" t="s"><v>7</v></c><c r="A1"'),
        ('ref="A9:D9"', 'ref="somewhere"'),
        ("<col>0</col>", "<col>-7</col>"),
        ("<row>0</row>", "<row>99999999</row>"),
        ('<sz val="12"', '<sz val="large"'),
        ("<!-- -->|<sheetData>", "<!DOCTYPE a [<!ENTITY b 'c'>]><sheetData>"),
        ("</worksheet>", ""),
    ],
)
def test_what_cannot_be_understood_is_refused_as_damaged(old: str, new: str) -> None:
    with pytest.raises(Refused) as refusal:
        sheets.draw(changed(old, new))
    assert refusal.value.code == "damaged" and refusal.value.cure


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="A1" s="1"', '<c r="A1" s="-1"'),
        ('<c r="A1" s="1"', '<c r="A1" s="99999"'),
        ('ref="A9:D9"', 'ref="A9:D500"'),
        ('fontId="2"', 'fontId="-2"'),
        ('paperSize="9"', 'paperSize="999"'),
        ('scale="100"|fitToWidth="1"', 'fitToWidth="0" scale="0"'),
        (' r="A1"', ""),
    ],
)
def test_what_is_merely_odd_is_drawn(old: str, new: str) -> None:
    assert sheets.draw(changed(old, new)).pages >= 1
