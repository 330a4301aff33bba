"""Forms at a desk: installed by hand, sent by the township, passed on; a version that is not good replaces nothing."""

from __future__ import annotations

import io
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

import resources
from sync.agreement import facts, form_pieces, sent
from sync.agreement.down_checks import NotSent
from sync.township.down import down_words, sent_forms
from sync.township.down.downward import new_id
from sync.township.down.sent_forms import FormMeant
from sync.township.lent import Lent
from tests.desks import PIN, StillClock, id_number, new_desk, register
from tests.services.test_downlink import say
from tests.services.test_pairing import code_for
from tests.township.process import TownshipProcess
from tests.workbooks.books import save
from village_desk.commands.program import main
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services import lending
from village_desk.services.forms.catalogue import Moment, Origin, Subject
from village_desk.services.forms.installing import Described
from village_desk.services.forms.printing_forms import Wanted
from village_desk.store.subjects import forms

ENROLMENT = Described("参保登记表", "F1", Moment.ENROLLING, Subject.PERSON)
_VILLAGE = "429004103002"


def workbook(folder: Path, words: str = "姓名：{姓名}") -> bytes:
    """A form with these words."""
    return save(folder / "form.xlsx", [["参保登记表"], [words]]).read_bytes()


def large(folder: Path) -> bytes:
    """A workbook of several pieces: what stands in it cannot be packed."""
    words = [[Random(row).randbytes(12_000).hex()] for row in range(20)]
    return save(folder / "large.xlsx", words).read_bytes()


def named(desk: Desk) -> list[tuple[str, str, str]]:
    return [(each.form, each.number, each.sha256) for each in desk.installed_forms.in_use()]


def todo(desk: Desk) -> list[str]:
    return [each.waiting.why for each in desk.worklist.of_kind("forms").items]


def refused(desk: Desk, data: bytes, described: Described = ENROLMENT) -> str:
    with pytest.raises(Refused) as no:
        desk.installed_forms.install(data, described)
    assert no.value.cure
    return no.value.code


def test_a_form_is_installed_replaced_and_withdrawn_and_a_bad_one_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    first, second = workbook(tmp_path), workbook(tmp_path, "姓名：{姓名} 电话：{电话}")
    desk.installed_forms.install(first, ENROLMENT)
    desk.installed_forms.install(first, ENROLMENT)
    [form] = desk.installed_forms.in_use()
    assert (form.form, form.number, form.source, form.moment) == ("参保登记表", "F1", "village", "新参保")
    assert (form.for_whom, form.bytes, form.whole_numbers) == ("person", len(first), False)
    assert desk.installed_forms.workbook(form) == first
    assert refused(desk, first[:-200]) == "form"
    assert refused(desk, b"") == "form"
    assert refused(desk, bytes(form_pieces.FORM_BYTES + 1)) == "form"
    assert refused(desk, second, Described(" ")) == "form_name"
    assert refused(desk, workbook(tmp_path, "{身份正号}")) == "form"
    assert refused(desk, workbook(tmp_path, "{公民身份号码}"), Described("公示", "F12", Moment.POSTING)) == "form"
    assert named(desk) == [("参保登记表", "F1", form_pieces.digest(first))]
    desk.installed_forms.install(second, ENROLMENT)
    desk.installed_forms.install(first, Described("另一张表"))
    assert [each[2] for each in named(desk)] == [form_pieces.digest(first), form_pieces.digest(second)]
    desk.installed_forms.withdraw("参保登记表", "县里换了")
    assert [each[0] for each in named(desk)] == ["另一张表"]
    with pytest.raises(Refused, match="没有装过"):
        desk.installed_forms.withdraw("参保登记表")
    desk.installed_forms.install(first, ENROLMENT)
    assert ("参保登记表", "F1", form_pieces.digest(first)) in named(desk)
    assert desk.keeping.check().well
    before = named(desk)
    desk.keeping.rebuild()
    assert named(desk) == before


@pytest.mark.parametrize(("named_as", "stored"), [("\x1b[31m甲\n 乙", "[31m甲 乙"), ("公\u200b示", "公示")])
def test_the_name_of_a_form_has_only_what_a_screen_shows(
    desk: Desk, tmp_path: Path, named_as: str, stored: str
) -> None:
    desk.installed_forms.install(workbook(tmp_path), Described(named_as, "F1\x07"))
    assert [each[:2] for each in named(desk)] == [(stored, "F1")]
    assert refused(desk, workbook(tmp_path), Described(f"{id_number('19800512', 1)}的表")) == "form_name"


def test_of_two_forms_with_one_number_none_is_taken_by_chance(desk: Desk, tmp_path: Path) -> None:
    desk.installed_forms.install(workbook(tmp_path), Described("本县登记表", "F1"))
    with pytest.raises(Refused) as no:
        desk.forms.named("f1")
    assert no.value.code == "several_forms" and "本县登记表" in no.value.cure
    assert [desk.forms.named(each).origin.value for each in ("本县登记表", "F1 参保登记表")] == ["village", "shipped"]


def test_a_posting_that_came_in_use_elsewhere_and_prints_whole_numbers_is_not_filled(
    desk: Desk, tmp_path: Path
) -> None:
    data = workbook(tmp_path, "{公民身份号码:全}")
    [piece] = form_pieces.cut(data)
    digest = form_pieces.digest(data)
    with desk._store.writing():
        desk._store.record(facts.FormPiece(digest, *piece))
        desk._store.record(facts.FormInstalled("缴费公示", "", digest, len(data), "village", "其他", "person", 0))
    with pytest.raises(Refused, match="不能公示"):
        desk.forms.fill(Wanted("缴费公示", (register(desk, "单雄信"),)))


def test_a_printing_names_whom_and_never_what(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.installed_forms.printed("参保登记表", "a" * 64, [person], whole_numbers=True)
    desk.installed_forms.printed("应缴名单", "b" * 64, [f"p-{at}" for at in range(50_000)])
    desk.installed_forms.printed("档次公示", "c" * 64, [])
    words = [each.words for each in desk.reporting.today().done]
    assert words[:2] == ["打印“档次公示”1 份", "打印“应缴名单”1 份"]
    assert desk.registering.history(person)[0].words == "打印“参保登记表”1 份，上面有完整号码"
    rows = desk._store.db.execute(
        "SELECT json_array_length(body, '$.people') FROM journal WHERE kind = ? ORDER BY seq", [facts.FormPrinted.KIND]
    )
    assert [row[0] for row in rows.fetchall()] == [None, 50_000, None]
    assert desk.keeping.check().well


@pytest.mark.parametrize("by_stick", [False, True])
def test_a_form_of_the_township_comes_in_pieces_and_is_installed(
    desk: Desk, office: TownshipProcess, tmp_path: Path, stick: Path, by_stick: bool
) -> None:
    data = large(tmp_path)
    desk.exchanging.send(office.url)
    register(desk, "单雄信")
    office.command(
        *("send-down", "--desk", desk.village.desk, "--form", str(tmp_path / "large.xlsx")),
        *("--name", "参保登记表", "--number", "F1", "--moment", "新参保"),
    )
    if by_stick:
        desk.exchanging.write_stick(stick)
        office.command("stick", str(stick))
        came = desk.exchanging.read_stick(stick).sent.received
    else:
        came = desk.exchanging.send(office.url).received
    assert len(data) > 3 * form_pieces.PIECE_BYTES
    assert (came.messages, came.unusable, came.in_words()) == (1, 0, "镇所下发 1 件（表格“参保登记表”）")
    [form] = desk.installed_forms.in_use()
    assert (form.form, form.number, form.source, desk.installed_forms.workbook(form)) == (
        "参保登记表",
        "F1",
        "township",
        data,
    )
    assert todo(desk) == []
    desk.exchanging.send(office.url)
    assert office.status()["sums"]["forms"] == 1
    assert desk.keeping.check().well


def sending(data: bytes) -> list[sent.FormSent]:
    meant = FormMeant("参保登记表", "F1", "新参保")
    return [*sent_forms.form(new_id(), data, meant)]


def test_what_is_not_good_waits_and_the_version_before_stays(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    register(desk, "单雄信")
    first, second, third = workbook(tmp_path), large(tmp_path), workbook(tmp_path, "身份证号：{公民身份号码}")
    desk.exchanging.send(office.url)
    say(office, desk, *sending(first))
    desk.exchanging.send(office.url)
    one, *rest = sending(second)
    say(office, desk, one, *rest[:-1])
    desk.exchanging.send(office.url)
    assert (named(desk)[0][2], todo(desk)) == (form_pieces.digest(first), []), "the last piece is not here yet"
    say(office, desk, replace(rest[-1], data="AAAA"))
    desk.exchanging.send(office.url)
    assert named(desk)[0][2] == form_pieces.digest(first)
    assert ["是坏的" in each for each in todo(desk)] == [True]
    say(office, desk, *sending(second))
    desk.exchanging.send(office.url)
    assert (named(desk)[0][2], todo(desk)) == (form_pieces.digest(second), [])
    say(office, desk, *sending(workbook(tmp_path, "{身份正号}")), *sending(third))
    desk.exchanging.send(office.url)
    assert named(desk)[0][2] == form_pieces.digest(second)
    assert ["还没有装上" in each for each in todo(desk)] == [True]
    assert desk.installed_forms.install_received("参保登记表").whole_numbers
    assert [each.whole_numbers for each in desk.installed_forms.in_use()] == [True]
    assert (named(desk)[0][2], todo(desk)) == (form_pieces.digest(third), [])
    assert desk.keeping.check().well


def test_what_the_township_sent_is_declined_and_stands_no_longer_and_a_withdrawn_one_is_still_listed(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    first = workbook(tmp_path)
    register(desk, "单雄信")
    desk.exchanging.send(office.url)
    say(office, desk, *sending(first), *sent_forms.form(new_id(), workbook(tmp_path, "{身份正号}"), FormMeant("坏表")))
    desk.exchanging.send(office.url)
    with pytest.raises(Refused) as no:
        desk.installed_forms.install_received("坏表")
    assert ["还没有装上" in each for each in todo(desk)] == [True]
    assert "请告诉镇所换一份" in no.value.cure and "改好再装" not in no.value.cure
    desk.installed_forms.decline("坏表", "字段写错了")
    assert (todo(desk), desk.installed_forms.received()) == ([], [])
    assert [each[0] for each in named(desk)] == ["参保登记表"], "what is in use stays"
    desk.installed_forms.withdraw("参保登记表")
    assert [each.form for each in desk.installed_forms.not_used()] == ["参保登记表", "坏表"]
    done = desk.exchanging.send(office.url)
    assert (done.refused, done.sent) == (0, 3)
    assert (named(desk), todo(desk)) == ([], []), "what was withdrawn is not put in use again by itself"
    assert "镇所下发的这张没有装。字段写错了" in "".join(each.words for each in desk.reporting.today().done)
    assert desk.installed_forms.install_received("参保登记表").form == "参保登记表"
    with pytest.raises(Refused, match="没有等着装的"):
        desk.installed_forms.decline("坏表")
    assert desk.keeping.check().well


def test_a_damaged_form_of_the_township_is_declined(desk: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    register(desk, "单雄信")
    desk.exchanging.send(office.url)
    one, *rest = sending(large(tmp_path))
    say(office, desk, one, *rest[:-1], replace(rest[-1], data="AAAA"))
    desk.exchanging.send(office.url)
    assert len(todo(desk)) == 1
    desk.installed_forms.decline("参保登记表")
    assert (todo(desk), desk.installed_forms.damaged()) == ([], [])


def test_the_township_refuses_what_no_desk_would_install(tmp_path: Path) -> None:
    lent, good = Lent(forms=lending.form), workbook(tmp_path)
    assert sent_forms.form("x", good, FormMeant("表"), lent)
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    for data in (b"import os", good[:-30], package.getvalue()):
        with pytest.raises(NotSent) as no:
            sent_forms.form("x", data, FormMeant("表"))
        assert no.value.code == "form-file" and ".xlsx" in down_words.words(no.value)
    for data, meant, code in (
        (workbook(tmp_path, "{身份正号}"), FormMeant("表"), "as-said"),
        (b"", FormMeant("表"), "form-size"),
        (good, FormMeant("  "), "form-name"),
        (good, FormMeant("表", for_whom="nobody"), "form-whom"),
    ):
        with pytest.raises(NotSent) as no:
            sent_forms.form("x", data, meant, lent)
        assert no.value.code == code


def test_both_pcs_of_a_village_have_the_same_and_a_lost_one_gets_it_back(
    a: Desk, b: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    own, other = large(tmp_path), workbook(tmp_path)
    a.installed_forms.install(own, ENROLMENT)
    a.exchanging.send(office.url)
    b.exchanging.send(office.url)
    assert [(each.form, each.source, b.installed_forms.workbook(each)) for each in b.installed_forms.in_use()] == [
        ("参保登记表", "village", own)
    ]
    b.installed_forms.install(other, ENROLMENT)
    a.installed_forms.withdraw("参保登记表")  # the older version, which b has replaced meanwhile
    for _round in range(2):
        b.exchanging.send(office.url)
        a.exchanging.send(office.url)
    assert named(a) == named(b) == [("参保登记表", "F1", form_pieces.digest(other))]
    code = code_for(office, a)
    with Desk.recover(tmp_path / "new" / "a.vdesk", PIN, a.village, office.url, code, StillClock()) as lost:
        lost.exchanging.send(office.url)
        assert named(lost) == named(a)
        assert lost.installed_forms.workbook(lost.installed_forms.in_use()[0]) == other
        assert forms.contents(lost._store.db, form_pieces.digest(own)) == own
        assert lost.keeping.check().well


def test_forms_by_command(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        path, person = desk.path, register(desk, "单雄信")
        number = desk.finding.person(person).id_number
    file = save(tmp_path / "参保登记表.xlsx", [["姓名：{姓名}"]])
    run = CliRunner(env={"VILLAGE_DESK_PIN": PIN})

    def said(*words: str, code: int = 0) -> str:
        done = run.invoke(main, ["--desk", str(path), "form", *words])
        assert done.exit_code == code, done.output
        return done.output

    shipped = said("list")
    assert "程序自带" in shipped and "本村自制" not in shipped
    assert "装好了：参保登记表" in said("install", str(file), "--number", "F1", "--moment", "新参保")
    assert "F1  参保登记表  新参保  一人一张  本村自制" in said("list")
    assert "person、household" in said("install", str(file), "--for", "nobody", code=1)
    assert "没有下发过" in said("install", "变更表", code=1)
    out = tmp_path / "out.xlsx"
    said("fill", "F1", number, "--out", str(out))
    with Desk.open(path, PIN, StillClock()) as desk:
        assert desk.registering.history(person)[0].words == "打印“参保登记表”1 份"
        assert [each.origin for each in desk.forms.listed() if each.name == "参保登记表"] == [Origin.VILLAGE]
    assert "停用了" in said("withdraw", "参保登记表", "--reason", "换了")
    assert said("list") == shipped


def test_a_county_uses_the_forms_of_its_policy_and_offers_its_own_reasons(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "单雄信")
    usual = [each.name for each in desk.forms.listed()]
    assert "户籍跨县转出" in words_of(desk, person)
    text = resources.path("policies/national-2014.toml").read_text("utf-8")
    since = 'from = 2014-01-01\ndocument = "frame"\n'.replace("frame", document_of(text))
    text = text.replace('id = "national-2014"', 'id = "county"', 1)
    for row in ('form = "F2"\nuse = false', 'form = "F7"\nreasons = ["去世", "别的"]'):
        text += f"\n[[forms]]\n{row}\n{since}"
    desk.policies.adopt("county", desk.today(), text)
    assert [each.name for each in desk.forms.listed()] == [each for each in usual if each != "变更登记表"]
    found = words_of(desk, person)
    assert "去世" in found and "别的" in found and "户籍跨县转出" not in found


def document_of(text: str) -> str:
    """The short name of the document that a policy file lists first."""
    return str(tomllib.loads(text)["documents"][0]["key"])


def words_of(desk: Desk, person: str) -> str:
    [filled] = desk.forms.fill(Wanted("F7", (person,))).workbooks
    rows = CalamineWorkbook.from_filelike(io.BytesIO(filled)).get_sheet_by_index(0).to_python()
    return "\n".join(str(cell) for row in rows for cell in row)
