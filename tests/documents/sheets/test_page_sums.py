"""A list filled with the room of its pages is drawn on the pages that filling decided, each with its sum."""

import re

import pytest

import resources
from tests.documents.reading import read
from tests.documents.sheets.trial_forms import SHEET, members
from village_desk.documents import sheets
from village_desk.domain.form_fields import FormContent, Record
from village_desk.workbooks.forms import filling, template

pytestmark = pytest.mark.usefixtures("qapp")

NOTE = "加发80岁以上高龄津贴，本月补发上月差额"


def payee(number: int) -> Record:
    note = NOTE if number % 7 == 3 else ""
    name, group = f"王秀{'英兰珍华'[number % 4]}", f"第{number // 60 + 1}村民小组"
    return {"姓名": name, "性别": "女", "金额": 17081 + number, "备注": note, "村民小组": group}


@pytest.mark.parametrize("count", [35, 36, 37, 160])
def test_every_page_ends_where_filling_ended_it_and_has_its_sum(count: int) -> None:
    form = resources.path("forms/F12-待遇发放公示表.xlsx").read_bytes()
    content = FormContent({}, {"": [payee(each) for each in range(count)]})
    filled = filling.fill(template.read(form), content, sheets.page_room(form))
    drawn = sheets.draw(filled.data)
    breaks = len(re.findall(rb"<brk ", members(filled.data)[SHEET]))
    assert drawn.pages == breaks + 1
    paper = read(drawn.paper)
    texts = ["".join(paper.text(page).split()) for page in range(paper.pages)]
    assert all("本页小计" in text for text in texts)
    assert sum(int(each) for text in texts for each in re.findall(r"本页小计(\d+)人", text)) == count
