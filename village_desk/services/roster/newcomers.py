"""One person put onto the roster by hand (F1): what is typed is compared with everybody who is there, then recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sync.agreement import facts
from sync.agreement.person import values as field_values
from sync.agreement.values import value
from village_desk.domain import typed_fields
from village_desk.domain.basics import identity, money
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms import special_groups, tiers
from village_desk.domain.policy.mechanisms.special_groups import SpecialGroup
from village_desk.domain.rules import enrolment
from village_desk.services import printable
from village_desk.services.assessing import Assessing
from village_desk.services.finding import Finding
from village_desk.services.policies import Policies
from village_desk.services.roster import houses
from village_desk.services.roster.houses import Home
from village_desk.store import search
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import leaving, people
from village_desk.words import _

_SLIPS = 2
"""Two numbers that differ in no more places than this, the check digit among them, may be one that was misread."""


@value
class Registration:
    """Somebody who was registered; ``remarks``: what to know of them, by the policy of the day and for their papers."""

    resident: Resident
    may_enrol: bool
    remarks: tuple[Reason, ...]


class Newcomers:
    """Registers people on one desk."""

    def __init__(self, store: Store, finding: Finding, policies: Policies, assessing: Assessing) -> None:
        self._store = store
        self._finding = finding
        self._policies = policies
        self._assessing = assessing

    def register(self, fields: Mapping[str, str], sure: Collection[str] = ()) -> Registration:
        """Put a person onto the roster: ``fields`` as typed, by their names in ``Resident``; amounts in yuan.

        Refused beside the field: what cannot be read, ``id_taken``, ``tier_not_offered``, ``several_houses``. Asked:
        ``same_person``, and as ``houses.home_of``; ``sure`` holds the words that answered yes. Who may not join the
        scheme yet is registered all the same (F1 asks nothing of the kind), and ``remarks`` say why and from when.
        """
        whole = {"name": "", "id_number": "", **fields}
        values: dict[str, Any] = dict(typed_fields.read_all(whole, self._store.today()))
        with self._store.writing() as db:
            self._refuse_taken(db, str(values["id_number"]))
            person = next(self._store.ids_of_people())
            asked = Resident(person, **values)
            home = houses.home_of(db, Home.of(asked), asked.name, sure)
            resident = replace(asked, **home.values())
            self._refuse_tier(resident)
            _ask_of_the_same(db, resident, sure)
            self._store.record(facts.PersonRegistered(person, **dict[str, Any](field_values(resident))))
        return self._registration(self._finding.person(person))

    def count_words(self, number: str) -> tuple[str, bool]:
        """As ``typed_fields.count_words``, and whose the number is already: what stands beside the field."""
        words, right = typed_fields.count_words(number, self._store.today())
        if right:
            try:
                self._refuse_taken(self._store.db, identity.clean(number))
            except Refused as taken:
                return taken.message, False
        return words, right

    def house_words(self, fields: Mapping[str, str]) -> tuple[str, str]:
        """Who lives in the house that these fields mean, and the word by which who saw it is sure; "" for none."""
        wanted = {name: text for name, text in fields.items() if name in houses.FIELDS}
        try:
            values: dict[str, Any] = typed_fields.read_all(wanted, self._store.today())
        except Refused:
            return "", ""
        return houses.words_of(self._store.db, Home(**values))

    def special_groups(self) -> list[str]:
        """The special groups that the policy of today knows, by name."""
        today = self._store.today()
        return list(dict.fromkeys(each.name for each in self._policies.on(today).values(SpecialGroup)))

    def _refuse_taken(self, db: Database, number: str) -> None:
        other = people.by_identity(db, number)
        if other is None:
            return
        if standing := leaving.of_person(db, other.id):
            words = _("这个人已登记注销（{reason}）：{who}").format(reason=standing[0].fact.words, who=_who(other))
            cure, command = _("不用再登记；回来参保的，请在此人的页面撤销注销"), _("不用再登记；回来参保的用 reinstate")
            raise Refused(words, cure, "struck_off", "id_number", by_command=command)
        message = _("这个号码已经在花名册上：{who}").format(who=_who(other))
        cure, command = _("不用再登记；要改资料，请查找到此人再更正"), _("不用再登记；要改资料请用 change")
        raise Refused(message, cure, "id_taken", "id_number", by_command=command)

    def _refuse_tier(self, resident: Resident) -> None:
        if not resident.tier_fen:
            return
        today = self._store.today()
        policy = self._policies.on(today)
        groups = special_groups.named(policy.values(SpecialGroup), resident.special_group)
        keys = frozenset(each.key for each in groups)
        if tiers.offers(policy, resident.tier_fen, today, keys):
            return
        words = _("{year} 年没有 {tier} 元这一档").format(year=today.year, tier=money.short(resident.tier_fen))
        offered = [_range(each) for each in tiers.offered(policy, today, keys)]
        cure = _("可选：{tiers} 元；没定就空着").format(tiers=_("、").join(offered))
        raise Refused(words, cure, "tier_not_offered", "tier_fen")

    def _registration(self, resident: Resident) -> Registration:
        today = self._store.today()
        policy = self._policies.on(today)
        answer = enrolment.may_enrol(policy, self._assessing.facts(resident.id, policy), today)
        doubts = [printable.doubt(resident.name)]
        remarks = [Reason(each.code, each.message, each.cure) for each in doubts if each]
        if resident.account and (mistyped := identity.card_doubt(resident.account)):
            remarks.append(Reason("account_doubt", mistyped))
        stated = resident.special_group
        if stated and not special_groups.named(policy.values(SpecialGroup), stated):
            unknown = _("现行政策里没有“{group}”这一类，照普通居民算").format(group=stated)
            remarks.append(Reason("group_unknown", unknown, _("请对照民政、残联的名单写类别的全称")))
        return Registration(resident, answer.may, (*answer.reasons, *answer.doubts, *remarks))


def _ask_of_the_same(db: Database, resident: Resident, sure: Collection[str]) -> None:
    """Ask about each who may be this person: of a like name, and born on the same day, of the same house or number."""
    for other in people.alike(db, resident):
        why = _why_the_same(resident, other)
        word = other.id_number[-search.ID_TAIL :]
        if why and word not in sure:
            message = _("花名册里有 {who}，{why}").format(who=_who(other), why=why)
            apart = _("要登记的是 {who}").format(who=_who(resident))
            cure = _("{apart}。请对照两张身份证；是同一个人，就不要再登记").format(apart=apart)
            raise Asked(message, cure, "same_person", word, "name")


def _why_the_same(resident: Resident, other: Resident) -> str:
    """What two people share besides a like name; "" where they are not to be mixed up."""
    if not _is_like(resident.name, other.name):
        return ""
    if other.birth == resident.birth:
        return _("姓名同音，同一天出生")
    if (other.household or other.head) and Home.of(other) == Home.of(resident):
        return _("姓名同音，同一户")
    slips = sum(one != two for one, two in zip(resident.id_number, other.id_number, strict=True))
    return _("同名，身份证号只差 {count} 位").format(count=slips) if slips <= _SLIPS else ""


def _is_like(one: str, other: str) -> bool:
    """Whether two names are one, or may be read alike."""
    if texts.is_same_name(one, other):
        return True
    return not {*search.readings(one)}.isdisjoint(search.readings(other))


def _who(resident: Resident) -> str:
    """A person by the facts that tell people of one name apart: masked number, group, house, end of the phone."""
    parts = [resident.id_number_masked, resident.village_group.in_words()]
    parts += [_("户号 {number}").format(number=resident.household)] if resident.household else []
    parts += [_("户主{head}").format(head=resident.head)] if resident.head else []
    parts += [_("电话 …{tail}").format(tail=resident.phone[-4:])] if resident.phone else []
    return _("{name}（{facts}）").format(name=resident.name, facts=_("，").join(parts))


def _range(tier: tiers.Tier) -> str:
    least, most = money.short(tier.amount_fen), money.short(tier.most_fen)
    return least if least == most else f"{least}-{most}"
