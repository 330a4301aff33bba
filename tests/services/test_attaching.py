"""Attachments at the desk: which files, where they are stored, and their state after a power cut, full disk or
restore.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from sync.agreement import facts, protocol
from tests import pictures
from tests.desks import PIN, StillClock, register, spoil
from village_desk.desk import Desk
from village_desk.domain.attachments import AttachmentState
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.services import attaching
from village_desk.store import contents
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.file import backups


def refused(desk: Desk, person: str, content: bytes, title: str = "户口页") -> str:
    with pytest.raises(Refused) as no:
        desk.attaching.add(person, content, title)
    assert no.value.cure
    return no.value.code


def test_what_was_added_is_there_byte_for_byte_and_in_the_history(desk: Desk) -> None:
    person, photo = register(desk, "单雄信"), pictures.photo()
    added = desk.attaching.add(person, photo, " 身份证 正面 ")
    assert (added.title, added.media, added.bytes) == ("身份证 正面", "image/jpeg", len(photo))
    assert desk.attaching.content(added.id) == photo
    [listed] = desk.attaching.of_person(person)
    assert (listed.state, listed.here) == (AttachmentState.WAITING, True)
    assert desk.registering.history(person)[0].words == "添加附件：身份证 正面"
    assert desk.attaching.add(person, pictures.pdf(), "户口页").media == "application/pdf"
    assert desk.keeping.check().well
    desk.keeping.rebuild()
    assert len(desk.attaching.of_person(person)) == 2


def test_a_picture_becomes_the_photo_until_it_is_removed(desk: Desk) -> None:
    person, photo = register(desk, "单雄信"), pictures.photo()
    added, paper = desk.attaching.add(person, photo, "照片"), desk.attaching.add(person, pictures.pdf(), "户口页")
    assert desk.attaching.photo(person) is None
    desk.attaching.use_as_photo(added.id)
    desk.attaching.use_as_photo(added.id)
    assert desk.attaching.photo(person) == photo
    assert [each.words for each in desk.registering.history(person) if "照片" in each.words][0] == "更正：照片 有"
    with pytest.raises(Refused) as no:
        desk.attaching.use_as_photo(paper.id)
    assert no.value.code == "no_picture"
    with pytest.raises(Refused) as no:
        desk.registering.correct(person, {"photo": "IMG_1.jpg"})
    assert (no.value.code, no.value.field) == ("photo", "photo")
    desk.attaching.remove(added.id, "传错了人")
    assert (desk.attaching.photo(person), desk.finding.person(person).photo) == (None, "")
    assert desk.keeping.check().well


def test_nothing_of_a_content_can_be_read_without_the_key_and_no_backup_grows_by_it(desk: Desk) -> None:
    person, photo = register(desk, "单雄信"), pictures.photo(1200)
    desk.attaching.add(person, photo, "身份证正面")
    written = b"".join(each.read_bytes() for each in desk.path.parent.iterdir() if each.is_file())
    for start in range(0, len(photo) - 64, 64):
        assert photo[start : start + 64] not in written
    assert b"JFIF" not in written
    assert desk.keeping.back_up().path.stat().st_size < len(photo)


def test_what_cannot_be_an_attachment_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "单雄信")
    large = b"%PDF-" + b"0" * protocol.ATTACHMENT_BYTES
    assert refused(desk, person, b"MZ...") == "kind"
    assert refused(desk, person, b"") == "kind"
    assert refused(desk, person, large) == "too_large"
    assert refused(desk, person, pictures.photo()[:-500]) == "broken"
    assert refused(desk, person, pictures.pdf()[:-20]) == "broken"
    assert refused(desk, person, pictures.pdf(), "  ") == "title"
    assert refused(desk, person, pictures.pdf(), "长" * 41) == "title"
    assert refused(desk, "nobody", pictures.pdf()) == "unknown_person"
    desk.attaching.add(person, pictures.pdf(), "户口页")
    assert refused(desk, person, pictures.pdf()) == "attached_already"
    with pytest.raises(Refused) as no:
        desk.attaching.add_file(person, tmp_path / "missing.jpg", "户口页")
    assert no.value.code == "file"
    assert len(desk.attaching.of_person(person)) == 1


def test_a_large_photo_becomes_lighter_upright_and_says_no_more_where_it_was_taken(desk: Desk) -> None:
    person = register(desk, "单雄信")
    large = pictures.photo(3000, turned=True, located=True)
    added = desk.attaching.add(person, large, "户口页")
    assert added.bytes < len(large)
    with Image.open(io.BytesIO(desk.attaching.content(added.id))) as image:
        assert max(image.size) <= 2400
        assert image.height > image.width, "it stands upright without being told so"
        assert not image.getexif()
    assert refused(desk, person, large[: len(large) // 2]) == "broken", "half a photo shows nothing of a paper"


def test_a_power_cut_between_content_and_fact_leaves_nothing_to_see(
    desk: Desk, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = register(desk, "单雄信")

    def cut(_store: Store, _fact: facts.Fact) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(Store, "record", cut)
        with pytest.raises(KeyboardInterrupt):
            desk.attaching.add(person, pictures.photo(), "户口页")
    assert desk.attaching.of_person(person) == []
    assert attaching.unsent(desk._store).count == 0
    clock.move(days=31)
    kept = desk.attaching.add(person, pictures.pdf(), "户口页")
    assert contents.here(desk._store) == {kept.sha256}, "what was left behind is swept away"


def test_a_full_disk_is_told_and_nothing_is_recorded(desk: Desk) -> None:
    person = register(desk, "单雄信")
    with contents.opened(desk._store) as file:
        file._db.execute("PRAGMA journal_mode=DELETE")
        pages = file._db.execute("PRAGMA page_count").fetchone()[0]
    opened = Store.connect_to

    def small(store: Store, path: Path) -> Database:
        db = opened(store, path)
        db.execute(f"PRAGMA max_page_count={pages + 4}")
        return db

    with pytest.MonkeyPatch.context() as disk:
        disk.setattr(Store, "connect_to", small)
        with pytest.raises(Trouble, match="磁盘满了"):
            desk.attaching.add(person, pictures.photo(900), "户口页")
    assert desk.attaching.of_person(person) == []
    assert desk.attaching.add(person, pictures.photo(900), "户口页").bytes


def test_a_restored_desk_finds_its_attachments_again(desk: Desk, clock: StillClock) -> None:
    person = register(desk, "单雄信")
    added = desk.attaching.add(person, pictures.photo(), "户口页")
    desk.keeping.back_up()
    desk.close()
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        assert restored.attaching.content(added.id) == pictures.photo()


def test_an_older_backup_does_not_cost_the_content_of_what_it_does_not_know(desk: Desk, clock: StillClock) -> None:
    person = register(desk, "单雄信")
    desk.keeping.back_up()
    added = desk.attaching.add(person, pictures.photo(), "户口页")
    desk.close()
    clock.move(days=1)
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        restored.attaching.add(person, pictures.pdf(), "其他")
        assert added.sha256 in contents.here(restored._store)
        assert len(backups.listed(restored.path)) == 2


def test_a_removed_attachment_is_gone_and_stays_in_the_history(desk: Desk) -> None:
    one, other = register(desk, "甲某", serial=1), register(desk, "乙某", serial=2)
    first = desk.attaching.add(one, pictures.photo(), "户口页")
    second = desk.attaching.add(other, pictures.photo(), "户口页")
    with pytest.raises(Refused, match="原因"):
        desk.attaching.remove(first.id, " ")
    desk.attaching.remove(first.id, "传错了人")
    assert desk.attaching.of_person(one) == []
    assert desk.registering.history(one)[0].words == "移除附件：传错了人"
    assert desk.attaching.content(second.id) == pictures.photo(), "the other's is the same content"
    desk.attaching.remove(second.id, "传错了人")
    assert contents.here(desk._store) == set()
    with pytest.raises(Refused) as no:
        desk.attaching.content(second.id)
    assert no.value.code == "unknown_attachment"
    assert desk.keeping.check().well


def test_a_damaged_file_of_contents_is_told_and_holds_up_nothing_else(desk: Desk) -> None:
    person = register(desk, "单雄信")
    added = desk.attaching.add(person, pictures.photo(), "户口页")
    place = contents.place(desk.path)
    place.write_bytes(b"\0" * place.stat().st_size)
    with pytest.raises(Trouble) as trouble:
        desk.attaching.content(added.id)
    assert trouble.value.code == "contents_damaged"
    assert place.name in trouble.value.cure
    assert register(desk, "还能登记", serial=2)
    place.rename(place.with_name("aside"))
    [listed] = desk.attaching.of_person(person)
    assert (listed.here, listed.state) == (False, AttachmentState.ABOVE)


def test_an_exported_file_has_the_content_and_a_name_that_names_nobody(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "单雄信")
    added = desk.attaching.add(person, pictures.pdf(), "单雄信的户口页")
    out = tmp_path / attaching.suggested_name(added)
    desk.attaching.export(added.id, out)
    assert out.read_bytes() == pictures.pdf()
    assert "单雄信" not in out.name
    assert out.suffix == ".pdf"


@pytest.mark.parametrize("turned", [False, True])
def test_a_small_photo_says_no_more_where_it_was_taken_and_stays_upright(desk: Desk, turned: bool) -> None:
    person, photo = register(desk, "王秀英"), pictures.photo(turned=turned, located=True)
    added = desk.attaching.add(person, photo, "身份证正面")
    kept = desk.attaching.content(added.id)
    with Image.open(io.BytesIO(photo)) as before, Image.open(io.BytesIO(kept)) as after:
        assert before.getexif() and not after.getexif()
        assert after.size == (before.size[::-1] if turned else before.size)
        assert turned or after.tobytes() == before.tobytes(), "the picture is not made again"
    with pytest.raises(Refused, match="已经添加过"):
        desk.attaching.add(person, kept, "身份证正面")
    with pytest.raises(Refused, match="已经添加过"):
        desk.attaching.add(person, photo, "身份证正面")


def test_an_identity_number_is_no_title(desk: Desk) -> None:
    person = register(desk, "王秀英")
    for title in ("42900419680728258X 正面", "身份证429004196807282589", "４２９００４１９６８０７２８２５８Ｘ"):
        with pytest.raises(Refused, match="身份证号") as refused:
            desk.attaching.add(person, pictures.photo(), title)
        assert "去掉号码" in refused.value.cure
    assert desk.attaching.of_person(person) == []


def test_a_picture_that_was_added_before_becomes_the_photo_and_a_pdf_is_not_even_added(
    desk: Desk, tmp_path: Path
) -> None:
    person, file, paper = register(desk, "单雄信"), tmp_path / "照片.jpg", tmp_path / "户口页.pdf"
    file.write_bytes(pictures.photo())
    paper.write_bytes(pictures.pdf())
    first = desk.attaching.add_file(person, file, "照片")
    for _again in range(2):
        assert desk.attaching.add_photo(person, file, "照片") == first
    assert desk.attaching.photo(person) == pictures.photo()
    with pytest.raises(Refused) as no:
        desk.attaching.add_photo(person, paper, "照片")
    assert no.value.code == "no_picture"
    assert len(desk.attaching.of_person(person)) == 1
