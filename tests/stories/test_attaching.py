"""Stories of attachments: a photo is added at the window, seen, sent, lost and fetched back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from tests import pictures
from tests.clerk import Clerk
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from village_desk.store import contents
from village_desk.ui.kit.picture import PictureView
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.pages.township.unsent import UnsentCard


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    place = tmp_path / "IMG_1.jpg"
    place.write_bytes(pictures.photo(600))
    return place


def test_a_photo_is_added_seen_and_removed(clerk: Clerk, photo: Path) -> None:
    clerk.finds("hyz").waits_to_see("还没有附件")
    clerk.clicks("add_attachment").chooses("attachment_kind", "户口页")
    clerk.will_pick(photo).clicks("pick_attachment").waits().waits_to_see("附件添加好了")
    person = clerk.desk.finding.find("hyz")[0].resident.id
    [found] = clerk.desk.attaching.of_person(person)
    assert found.attachment.title == "户口页"
    clerk.waits_to_see("待传").clicks(f"see_{found.attachment.id}").waits_to_see("韩玉珍")
    assert not clerk.there(PictureView, "picture").picture().isNull()
    clerk.clicks("use_as_photo").waits_to_see("这张已是此人的照片")
    assert clerk.desk.attaching.photo(person) == photo.read_bytes()
    out = photo.with_name("out.jpg")
    clerk.will_pick(out).clicks("export_attachment").waits_to_see("存好了")
    assert out.read_bytes() == photo.read_bytes()
    clerk.enters()
    assert clerk.page.name == "person"
    clerk.clicks(f"see_{found.attachment.id}")
    clerk.will_answer(give_reason)
    clerk.clicks("remove_attachment").waits_to_see("还没有附件")
    assert clerk.desk.attaching.of_person(person) == []


def give_reason(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.fills("reason", "传错了人").clicks("yes")


def test_what_cannot_be_attached_is_refused_where_it_was_chosen(clerk: Clerk, tmp_path: Path) -> None:
    odd = tmp_path / "odd.jpg"
    odd.write_text("not a photo")
    clerk.finds("hyz").clicks("add_attachment").will_pick(odd).clicks("pick_attachment").waits()
    clerk.waits_to_see("只收照片（JPG、PNG）和 PDF。请拍照")
    assert clerk.there(QLabel, "attachment_title_refusal").isVisible()


def test_a_scanned_page_is_seen_as_paper(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident.id
    found = clerk.desk.attaching.add(person, pictures.pdf(), "户口页")
    clerk.finds("hyz").clicks(f"see_{found.id}")
    assert clerk.there(PaperView, "attachment_paper").pages() == 1


def test_what_is_not_here_is_fetched_back_from_its_page(clerk: Clerk, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    person = clerk.desk.finding.find("hyz")[0].resident.id
    found = clerk.desk.attaching.add(person, pictures.photo(), "身份证正面")
    with township(folder) as office:
        lost(clerk, office)
        clerk.finds("hyz").waits_to_see("已传镇所").clicks(f"see_{found.id}").waits_to_see("不在本机")
        clerk.clicks("fetch_attachment").waits().waits_to_see("取回来了")
    assert not clerk.there(PictureView, "picture").picture().isNull()
    assert clerk.desk.attaching.content(found.id) == pictures.photo()


def lost(clerk: Clerk, office: TownshipProcess) -> None:
    """The contents went up, and then are gone from this PC."""
    clerk.desk.keeping.set("township_url", office.url)
    clerk.desk.exchanging.send()
    clerk.desk.carrying.send()
    contents.place(clerk.desk.path).unlink()


def test_attachments_follow_the_facts_by_themselves_and_hold_up_nothing(clerk: Clerk, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    person = clerk.desk.finding.find("hyz")[0].resident.id
    clerk.desk.attaching.add(person, pictures.photo(900), "身份证正面")
    with township(folder) as office:
        clerk.desk.keeping.set("township_url", office.url)
        clerk.goes_to("township").waits_to_see("附件还有 1 个（")
        card, carrier = clerk.there(UnsentCard, "unsent_attachments"), clerk.window.sending.carrier
        clerk.clicks("send").waits().waits_to_see("第 1 批上报")
        clerk.qtbot.waitUntil(lambda: not carrier.running and not card.isVisible(), timeout=15_000)
        assert office.status()["attachments"]["here"] == 1
    clerk.finds("hyz").waits_to_see("已传镇所")


def test_contents_that_cannot_go_say_why_and_may_be_sent_again(clerk: Clerk, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    person = clerk.desk.finding.find("hyz")[0].resident.id
    clerk.desk.attaching.add(person, pictures.photo(300), "身份证正面")
    with township(folder) as office:
        clerk.desk.keeping.set("township_url", office.url)
        clerk.desk.exchanging.send()
    clerk.goes_to("township").clicks("carry_attachments")
    clerk.waits_to_see("连不上镇所，记录都留在本机")
    assert clerk.sees("附件还有 1 个（")
    assert clerk.sees("记下的都报上去了"), "the facts are there"
