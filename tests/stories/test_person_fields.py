"""Every field of a person, wherever fields are read: what is declared is what importing, search, pages and sheets know.

Nothing here names a field, so that one which is added is looked for everywhere. This file is run once more with a field
that the program does not have by ``tests/releases/test_one_field_more.py``.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from sync.agreement import protocol
from sync.agreement.down_checks import NotSent
from sync.agreement.facts import PersonCorrected, PersonRegistered
from sync.agreement.person import FIELDS, Content, FieldInfo, Find, Mask, PersonFields, Shown
from sync.township.down import one_correction
from sync.township.reports.exports import Export
from sync.township.wording import fact_words as console
from tests.clerk import Clerk
from tests.desks import id_number, register
from tests.township.console.offices import Office, Village
from tests.widgets import children
from tests.workbooks.books import save
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import Resident
from village_desk.services import columns, fact_words
from village_desk.store.search import tokens
from village_desk.store.subjects import person_fields

ROOT = Path(__file__).parent.parent.parent
NUMBER = id_number("19800512", 1)
HAS_COLUMN = {name: info for name, info in FIELDS.items() if info.headings}


def sample(info: FieldInfo) -> str | int:
    """A value of the field that no other field has."""
    texts = {
        Content.NAME: "单雄信",
        Content.IDENTITY: NUMBER,
        Content.HOUSE: "0071",
        Content.HEAD: "程咬金",
        Content.PHONE: "13812345678",
        Content.ACCOUNT: "6217001234567890122",
        Content.MARK: "0026-0071",
        Content.PICTURE: "5a" * 32,
    }
    numbers = {Content.GROUP: 3, Content.FEN: 20_000, Content.NUMBER: 47}
    return numbers.get(info.content) or texts.get(info.content) or f"{info.words}甲"


def written(info: FieldInfo) -> str | int:
    """The same as people write it into a cell or a form."""
    value = sample(info)
    return int(value) // 100 if info.content is Content.FEN else value


def on_a_page(info: FieldInfo) -> str:
    """What a page says of it where nothing is masked: of a picture that there is one."""
    return "有" if info.content is Content.PICTURE else str(sample(info))


EVERYTHING: dict[str, Any] = {name: sample(info) for name, info in FIELDS.items()}


def registered(desk: Desk) -> Resident:
    """Somebody of whom every field is known."""
    more = {name: value for name, value in EVERYTHING.items() if name not in ("name", "id_number")}
    return desk.finding.person(register(desk, EVERYTHING["name"], **more))


def test_a_field_is_of_the_type_of_its_content_and_known_to_this_protocol() -> None:
    types = {each: str(kind) for each, kind in inspect.get_annotations(PersonFields).items() if each in FIELDS}
    assert {name: kind for name, kind in types.items() if kind != FIELDS[name].content.type.__name__} == {}
    known = tuple(map(int, protocol.VERSION.split(".")))
    assert [name for name, info in FIELDS.items() if tuple(map(int, info.since.split("."))) > known] == []


def test_facts_and_the_desks_table_hold_it(fresh: Desk) -> None:
    person = registered(fresh)
    assert {name: getattr(person, name) for name in FIELDS} == EVERYTHING
    assert person_fields.usable(EVERYTHING) == EVERYTHING
    assert fresh.keeping.check().well
    fresh.keeping.rebuild()
    assert fresh.finding.person(person.id) == person


@pytest.mark.parametrize("which", [0, -1])
def test_a_roster_with_all_its_columns_is_read(fresh: Desk, tmp_path: Path, which: int) -> None:
    head = [info.headings[which] for info in HAS_COLUMN.values()]
    row = [written(info) for info in HAS_COLUMN.values()]
    preview = fresh.importing.take(fresh.importing.read(save(tmp_path / "roster.xlsx", [head, row])))
    assert [each.code for each in preview.problems] == []
    [found] = fresh.finding.roster()
    assert {name: getattr(found.resident, name) for name in HAS_COLUMN} == {
        each: EVERYTHING[each] for each in HAS_COLUMN
    }


def test_a_roster_says_what_is_otherwise_now(fresh: Desk, tmp_path: Path) -> None:
    register(fresh, EVERYTHING["name"])
    head = [info.headings[0] for info in HAS_COLUMN.values()]
    path = save(tmp_path / "roster.xlsx", [head, [written(info) for info in HAS_COLUMN.values()]])
    [(_person, changes)] = fresh.importing.take(fresh.importing.read(path)).to_change
    assert changes.keys() - {"group_name"} == HAS_COLUMN.keys() - {"name", "id_number"}


def test_no_text_is_longer_than_a_township_of_before_its_field_carries(fresh: Desk, tmp_path: Path) -> None:
    later = {name: info for name, info in HAS_COLUMN.items() if info.longest}
    head = ["姓名", "身份证号", *(info.headings[0] for info in later.values())]
    preview = fresh.importing.read(
        save(tmp_path / "roster.xlsx", [head, ["单雄信", NUMBER, *["长" * 201] * len(later)]])
    )
    assert [(each.code, each.holds) for each in preview.problems] == [("too_long", False)] * len(later)
    fresh.importing.take(preview)
    [found] = fresh.finding.roster()
    for name in later:
        assert getattr(found.resident, name) == ""
        with pytest.raises(Refused) as no:
            fresh.registering.correct(found.resident.id, {name: "长" * 201})
        assert (no.value.code, no.value.field) == ("too_long", name)
        with pytest.raises(NotSent):
            one_correction.correction("sent", "p-1", {name: "长" * 201}, "对照户口簿")


def test_a_person_may_say_that_a_column_is_it() -> None:
    offered = columns.ListKind.ROSTER.fields()
    assert {info.words for info in HAS_COLUMN.values()} <= set(offered.values())
    assert len(columns.names(columns.ListKind.ROSTER)) == len(offered) + 1, "and a command has a word for each"


def test_a_person_is_found_by_it(fresh: Desk) -> None:
    person = registered(fresh)
    for name, info in FIELDS.items():
        if info.find:
            text = str(EVERYTHING[name])
            typed = {Find.TAIL: text[-4:], Find.GROUP: f"{text}组"}.get(info.find, text)
            [found] = fresh.finding.find(typed)
            assert found.resident == person
            if info.shown is not Shown.HEADING:
                assert fact_words.field_name(name, short=True) in "".join(each.shown for each in found.why)
    searched = {name for name in FIELDS if tokens(EVERYTHING) != tokens(EVERYTHING | {name: ""})}
    assert searched == {name for name, info in FIELDS.items() if info.find}


def test_a_history_tells_it_and_masks_it(fresh: Desk) -> None:
    person = register(fresh, "徐茂公", serial=3)
    for name, info in FIELDS.items():
        fresh.registering.correct(person, {name: EVERYTHING[name]})
        [words] = [each.words for each in fresh.registering.history(person)][:1]
        assert fact_words.field_name(name) in words
        assert (on_a_page(info) in words) == (info.mask is not Mask.ALWAYS and info.content is not Content.FEN)
        above = console.words(PersonCorrected.KIND, person, {"changes": {name: EVERYTHING[name]}})
        assert info.words in above
        assert (on_a_page(info) in above) == (info.mask is Mask.NEVER and info.content is not Content.FEN)


def yes_a_new_house(clerk: Clerk, _dialog: QWidget) -> None:
    """Its head is nobody's on the roster, which is asked about."""
    clerk.clicks("yes")


def test_the_page_shows_it_and_its_form_corrects_it(newcomer: Clerk) -> None:
    person = register(newcomer.desk, EVERYTHING["name"])
    newcomer.window.changed()
    newcomer.finds(EVERYTHING["name"]).clicks("need_1")
    form = [name for name, info in FIELDS.items() if info.in_form and info.correctable]
    shown = [each.objectName() for each in children(newcomer.page, QLineEdit) if each.objectName() in FIELDS]
    assert sorted(shown) == sorted(form)
    for name in form:
        newcomer.fills(name, str(written(FIELDS[name])))
    newcomer.will_answer(yes_a_new_house)
    newcomer.clicks("save_correction").waits_to_see("资料已更正")
    after = newcomer.desk.finding.person(person)
    assert {name: getattr(after, name) for name in form} == {name: EVERYTHING[name] for name in form}
    rest = {name: EVERYTHING[name] for name in FIELDS if name not in form}
    newcomer.desk.registering.correct(person, rest)
    newcomer.window.changed()
    for name, info in FIELDS.items():
        if info.shown is Shown.CARD:
            newcomer.waits_to_see(info.words)
            assert newcomer.text(f"shown_{name}") == fact_words.value_words(name, EVERYTHING[name])
            whole = on_a_page(info) if info.content is Content.PICTURE else str(written(info))
            assert newcomer.sees(whole) == (info.mask is not Mask.ALWAYS)


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """A village that reported somebody of whom every field is known."""
    with closing(Office(tmp_path)) as office:
        village = office.village(1, "沟二社区")
        village.record(PersonRegistered("p-1", **EVERYTHING))
        village.report()
        yield village


def test_the_township_shows_it_and_corrects_it(village: Village) -> None:
    browser, path = village.office.browser("经办"), f"/console/people/{village.desk}/p-1"
    page = browser.get(path).text
    for name, info in FIELDS.items():
        assert info.words in page
        value = "200.00" if info.content is Content.FEN else on_a_page(info)
        assert (value in page) == (info.mask is Mask.NEVER)
        assert (f'value="{name}"' in page) == info.correctable
        if not info.correctable:
            continue
        token = browser.get(path).forms()[-1].hidden["csrf"]
        typed = {"csrf": token, "field": name, "value": str(written(info)), "reason": "对照户口簿"}
        words = browser.post(f"{path}/correct", typed).words
        assert "账本里这个人已经是这样" in words, "what is typed is read as what stands there"


def test_the_township_exports_it(village: Village) -> None:
    with village.office.store.reading() as db:
        table = Export(db, None, whole=True).people()
        titles, [row] = [each.title for each in table.columns], list(table.rows)
    told = dict(zip(titles, row, strict=True))
    exported = [name for name, info in FIELDS.items() if info.exported]
    assert [told[FIELDS[name].words] for name in exported] == [EVERYTHING[name] for name in exported]


_FEWEST = 4
"""So many fields in one literal are a list of fields."""
_NO_LISTS = {
    "village_desk/commands/output.py": "what a script is given of a found person: a part of the command's contract",
    "village_desk/workbooks/columns/lines.py": "the columns that show a row to be a person's, of each kind of list",
    "sync/agreement/facts/people.py": "the fields that have a rule of the township",
    "village_desk/commands/books/reports.py": "what a script is given of somebody who is behind",
    "village_desk/commands/group_cadres.py": "what a script is given of a villagers' group",
}


def test_nothing_has_a_list_of_fields_of_its_own() -> None:
    """Each such list would have to be known by whoever adds a field."""
    found = set[str]()
    for top in ("sync", "village_desk"):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if len(_named(node) & FIELDS.keys()) >= _FEWEST:
                    found.add(path.relative_to(ROOT).as_posix())
    assert found - {"sync/agreement/person.py"} == set(_NO_LISTS)


def _named(node: ast.AST) -> set[str]:
    """The words in a list, a tuple, a set, or before the colons of a dict."""
    values = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    return {str(each.value) for each in values if isinstance(each, ast.Constant)}
