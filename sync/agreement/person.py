"""The fields of a person, each declared once. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import Enum
from typing import Any

from sync.agreement.card import PersonId
from sync.agreement.fact import CARRIED_LONGEST
from sync.agreement.values import value


class Content(Enum):
    """The sort of value in a field. It decides which reader reads a cell, a form or typed text."""

    NAME = "name"
    IDENTITY = "identity"
    WORDS = "words"
    GROUP = "group"
    HOUSE = "house"
    HEAD = "head"
    PHONE = "phone"
    ACCOUNT = "account"
    NUMBER = "number"
    FEN = "fen"
    MARK = "mark"
    """Figures and letters as they are written, such as the number of a file: zeros at the front count."""
    PICTURE = "picture"
    """The digest of a content among the person's attachments."""

    @property
    def type(self) -> type[str] | type[int]:
        """The type of its values."""
        return int if self in (Content.GROUP, Content.NUMBER, Content.FEN) else str

    @property
    def is_figures(self) -> bool:
        """Whether the value is text that looks like a number: Excel must not make a number or a date of it."""
        return self in (Content.IDENTITY, Content.HOUSE, Content.PHONE, Content.ACCOUNT, Content.MARK)


class Mask(Enum):
    """Where the whole value is covered until somebody asks to see it; looking is recorded."""

    NEVER = "never"
    AT_TOWNSHIP = "at_township"
    ALWAYS = "always"


class Find(Enum):
    """Which part of a field the search uses."""

    NAME = "name"
    """Characters, pinyin and initials."""
    WORDS = "words"
    """Characters."""
    TAIL = "tail"
    """The last four of an identity number."""
    PHONE = "phone"
    HOUSE = "house"
    GROUP = "group"


class Shown(Enum):
    """Where the desk's Person page shows a field: in its heading, on its card, or not by itself."""

    HEADING = "heading"
    CARD = "card"
    NOWHERE = "nowhere"


@value
class FieldInfo:
    """Everything that lists, forms and pages need to know of a field.

    ``words``: its name on screen and paper. ``headings``: the headings of its column in rosters; empty where it has
    no column of its own. ``when_empty``: the card's words for a person without it; without such words the card leaves
    it out. ``in_form``: in the desk's form of corrections. ``since``: the protocol version that brought it.
    ``short``: its name where room is scarce, if not ``words``. ``at_registration``: in the desk's form that registers
    somebody. ``proof``: the papers of which copies go with the form when it is changed (F2); "" where nothing is shown.
    """

    words: str
    headings: tuple[str, ...] = ()
    content: Content = Content.WORDS
    mask: Mask = Mask.NEVER
    find: Find | None = None
    shown: Shown = Shown.CARD
    when_empty: str = ""
    correctable: bool = True
    in_form: bool = True
    exported: bool = True
    since: str = "1.0"
    short: str = ""
    at_registration: bool = False
    proof: str = ""

    @property
    def longest(self) -> int:
        """The most characters of a text: what a township of before the field still carries. 0: as long as it is."""
        return 0 if self.since == "1.0" else CARRIED_LONGEST


def described(words: str, headings: str | None = "", **more: Any) -> Mapping[str, FieldInfo]:
    """The metadata of a field. ``headings`` stand apart by blanks; None for no column.

    The first is the official one, which refusals name: ``words``, unless it stands elsewhere among them.
    """
    names = () if headings is None else _apart(headings)
    names = names if headings is None or words in names else (words, *names)
    return {"person": FieldInfo(words, names, **more)}


def _apart(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def person_field(words: str, headings: str | None = "", **more: Any) -> Any:
    """A field that may be empty: ``""``, or 0 where whole numbers stand."""
    metadata = described(words, headings, **more)
    return field(default=metadata["person"].content.type(), metadata=metadata)


PERSON = (
    *("参保人", "参保人员", "参保居民", "参保对象", "本人", "个人", "人员", "成员", "家庭成员", "缴费人", "缴费人员"),
    *("领取人", "领取人员", "待遇领取人", "待遇领取人员", "享待人员", "被保险人"),
)
"""How lists call the one person that a row is about; a heading may begin with it."""

_NAMES = " ".join(
    (
        "居民姓名 参保人 参保人员 缴费人 领取人 待遇领取人 名字 人员名称 姓名汉字 aac003",
        *(f"{who}姓名" for who in PERSON),
    )
)
_IDENTITIES = (
    "公民身份号码 身份证号 身份证号码 身份证 身份证件号 身份证件号码 身份号码 公民身份证号码 公民身份证号 "
    "居民身份证号码 居民身份证号 证件号码 证件号 有效证件号码 有效身份证件号码 社会保障号码 社会保障号 "
    "身份证编号 居民身份证"
)
_NUMBERS = " ".join(
    (*(f"{who}{number}" for number in _apart(_IDENTITIES) for who in ("", *PERSON)), "aac002", "aac147")
)


@value
class PersonFields:
    """The fields of a person by themselves. Sex and birth stand in the identity number and are not repeated.

    ``group_name`` is the villagers' group that has a name and no number: ``group`` is 0 then. ``tier_fen`` is the tier
    chosen for the coming payment, 0 when none was chosen. ``person`` is empty for somebody who is on no roster yet.
    """

    person: PersonId
    name: str = field(
        metadata=described(
            "姓名",
            _NAMES,
            content=Content.NAME,
            find=Find.NAME,
            shown=Shown.HEADING,
            at_registration=True,
            proof="身份证、户口簿",
        )
    )
    id_number: str = field(
        metadata=described(
            "身份证号",
            _NUMBERS,
            content=Content.IDENTITY,
            find=Find.TAIL,
            mask=Mask.ALWAYS,
            short="身份证",
            at_registration=True,
            proof="身份证、户口簿",
        )
    )
    group: int = person_field(
        "村民小组",
        "组别 村民小组 村民组 小组 组 组号 村组 所在组 所属组 所在小组 所属小组 居民小组 队别 生产队 社别 社 "
        "屯 自然村 自然湾 所在村组 所属村组 所在村民小组 村民小组名称 小组名称 组名 aaf103",
        content=Content.GROUP,
        find=Find.GROUP,
        short="组",
        shown=Shown.HEADING,
        at_registration=True,
    )
    group_name: str = person_field("村民小组名称", None, find=Find.WORDS, shown=Shown.HEADING, in_form=False)
    household: str = person_field(
        "户编号",
        "户号 户序号 户口编号 家庭编号 家庭户号 户口簿编号 户口本号 户籍序号",
        content=Content.HOUSE,
        find=Find.HOUSE,
        short="户号",
        shown=Shown.HEADING,
        at_registration=True,
    )
    head: str = person_field(
        "户主", "户主姓名 户主名 户主名字", content=Content.HEAD, shown=Shown.HEADING, at_registration=True
    )
    relation: str = person_field(
        "与户主关系",
        "与户主的关系 同户主关系 关系 家庭关系 成员关系 与户主 与户主之关系 与户主或本人关系",
        at_registration=True,
    )
    ethnic: str = person_field("民族", "aac005", in_form=False)
    hukou_address: str = person_field(
        "户籍地址",
        "户籍地址 户籍所在地 户籍地 户籍所在地址 户籍所在地详细地址 户籍详细地址 户籍住址 户口地址 户口所在地 "
        "户口所在地址 户口所在地详细地址 户口住址 户口登记地 户籍登记地 户口簿地址 身份证地址 身份证住址 aac010",
        since="1.1",
        at_registration=True,
        proof="户口簿",
    )
    hukou_kind: str = person_field(
        "户籍性质",
        "户口性质 户口类型 户籍类型 户籍类别 户口类别 户籍种类 户籍属性 户口属性 农业非农业 aac009",
        since="1.1",
        proof="户口簿",
    )
    phone: str = person_field(
        "电话",
        "联系电话 手机号码 手机号 手机 电话 电话号码 联系方式 联系号码 移动电话 本人电话 本人联系电话 "
        "参保人联系方式 参保人联系电话 本人手机号 联系手机 aae005",
        content=Content.PHONE,
        find=Find.PHONE,
        mask=Mask.AT_TOWNSHIP,
        when_empty="没有",
        at_registration=True,
    )
    account: str = person_field(
        "银行账号",
        "社保卡银行账号 社会保障卡银行账号 社保卡账号 银行账号 银行卡号 开户银行账号 银行账户 账号 银行帐号 "
        "开户银行帐号 帐号 卡号 缴费账号 参保缴费账号 领取账号 发放账号 惠农卡号 一卡通账号 一卡通号 存折账号 "
        "银行卡账号 社保卡金融账号 社会保障卡金融账号 代发账号 aae010",
        content=Content.ACCOUNT,
        mask=Mask.ALWAYS,
        when_empty="没有",
        proof="社保卡或银行卡",
    )
    bank: str = person_field(
        "开户银行",
        "开户行 银行 银行名称 开户银行名称 开户行名称 卡面银行 社保卡开户银行 社保卡开户行 社会保障卡开户银行 "
        "社保卡银行 发放银行 代发银行 代扣银行 缴费银行 所属银行 bie013",
        since="1.1",
        proof="社保卡或银行卡",
    )
    tier_fen: int = person_field(
        "缴费档次",
        "选择档次 档次 选缴档次 所选档次 拟缴档次 参保档次 选择缴费档次 缴费标准 缴费档次标准 "
        "年缴费档次 年缴费标准 缴费档 参保缴费档次 今年缴费档次 本年缴费档次",
        content=Content.FEN,
        when_empty="未选",
        short="档次",
        at_registration=True,
    )
    special_group: str = person_field(
        "特殊群体",
        "特殊参保群体 特殊人群 特殊群体类别 特殊群体类型 人员类别 人员类型 困难类别 身份类别 "
        "参保身份 特殊身份 医疗救助身份 资助参保身份 特殊人员身份类别 代缴类别 贫困类型 困难级别 困难类型 "
        "困难人员类别 aac066",
        at_registration=True,
        proof="特殊群体证明",
    )
    note: str = person_field("备注", "说明 附注 备注说明 aae013")
    dossier_number: str = person_field(
        "档案号", "档案编号 档案号码 档号 档案袋号 档案卷号 业务档案号", content=Content.MARK, since="1.1"
    )
    photo: str = person_field(
        "照片", None, content=Content.PICTURE, correctable=False, in_form=False, exported=False, since="1.1"
    )


def declared(kind: type[Any]) -> dict[str, FieldInfo]:
    """The declared fields of ``PersonFields`` or of a class that inherits them, in the order of lists."""
    return {each.name: each.metadata["person"] for each in dataclasses.fields(kind) if "person" in each.metadata}


FIELDS: dict[str, FieldInfo] = declared(PersonFields)
"""Every field of a person by its name in facts and tables, in the order of lists."""

TYPES: dict[str, type[str] | type[int]] = {name: info.content.type for name, info in FIELDS.items()}


def values(person: PersonFields) -> Iterator[tuple[str, str | int]]:
    """The name and the value of each field of a person."""
    for name in FIELDS:
        yield name, getattr(person, name)
