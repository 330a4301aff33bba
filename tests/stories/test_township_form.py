"""A form that the township sends: one that prints whole numbers waits for her word, in the window; later withdrawn."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from sync.township.down import sent_forms
from sync.township.down.downward import new_id
from sync.township.down.sent_forms import FormMeant
from tests.clerk import Clerk
from tests.services.test_downlink import say
from tests.township.process import TownshipProcess
from tests.ui.choosing import choose_form
from tests.workbooks.books import save
from village_desk.ui.kit.table_views import Table


def test_a_form_of_the_township_is_looked_at_put_in_use_filled_and_withdrawn(
    clerk: Clerk, office: TownshipProcess, tmp_path: Path
) -> None:
    clerk.desk.keeping.set("township_url", office.url)
    clerk.desk.exchanging.send()
    data = save(tmp_path / "form.xlsx", [["参保登记表"], ["身份证号：{公民身份号码}"]]).read_bytes()
    say(office, clerk.desk, *sent_forms.form(new_id(), data, FormMeant("参保登记表", "F1", "新参保")))
    clerk.desk.exchanging.send()
    clerk.window.changed()
    clerk.goes_to("forms")
    clerk.opens("forms_table", 1).waits_to_see("会印出完整的身份证号")
    assert not clerk.there(QLineEdit, "form").isEnabled(), "what it is called is the township's to say"
    clerk.enters().waits_to_see("装好了：参保登记表")
    origins = {each.name: each.origin.in_words() for each in clerk.desk.forms.listed()}
    assert (origins["参保登记表"], origins["变更登记表"]) == ("镇所下发", "程序自带")
    choose_form(clerk, "参保登记表")
    clerk.finds("hyz").waits_to_see("会印出完整的身份证号").waits()
    clerk.will_answer(_because).clicks("withdraw_form")
    clerk.waits_to_see("停用了：F1 参保登记表")
    assert clerk.there(Table, "forms_table").rows() and clerk.desk.forms.named("F1").origin.in_words() == "程序自带"


def _because(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.fills("reason", "县里换了新的").clicks("yes")


def test_a_form_of_the_township_that_cannot_be_one_is_declined(
    clerk: Clerk, office: TownshipProcess, tmp_path: Path
) -> None:
    clerk.desk.keeping.set("township_url", office.url)
    clerk.desk.exchanging.send()
    data = save(tmp_path / "form.xlsx", [["{身份正号}"]]).read_bytes()
    say(office, clerk.desk, *sent_forms.form(new_id(), data, FormMeant("参保登记表", "F1", "新参保")))
    clerk.desk.exchanging.send()
    clerk.window.changed()
    clerk.goes_to("forms")
    clerk.opens("forms_table", 1).waits_to_see("有 1 处要先改好")
    clerk.will_answer(_because).clicks("decline_form").waits_to_see("不要了：参保登记表")
    assert clerk.desk.installed_forms.received() == []
    assert clerk.desk.reporting.today().done[0].words.endswith("镇所下发的这张没有装。县里换了新的")
