"""Children, spouses and parents of people: on the roster or elsewhere, so that bundling can look at them (W21)."""

from __future__ import annotations

from sync.agreement import facts
from sync.agreement.facts import RelationNoted
from sync.agreement.facts.belonging import RELATIONS
from sync.agreement.values import value
from village_desk.domain.basics import days
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import Resident
from village_desk.services.belonging_reading import birth
from village_desk.services.finding import Finding
from village_desk.store.database import Store
from village_desk.store.subjects import belonging
from village_desk.words import _

CHILD, SPOUSE, PARENT, CHILDLESS = "child", "spouse", "parent", "childless"
KNOWN = ("", "yes", "no")
"""The marks of somebody elsewhere: not known, yes, no."""


def kinds() -> dict[str, str]:
    """The relations with their words, the most usual first."""
    return {word: words.spelled(_) for word, words in RELATIONS.items()}


@value
class Relative:
    """A relation of a person. ``id`` is the id of its fact, ``other`` the id of the other person, "" for one elsewhere.

    ``relation`` is what the other is to the person: child, spouse, parent; childless names nobody.
    """

    id: str
    relation: str
    other: str
    name: str
    birth: str
    marks: str
    told_by: str

    def in_words(self) -> str:
        """What the other is to the person."""
        return RELATIONS[self.relation].spelled(_) if self.relation in RELATIONS else self.relation


@value
class Elsewhere:
    """Somebody who is not on the roster: ``birth`` is a day or a year as typed; the marks are yes, no, or ""."""

    name: str = ""
    birth: str = ""
    enrolled: str = ""
    student: str = ""
    other_scheme: str = ""


class Relations:
    """The kin of the people of one desk."""

    def __init__(self, store: Store, finding: Finding) -> None:
        self._store = store
        self._finding = finding

    def add(
        self, person: str, relation: str, other: str = "", elsewhere: Elsewhere | None = None, told_by: str = ""
    ) -> Relative:
        """Note a relation: ``other`` (an id of the roster) or somebody ``elsewhere`` is the ``relation`` of the person.

        Refused beside the field: ``relation_unknown``, ``relation_self``, ``relation_missing``, ``child_older``,
        ``same_relation``, ``has_spouse``, ``date``, ``has_children``.
        """
        if relation not in RELATIONS:
            cure = _("可以写：{words}").format(words=_("、").join(RELATIONS))
            raise Refused(_("没有“{word}”这种关系").format(word=relation), cure, "relation_unknown", "relation")
        resident = self._finding.person(person)
        if relation == CHILDLESS:
            return self._childless(resident, told_by)
        if other:
            return self._on_roster(resident, relation, self._finding.person(other), told_by)
        return self._elsewhere(resident, relation, elsewhere or Elsewhere(), told_by)

    def on_roster(self, text: str) -> str:
        """The id of the one person of a name, an identity number, or its last four digits; "" for no text.

        Refused beside ``other``: as ``Finding.by_identity``, ``unknown_person``, ``several_people``.
        """
        if not text.strip():
            return ""
        try:
            if any(letter.isdigit() for letter in text):
                return self._finding.by_identity(text).id
        except Refused as no:
            raise Refused(no.message, no.cure, no.code, "other", by_command=no.by_command) from None
        found = [each for each in self._finding.find(text.strip()) if texts.is_same_name(each.resident.name, text)]
        if len(found) == 1:
            return found[0].resident.id
        if found:
            words = _("花名册里有 {count} 个 {name}").format(count=len(found), name=text.strip())
            raise Refused(words, _("请填身份证号，或后四位"), "several_people", "other")
        cure = _("请核对姓名；不在花名册上的，写在下面的姓名一栏")
        raise Refused(_("花名册里没有 {name}").format(name=text.strip()), cure, "unknown_person", "other")

    def end(self, person: str, id: str, reason: str) -> None:
        """A relation was wrong or is no more. Refused without a reason, or when there is no such relation."""
        if not reason.strip():
            raise Refused(_("没有写原因"), _("请写清楚为什么划掉"), "reason", "reason")
        self._finding.person(person)
        own = {each.id for each in self._own(person)}
        theirs = {each.id: whose for whose, each in belonging.pointing_at(self._store.db, person)}
        if id not in own and id not in theirs:
            raise Refused(_("没有这条关系"), _("可能已经划掉了"), "unknown_note")
        with self._store.writing():
            self._store.record(facts.BelongingStruck(theirs.get(id, person), id, reason.strip()))

    def of_person(self, person: str) -> list[Relative]:
        """All relations of a person, noted at their own page or at the other's."""
        own = [
            self._relative(each.id, fact.relation, fact.other, fact)
            for each in self._own(person)
            for fact in [_fact(each)]
        ]
        pointed = [
            self._relative(each.id, _turned(_fact(each).relation), whose, _fact(each))
            for whose, each in belonging.pointing_at(self._store.db, person)
        ]
        return [*own, *pointed]

    def _own(self, person: str) -> list[belonging.Belongs]:
        stands = belonging.of_people(self._store.db, [person]).get(person, [])
        return [each for each in stands if isinstance(each.fact, RelationNoted)]

    def _relative(self, id: str, relation: str, other: str, fact: RelationNoted) -> Relative:
        if not other:
            return Relative(id, relation, "", fact.name, fact.birth, _marks(fact), fact.told_by)
        resident = self._finding.person(other)
        return Relative(id, relation, other, resident.name, resident.birth.isoformat(), "", fact.told_by)

    def _childless(self, resident: Resident, told_by: str) -> Relative:
        children = [each for each in self.of_person(resident.id) if each.relation in (CHILD, CHILDLESS)]
        if children:
            words = _("已经记着：{relation} {name}").format(relation=children[0].in_words(), name=children[0].name)
            words = words.strip()
            raise Refused(words, _("记错的请先划掉那一条"), "has_children", "relation")
        return self._record(RelationNoted(resident.id, CHILDLESS, told_by=told_by.strip()))

    def _on_roster(self, resident: Resident, relation: str, other: Resident, told_by: str) -> Relative:
        if other.id == resident.id:
            raise Refused(_("不能是本人"), _("请选另一个人"), "relation_self", "other")
        parent, child = (other, resident) if relation == PARENT else (resident, other)
        if relation != SPOUSE and child.birth <= parent.birth:
            words = _("{child}（{born}）不比 {parent}（{day}）年轻").format(
                child=child.name, born=child.birth, parent=parent.name, day=parent.birth
            )
            raise Refused(words, _("请核对是不是把父母和子女写反了"), "child_older", "other")
        same = [each for each in self.of_person(resident.id) if each.other == other.id]
        if same:
            words = _("已经记着 {name} 是{relation}").format(name=other.name, relation=same[0].in_words())
            raise Refused(words, _("记错的请先划掉那一条"), "same_relation", "other")
        self._refuse_second_spouse(resident, relation)
        self._refuse_second_spouse(other, relation)
        if relation == PARENT:
            return self._record(RelationNoted(other.id, CHILD, resident.id, resident.name, told_by=told_by.strip()))
        self._refuse_childless(resident, relation)
        return self._record(RelationNoted(resident.id, relation, other.id, other.name, told_by=told_by.strip()))

    def _elsewhere(self, resident: Resident, relation: str, who: Elsewhere, told_by: str) -> Relative:
        name = texts.name(who.name)
        if not name:
            raise Refused(_("没有写是谁"), _("在花名册上的请查找选出；不在的请写姓名"), "relation_missing", "name")
        born = _birth(who.birth)
        self._refuse_birth(resident, relation, name, born)
        for field in ("enrolled", "student", "other_scheme"):
            if getattr(who, field) not in KNOWN:
                raise Refused(
                    _("看不懂“{word}”").format(word=getattr(who, field)), _("写 yes 或 no；不清楚就不写"), "mark", field
                )
        self._refuse_childless(resident, relation)
        self._refuse_second_spouse(resident, relation)
        self._refuse_same_elsewhere(resident, relation, name, born)
        marks = (who.enrolled, who.student, who.other_scheme)
        return self._record(RelationNoted(resident.id, relation, "", name, born, *marks, told_by.strip()))

    def _refuse_birth(self, resident: Resident, relation: str, name: str, born: str) -> None:
        """Refused where somebody elsewhere is not born yet, or is on the wrong side of their parent or child."""
        first = birth(born)
        if first is None:
            return
        if first > self._store.today():
            raise Refused(_("出生日期还没有到：{born}").format(born=born), _("请核对出生日期"), "date", "birth")
        child, parent = (name, resident.name) if relation == CHILD else (resident.name, name)
        wrong = {CHILD: first <= resident.birth, PARENT: first >= resident.birth}
        if wrong.get(relation, False):
            words = _("{child} 不比 {parent} 年轻：{name}记的是 {born} 出生").format(
                child=child, parent=parent, name=name, born=born
            )
            raise Refused(words, _("请核对出生日期"), "child_older", "birth")

    def _refuse_second_spouse(self, resident: Resident, relation: str) -> None:
        known = [each for each in self.of_person(resident.id) if each.relation == SPOUSE]
        if relation == SPOUSE and known:
            words = _("{name} 已经记着配偶：{other}").format(name=resident.name, other=known[0].name)
            raise Refused(words, _("已不是夫妻的，或记错的，请先划掉那一条"), "has_spouse", "relation")

    def _refuse_same_elsewhere(self, resident: Resident, relation: str, name: str, born: str) -> None:
        """Refused where the same is noted already: by name, and by the year of birth as far as both are known."""
        for each in self.of_person(resident.id):
            years = {text[:4] for text in (each.birth, born) if text}
            if each.relation == relation and texts.is_same_name(each.name, name) and len(years) < 2:
                words = _("已经记着 {name} 是{relation}").format(name=each.name, relation=each.in_words())
                raise Refused(words, _("记错的请先划掉那一条"), "same_relation", "name")

    def _refuse_childless(self, resident: Resident, relation: str) -> None:
        if relation == CHILD and any(each.relation == CHILDLESS for each in self.of_person(resident.id)):
            raise Refused(_("记着没有子女"), _("记错的请先划掉那一条"), "childless", "relation")

    def _record(self, fact: RelationNoted) -> Relative:
        with self._store.writing():
            entry = self._store.record(fact)
        return self._relative(entry.id, fact.relation, fact.other, fact)


def _fact(each: belonging.Belongs) -> RelationNoted:
    assert isinstance(each.fact, RelationNoted)
    return each.fact


def _turned(relation: str) -> str:
    """The relation as seen from the other person."""
    return {CHILD: PARENT, PARENT: CHILD}.get(relation, relation)


def _marks(fact: RelationNoted) -> str:
    """What is known of a child elsewhere, in words."""
    if fact.relation != CHILD:
        return ""
    enrolled = {"yes": _("已参保"), "no": _("没有参保")}.get(fact.enrolled, _("是否参保不清楚"))
    student = _("在校学生") if fact.student == "yes" else ""
    other = _("参加职工养老保险") if fact.other_scheme == "yes" else ""
    return _("，").join(filter(None, (enrolled, student, other)))


def _birth(text: str) -> str:
    """A birth as typed, as a fact carries it: a day or a year, or "". Refused beside the field."""
    plain = texts.plain(text).removesuffix("年").strip()
    if not plain or (plain.isascii() and plain.isdigit() and len(plain) == 4):
        return plain
    try:
        return days.read(plain).isoformat()
    except Refused as no:
        raise Refused(no.message, _("请写成 1980-05-12，或只写年份"), "date", "birth") from None
